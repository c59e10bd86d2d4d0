import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('each of the 34 traps has a test', () => {
  const texts = readdirSync(import.meta.dirname).map((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  );
  const numbers = texts.flatMap((text) =>
    [...text.matchAll(/\btrap(?:Later)?(?:<.+>)?\(\s*(\d+),/g)].map(([, number]) => Number(number)),
  );
  expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 34 }, (_, i) => i + 1));
});
