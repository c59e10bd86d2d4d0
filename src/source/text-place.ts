/** Where an offset of a text lies, for people: line and column, both from 1. */
export type Place = { readonly line: number; readonly column: number };

/** Finds places of a text. Asked in rising order it reads the text once, however often it is asked. */
export const placesIn = (text: string): ((offset: number) => Place) => {
  let line = 1;
  let start = 0;
  return (offset) => {
    if (offset < start) [line, start] = [1, 0];
    for (let end = text.indexOf('\n', start); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
      line++;
      start = end + 1;
    }
    return { line, column: offset - start + 1 };
  };
};
