import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * What is published is documented: every name by a comment, every number with its unit, every function that throws with
 * what it throws at. Read from the text: TypeScript 7 has no interface for programs.
 */

const ENTRANCES = ['src/index.ts', 'src/source/index.ts', 'src/testing/index.ts'];

type Named = { readonly name: string; readonly as: string; readonly file: string };

const namesIn = (file: string): readonly Named[] =>
  [...readFileSync(file, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)'/gm)].flatMap(
    ([, names = '', from = '']) =>
      names
        .split(',')
        .map((one) => one.trim().replace(/^type /, ''))
        .filter((one) => one !== '')
        .map((one) => {
          const [name = '', as = name] = one.split(' as ');
          return { name, as, file: join(dirname(file), from.replace(/\.js$/, '.ts')) };
        }),
  );

type Declared = {
  readonly as: string;
  readonly file: string;
  /** The comment before it; null where there is none. */
  readonly comment: string | null;
  readonly text: string;
};

const commentBefore = (text: string, at: number): string | null => {
  // A word to the linter may stand between.
  const before = text
    .slice(0, at)
    .replace(/(?:\/\/ biome-ignore .*\n)+$/, '')
    .trimEnd();
  const start = before.lastIndexOf('/*');
  return before.endsWith('*/') && before.startsWith('/**', start) ? before.slice(start) : null;
};

/** The end of a declaration: a line that is neither indented nor its closing bracket. */
const textOf = (text: string): string => {
  const [first = '', ...rest] = text.split('\n');
  const end = rest.findIndex((line) => /^\S/.test(line) && !/^[)}\]]/.test(line));
  return [first, ...(end < 0 ? rest : rest.slice(0, end))].join('\n');
};

const declared = ({ name, as, file }: Named): Declared => {
  const text = readFileSync(file, 'utf8');
  const found = new RegExp(`^export (?:async )?(?:const|type|function\\*?|class) ${name}\\b`, 'm').exec(text);
  if (found !== null) {
    const { index } = found;
    return { as, file, comment: commentBefore(text, index), text: textOf(text.slice(index)) };
  }
  const handed = namesIn(file).find((one) => one.as === name);
  if (handed === undefined) throw new Error(`${name} is not in ${file}`);
  return { ...declared(handed), as };
};

const PUBLISHED = ENTRANCES.flatMap((entrance) => namesIn(entrance).map(declared));

/** Numbers that mean what the protocols' and files' own numbers mean. */
const PLAIN = ['protocol', 'port', 'sourcePort', 'destinationPort', 'line'];

/** The comment of a whole type may give the unit of all its numbers. */
const TELLS_UNITS = /seconds|[Hh]ow many|of equal width/;

const NUMBER = /^\s+readonly (\w+)\??: (?:readonly )?(?:number|Span)(?:\[\])?(?: \| null)?;$/;

const withoutUnit = ({ as, comment, text }: Declared): readonly string[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const [, name] = NUMBER.exec(line) ?? [];
    if (name === undefined || PLAIN.includes(name)) return [];
    const isTold = lines[i - 1]?.endsWith('*/') || TELLS_UNITS.test(comment ?? '');
    return isTold || comment?.includes(`\`${name}\``) ? [] : [`${as}.${name}`];
  });
};

describe('what is published', () => {
  it('is all found', () => {
    expect(PUBLISHED.length).toBeGreaterThan(250);
    expect(
      PUBLISHED.flatMap(({ text }) => text.split('\n').filter((line) => NUMBER.test(line))).length,
    ).toBeGreaterThan(60);
  });

  it('has a comment that says what it is', () => {
    expect(
      PUBLISHED.filter(({ comment }) => comment === null).map(({ as, file }) => `${as} in ${file}`),
    ).toEqual([]);
  });

  it('gives every number with its unit or its meaning', () => {
    expect(PUBLISHED.flatMap(withoutUnit)).toEqual([]);
  });

  it('says of every function that throws what it throws at', () => {
    // What is caught again is no error of the caller's.
    const throwing = PUBLISHED.filter(({ text }) => text.includes('throw new ') && !text.includes('catch'));
    expect(throwing.length).toBeGreaterThan(0);
    expect(throwing.filter(({ comment }) => !/[Tt]hrow/.test(comment ?? '')).map(({ as }) => as)).toEqual([]);
  });
});
