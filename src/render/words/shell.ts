/** A word as a shell reads it back: nothing in single quotes means anything to it but the quote itself. */
export const quoted = (word: string): string =>
  /^[A-Za-z0-9][A-Za-z0-9_.:/=,@%+-]*$|^--[a-z][a-z0-9-]*$|^-[0-9]+$/.test(word)
    ? word
    : `'${word.replaceAll("'", `'\\''`)}'`;

export const commandLine = (words: readonly string[]): string => words.map(quoted).join(' ');
