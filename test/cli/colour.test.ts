import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inColour } from '../../src/index.js';
import { flowcause } from './cli.js';

const scenarios = readdirSync('scenarios').map((name) => join('scenarios', name));

const marks = {
  title: (text: string) => `<t>${text}</t>`,
  bad: (text: string) => `<b>${text}</b>`,
  doubt: (text: string) => `<d>${text}</d>`,
  good: (text: string) => `<g>${text}</g>`,
};

const coloured = async (name: string) =>
  inColour((await flowcause('explain', join('scenarios', name))).out, marks);

describe('colours', () => {
  it('mark the outcome, the titles and the hop that denies', async () => {
    const text = await coloured('nacl-drops-ping-reply');
    expect(text).toMatch(/^<b>BLOCKED<\/b> {2}ICMP/);
    expect(text).toContain('\n  <t>Fix</t>\n');
    expect(text).toContain('groups > <b>[ACL DENIES]</b> > (203.0.113.12)');
    expect(await coloured('both-allow')).toMatch(/^<g>PASSED<\/g> /);
    expect(await coloured('nothing-matches-the-question')).toMatch(/^<d>/);
  });

  it('change nothing else', async () => {
    for (const folder of scenarios) {
      const { out } = await flowcause('explain', folder);
      expect(inColour(out, marks).replace(/<\/?[tbdg]>/g, '')).toBe(out);
    }
  });

  it('are not written into a pipe', () => {
    const argv = ['dist/cli/main.js', 'explain', 'scenarios/nacl-drops-ping-reply'];
    expect(execFileSync('node', argv, { encoding: 'utf8' })).not.toContain('\u001b');
  });
});

/** `script` runs a command on a terminal of its own; where it is not there, nothing can be said. */
const onTerminal = (env: Readonly<Record<string, string>>): string | null => {
  try {
    return execFileSync(
      'script',
      ['-qec', 'node dist/cli/main.js explain scenarios/nacl-drops-ping-reply', '/dev/null'],
      { encoding: 'utf8', env: { PATH: process.env.PATH, TERM: 'xterm-256color', ...env } },
    );
  } catch {
    return null;
  }
};

describe.skipIf(onTerminal({}) === null)('on a terminal', () => {
  it('colours are shown, unless NO_COLOR is set or the terminal is dumb', () => {
    expect(onTerminal({})).toContain('\u001b[');
    expect(onTerminal({ NO_COLOR: '1' })).not.toContain('\u001b[3');
    expect(onTerminal({ TERM: 'dumb' })).not.toContain('\u001b[3');
  });
});

/** What does not fit: identifiers, commands, heads of blocks and paths are not broken, and tables keep their columns. */
const mayBeWide = (line: string): boolean => {
  const words = line.trim().split(' ');
  return (
    words.some((word) => word.length > 48) ||
    / {2}\S+ {2}/.test(line.trimStart()) ||
    /flow\.log|log.format| = "|^ *resource "/.test(line)
  );
};

describe('text', () => {
  it.each(scenarios)('of %s is 80 columns wide but for what cannot be broken', async (folder) => {
    const { out } = await flowcause('explain', folder);
    expect(out.split('\n').filter((line) => line.length > 80 && !mayBeWide(line))).toEqual([]);
  });
});
