import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NEVER_LOGGED } from '../src/capture/never-logged/table.js';
import { CAUSES } from '../src/diagnosis/cause/causes.js';
import { CATALOGUE, type Code } from '../src/diagnosis/code.js';
import { SILENCE_CAUSES } from '../src/diagnosis/silence/silence-causes.js';
import { codeText } from '../src/render/text/codes-text.js';
import { WORDING } from '../src/render/wording/codes.js';

/** By the rules as they are, an untracked reply always passes: it can only be suspected, never found. */
const ONLY_EVER_AN_ALTERNATIVE: readonly Code[] = ['untracked-reply-lacks-rule'];

type Expected = {
  readonly findings?: readonly { readonly code: Code; readonly alternatives: readonly Code[] }[];
};

const shown = readdirSync('scenarios')
  .map((name) => JSON.parse(readFileSync(join('scenarios', name, 'expected.json'), 'utf8')) as Expected)
  .flatMap(({ findings = [] }) => findings);

/** Several rows of what is never logged share a code. */
const emitted: readonly Code[] = [
  ...CAUSES.map(({ code }) => code),
  ...SILENCE_CAUSES.map(({ code }) => code),
  ...new Set(NEVER_LOGGED.map(({ code }) => code)),
];

describe.each(CATALOGUE)('finding code $code', (entry) => {
  const { code } = entry;

  it('is emitted by exactly one cause', () => {
    expect(emitted.filter((it) => it === code)).toHaveLength(1);
  });

  it('has one wording, which the printed catalogue shows', () => {
    const { meaning, signature, advice } = WORDING[code];
    for (const words of [meaning, signature, advice]) expect(words).toMatch(/^[A-Z`].*[.)?]$/s);
    expect(codeText(entry)).toContain(code);
  });

  it('is shown by a scenario with a log or a question about one', () => {
    const codes = ONLY_EVER_AN_ALTERNATIVE.includes(code)
      ? shown.flatMap(({ alternatives }) => alternatives)
      : shown.map((finding) => finding.code);
    expect(codes).toContain(code);
  });

  it('carries the AWS pages it rests on', () => {
    expect(entry.sources.length).toBeGreaterThan(0);
    for (const source of entry.sources) expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});

describe('the catalogue', () => {
  it('lists each code once', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('holds every code that anything emits', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(emitted.filter((code) => !codes.includes(code))).toEqual([]);
  });
});
