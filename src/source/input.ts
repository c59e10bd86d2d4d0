import { createReadStream } from 'node:fs';
import { SNIFFED } from './sniff.js';

/** Bytes that can be looked at before they are read. */
export type Input = {
  /** The path as it was given or found, or `-` for standard input. */
  readonly source: string;
  /** Size as stored; null when it is not known. */
  readonly size: number | null;
  /** The first bytes: at least `SNIFFED`, or all there are. */
  readonly peek: () => Promise<Uint8Array>;
  /** All bytes, piece by piece. */
  readonly open: () => AsyncIterable<Uint8Array>;
  /** `open` can be called only once. */
  readonly once: boolean;
};

const READ_SIZE = 262_144;

/** The first `SNIFFED` bytes or more, and nothing lost: what was read is in `pieces`. */
const readAhead = async (stream: AsyncIterator<Uint8Array>, pieces: Uint8Array[]): Promise<Uint8Array> => {
  let size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  while (size < SNIFFED) {
    const next = await stream.next();
    if (next.done === true) break;
    pieces.push(next.value);
    size += next.value.length;
  }
  return Buffer.concat(pieces);
};

export const fileInput = (path: string, size: number): Input => ({
  source: path,
  size,
  open: () => createReadStream(path, { highWaterMark: READ_SIZE }),
  peek: () => readAhead(createReadStream(path, { end: SNIFFED - 1 })[Symbol.asyncIterator](), []),
  once: false,
});

/** A stream that can be read once, such as standard input. */
export const streamInput = (source: string, stream: AsyncIterable<Uint8Array>): Input => {
  const rest = stream[Symbol.asyncIterator]();
  const ahead: Uint8Array[] = [];
  async function* open(): AsyncGenerator<Uint8Array, void> {
    for (let piece = ahead.shift(); piece !== undefined; piece = ahead.shift()) yield piece;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  }
  return { source, size: null, open, peek: () => readAhead(rest, ahead), once: true };
};

/** All bytes at once, for what has to be read whole; where there are more than `limit`, some more than that. */
export const readWhole = async (
  bytes: AsyncIterable<Uint8Array>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    size += piece.length;
    if (size > limit) break;
  }
  return Buffer.concat(pieces);
};
