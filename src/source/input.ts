import { createReadStream } from 'node:fs';
import { DamagedGzip } from './gunzip.js';
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

/** The beginning of some bytes, and all of them. */
export type Ahead = {
  /** At least as many as were asked for, or all there are. */
  readonly head: Uint8Array;
  /** There is more than that. */
  readonly isMore: boolean;
  /** The damage behind it. */
  readonly damage: DamagedGzip | null;
  /** The head and all behind it, once. */
  readonly all: () => AsyncGenerator<Uint8Array, void>;
  /** For bytes that are not read on. */
  readonly close: () => Promise<void>;
};

export const lookAhead = async (bytes: AsyncIterable<Uint8Array>, limit: number): Promise<Ahead> => {
  const rest = bytes[Symbol.asyncIterator]();
  const pieces: Uint8Array[] = [];
  let size = 0;
  let isMore = true;
  let damage: DamagedGzip | null = null;
  try {
    while (isMore && size <= limit) {
      const next = await rest.next();
      if (next.done === true) isMore = false;
      else size += pieces.push(next.value) && next.value.length;
    }
  } catch (thrown) {
    if (!(thrown instanceof DamagedGzip)) throw thrown;
    isMore = false;
    damage = thrown;
  }
  const head = Buffer.concat(pieces);
  return {
    head,
    isMore,
    damage,
    async *all() {
      yield head;
      if (damage !== null) throw damage;
      if (isMore) yield* { [Symbol.asyncIterator]: () => rest };
    },
    close: async () => {
      await rest.return?.();
    },
  };
};

/** All bytes at once, for what has to be read whole. */
export const readWhole = async (bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** Bytes that are there already. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield bytes;
}
