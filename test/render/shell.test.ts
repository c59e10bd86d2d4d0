import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../src/render/words/shell.js';
import { runs } from '../arbitrary/runs.js';

describe('a command line', () => {
  it('is read back by a shell word for word, whatever the words are', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        "'",
        '"',
        '$(id)',
        '`id`',
        '\\',
        '\n',
        ' ',
        '',
        '*',
        '~',
        '-n',
        '--x',
        '#',
        '!',
        ';',
        '&&',
        '|',
      ),
    );
    const words = fc.array(
      word.filter((text) => !text.includes('\0')),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(words, (written) => {
        const script = `for word in ${commandLine(written)}; do printf '%s\\036' "$word"; done`;
        const read = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\u001e').slice(0, -1);
        expect(read).toEqual(written);
      }),
      { numRuns: Math.min(60, runs(60).numRuns) },
    );
  });

  it('leaves plain words as people write them', () => {
    const words = ['aws', 'ec2', 'describe-subnets', '--filters', 'Name=vpc-id,Values=vpc-1,vpc-2'];
    expect(commandLine(words)).toBe(words.join(' '));
  });
});
