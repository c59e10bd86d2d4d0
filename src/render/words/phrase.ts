/** What turns the direction of a line or breaks it: U+2028, U+2029, and the marks of bidirectional text. */
const turnsLine = (code: number): boolean =>
  (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/** Text of unknown origin without what would move the cursor, turn the line or break it. */
export const printable = (text: string): string =>
  [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      return code < 32 || (code > 126 && code < 160) || turnsLine(code) ? '?' : character;
    })
    .join('');

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** Unix seconds as ISO 8601 in UTC. */
export const time = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
