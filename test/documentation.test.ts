import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FLAGS } from '../src/cli/arguments.js';
import { flowcause } from './cli/cli.js';

/**
 * Runs a JavaScript example against the built package and compares what it prints with the comments behind its
 * `console.log` lines.
 */
const runExample = (code: string): void => {
  const printed = execFileSync('node', ['--input-type=module', '-e', code], { encoding: 'utf8' });
  const promised = [...code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map((match) => match[1]);
  expect(promised.length).toBeGreaterThan(0);
  expect(printed.trimEnd().split('\n')).toEqual(promised);
};

const readme = readFileSync('README.md', 'utf8');
const blocks = (text: string, language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] as string,
  );

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const examples = sources.flatMap((file) =>
  [...readFileSync(join('src', file), 'utf8').matchAll(/@example\n \* ```(?:ts|js)\n([\s\S]*?) \* ```/g)].map(
    (match) => ({
      file,
      code: (match[1] as string).replace(/^ \* ?/gm, ''),
    }),
  ),
);

describe('the README', () => {
  it('shows examples that print what they promise', () => {
    const shown = blocks(readme, 'js');
    expect(shown.length).toBeGreaterThan(0);
    for (const code of shown) runExample(code);
  });

  it('names commands and flags that exist', async () => {
    const lines = blocks(readme, 'sh')
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('flowcause '));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      const [, command = '', ...args] = line.replace(/#.*/, '').trim().split(/\s+/);
      expect(Object.keys(FLAGS)).toContain(command);
      const { code, err } = await flowcause(
        command,
        ...args.map((arg) => arg.replace('FOLDER', 'scenarios/both-allow')),
      );
      expect({ line, code, err }).toEqual({ line, code: 0, err: '' });
    }
  });

  it('has its two commands on one line each, and CI runs the second as it stands', () => {
    expect(readme).toContain('\n    npm ci && npx flowcause explain scenarios/nacl-drops-ping-reply\n');
    expect(readme).toContain('\n    npm ci && npm test\n');
    expect(readFileSync('.ci/run', 'utf8')).toContain("'npm ci && npm test'");
  });

  it('links to files that exist', () => {
    for (const [, target] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
      expect(existsSync(target as string)).toBe(true);
  });
});

describe('examples in the documentation of the code', () => {
  it('exist', () => {
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(examples)('of $file print what they promise', ({ code }) => {
    runExample(code);
  });
});
