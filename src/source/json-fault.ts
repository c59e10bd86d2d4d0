/** Where a text stops being JSON, and what was expected there. */
export type JsonFault = { readonly offset: number; readonly expected: string };

const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

type Expecting =
  | 'a value'
  | 'a value or ]'
  | 'a name or }'
  | 'a name'
  | 'a colon'
  | 'a comma or ]'
  | 'a comma or }';

/**
 * Reads one JSON value from `from` and gives the place after it, or the fault. `JSON.parse` says that a text is wrong,
 * but not dependably where.
 */
export const endOfJson = (text: string, from: number): number | JsonFault => {
  const open: ('[' | '{')[] = [];
  let at = from;
  let expecting: Expecting | null = 'a value';
  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const afterValue = (): Expecting | null =>
    open.length === 0 ? null : open.at(-1) === '[' ? 'a comma or ]' : 'a comma or }';
  while (expecting !== null) {
    matches(space);
    const next = step(expecting, text[at] ?? '', matches, open);
    if (next === 'fault') return { offset: at, expected: expecting };
    if (next.width === 1) at++;
    expecting = next.after === 'after-value' ? afterValue() : next.after;
  }
  return at;
};

type Step = { readonly width: 0 | 1; readonly after: Expecting | 'after-value' };

const step = (
  expecting: Expecting,
  char: string,
  matches: (pattern: RegExp) => boolean,
  open: ('[' | '{')[],
): Step | 'fault' => {
  switch (expecting) {
    case 'a comma or ]':
    case 'a comma or }':
      if (char === ',') return { width: 1, after: open.at(-1) === '[' ? 'a value' : 'a name' };
      return closes(expecting, char, open);
    case 'a colon':
      return char === ':' ? { width: 1, after: 'a value' } : 'fault';
    case 'a name or }':
    case 'a name':
      if (matches(string)) return { width: 0, after: 'a colon' };
      return closes(expecting, char, open);
    case 'a value':
    case 'a value or ]':
      return value(expecting, char, matches, open);
  }
};

const closes = (expecting: Expecting, char: string, open: ('[' | '{')[]): Step | 'fault' => {
  if (char === '' || !expecting.endsWith(` or ${char}`)) return 'fault';
  open.pop();
  return { width: 1, after: 'after-value' };
};

const value = (
  expecting: Expecting,
  char: string,
  matches: (pattern: RegExp) => boolean,
  open: ('[' | '{')[],
): Step | 'fault' => {
  if (char === '{' || char === '[') {
    open.push(char);
    return { width: 1, after: char === '{' ? 'a name or }' : 'a value or ]' };
  }
  if (matches(string) || matches(scalar)) return { width: 0, after: 'after-value' };
  return closes(expecting, char, open);
};
