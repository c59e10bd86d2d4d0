import type { Before } from './sum-evidence.js';

/** Orders places in the logs by the name of the file, then by the line. */
export const byPlace =
  (nameOf: (source: number) => string): Before =>
  (source, line, otherSource, otherLine) =>
    source === otherSource ? line < otherLine : nameOf(source) < nameOf(otherSource);
