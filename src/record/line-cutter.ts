/** No record is longer: a line of more bytes is skipped and reported. */
export const LONGEST_LINE = 1_048_576;

const LINE_FEED = 10;
/** How much is kept of a line that is too long. */
const BEGINNING = 4096;

/** Whole lines, each with its line feed; or the beginning of one line that is too long. */
export type Lines = {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly tooLong: boolean;
};

/** Cuts bytes that come in pieces of any size into whole lines; it keeps the unfinished one. */
export type LineCutter = {
  unfinished: Uint8Array[];
  size: number;
};

export const create = (): LineCutter => ({ unfinished: [], size: 0 });

const keep = (cutter: LineCutter, bytes: Uint8Array): void => {
  if (bytes.length === 0) return;
  const tooLong = cutter.size > LONGEST_LINE;
  cutter.size += bytes.length;
  if (!tooLong) cutter.unfinished.push(bytes.slice());
  if (!tooLong && cutter.size > LONGEST_LINE)
    cutter.unfinished = [joined(cutter.unfinished).slice(0, BEGINNING)];
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const lineFeed = Uint8Array.of(LINE_FEED);

/** The unfinished line, as if it ended here. */
const finishLine = (cutter: LineCutter): Lines => {
  const tooLong = cutter.size > LONGEST_LINE;
  const bytes = joined([...cutter.unfinished, lineFeed]);
  cutter.unfinished = [];
  cutter.size = 0;
  return { bytes, from: 0, to: bytes.length, tooLong };
};

export function* cut(cutter: LineCutter, bytes: Uint8Array): Generator<Lines, void> {
  const first = bytes.indexOf(LINE_FEED);
  if (first < 0) return keep(cutter, bytes);
  let from = 0;
  if (cutter.size > 0) {
    keep(cutter, bytes.subarray(0, first));
    yield finishLine(cutter);
    from = first + 1;
  }
  const to = bytes.lastIndexOf(LINE_FEED) + 1;
  if (to > from) yield { bytes, from, to, tooLong: false };
  keep(cutter, bytes.subarray(to));
}

/** The last line, which no line feed ended; null when there is none. */
export const rest = (cutter: LineCutter): Lines | null => (cutter.size === 0 ? null : finishLine(cutter));

/** Cuts bytes that come in pieces into single lines, without their line feeds. */
export const linesOf = () => {
  const cutter = create();
  function* each({ bytes, from, to, tooLong }: Lines): Generator<Uint8Array | 'too-long', void> {
    if (tooLong) return yield 'too-long';
    for (let at = from; at < to; ) {
      const end = bytes.indexOf(LINE_FEED, at);
      yield end - at > LONGEST_LINE ? 'too-long' : bytes.subarray(at, end);
      at = end + 1;
    }
  }
  return {
    *push(bytes: Uint8Array) {
      for (const lines of cut(cutter, bytes)) yield* each(lines);
    },
    *end() {
      const last = rest(cutter);
      if (last !== null) yield* each(last);
    },
  };
};
