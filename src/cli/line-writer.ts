import type { Output } from './output.js';

/** Characters after which what was gathered is written: a write costs far more than its line. */
const PIECE = 65_536;

/** Writes values as lines of JSON. */
export const lineWriter = (output: Output) => {
  let gathered = '';
  const flush = async (): Promise<void> => {
    const piece = gathered;
    gathered = '';
    if (piece !== '') await output.write(piece);
  };
  return {
    /** Resolves at once unless enough was gathered. */
    write: (value: unknown): Promise<void> | undefined => {
      gathered += `${JSON.stringify(value)}\n`;
      return gathered.length < PIECE ? undefined : flush();
    },
    flush,
  };
};
