import { Readable } from 'node:stream';
import { createGunzip, type Gunzip } from 'node:zlib';

/** Size of decompressed pieces: larger ones than zlib's 16 KiB more than double its speed. */
const PIECE = 262_144;
/** Size of compressed pieces; one grows to at most 1032 times as much. */
const COMPRESSED_PIECE = 32_768;
/** Bytes that come only once are kept up to this size; after that the piece with the damage is lost, so it is smaller. */
const KEPT = 1_048_576;
const COMPRESSED_PIECE_ONCE = 4096;

/** What broke a gzip stream; everything before that was given. */
export class DamagedGzip extends Error {}

type Inflater = {
  zlib: Gunzip;
  /** Settles when zlib takes no more: with what is wrong with the data, or at zeros after a member. */
  ended: Promise<'ended'>;
  /** Zeros follow a member, as tape blocks pad it, and no other member has begun since. */
  inPadding: boolean;
  readonly output: Uint8Array[];
};

const inflater = (): Inflater => {
  const output: Uint8Array[] = [];
  return { ...member(output), inPadding: false, output };
};

const member = (output: Uint8Array[]): Pick<Inflater, 'zlib' | 'ended'> => {
  const zlib = createGunzip({ chunkSize: PIECE });
  zlib.on('data', (piece: Uint8Array) => output.push(piece));
  const ended = new Promise<'ended'>((resolve, reject) => {
    zlib.once('error', reject);
    zlib.once('end', () => resolve('ended'));
  });
  ended.catch(() => {});
  return { zlib, ended };
};

const write = (to: Inflater, piece: Uint8Array): Promise<void> => {
  const done = writeMembers(to, piece);
  done.catch(() => {});
  return done;
};

/** zlib ends at padding and never calls back for what it did not take; that may hold more members. */
const writeMembers = async (to: Inflater, piece: Uint8Array): Promise<void> => {
  let rest = piece;
  while (rest.length > 0) {
    if (to.inPadding) {
      const next = rest.findIndex((byte) => byte !== 0);
      if (next < 0) return;
      rest = rest.subarray(next);
      Object.assign(to, member(to.output), { inPadding: false });
    }
    const { zlib } = to;
    const before = zlib.bytesWritten;
    const written = new Promise<'written'>((resolve) => zlib.write(rest, () => resolve('written')));
    if ((await Promise.race([written, to.ended])) === 'written') return;
    to.inPadding = true;
    rest = rest.subarray(zlib.bytesWritten - before);
  }
};

const end = async (of: Inflater): Promise<void> => {
  if (of.inPadding) return;
  of.zlib.end();
  await of.ended;
};

const outputOf = (from: Inflater): readonly Uint8Array[] => from.output.splice(0);

async function* inPieces(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of bytes)
    for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
}

/**
 * Decompresses on another thread while the caller works on what is there already. Several members in a row are one
 * stream. When the data ends early or is damaged, it gives everything before that and then throws `DamagedGzip`.
 *
 * zlib drops the output of the piece in which it meets the damage. So that no record before it is lost, `open` is
 * asked for the bytes a second time and the last piece is fed byte by byte, unless it can be asked `onlyOnce` and they
 * are many.
 */
export async function* gunzip(
  open: () => AsyncIterable<Uint8Array>,
  onlyOnce = false,
): AsyncGenerator<Uint8Array, void> {
  let given = 0;
  let taken = 0;
  const inflating = inflater();
  let kept: Uint8Array[] | null = onlyOnce ? [] : null;
  let writing: Promise<unknown> = Promise.resolve();
  try {
    let size = 0;
    for await (const piece of inPieces(open(), onlyOnce ? COMPRESSED_PIECE_ONCE : COMPRESSED_PIECE)) {
      kept?.push(piece);
      await writing;
      taken += size;
      if (taken > KEPT) kept = null;
      const ready = outputOf(inflating);
      writing = write(inflating, piece);
      size = piece.length;
      for (const output of ready) {
        given += output.length;
        yield output;
      }
    }
    await writing;
    taken += size;
    await end(inflating);
    yield* outputOf(inflating);
  } catch (error) {
    // The bytes themselves come out of gzip that is damaged; what they hold up to there is sound.
    if (error instanceof DamagedGzip)
      yield* await writing.then(
        () => outputOf(inflating),
        () => [],
      );
    if (!isZlibError(error)) throw error;
    const again = kept;
    if (again !== null) yield* untilDamage(() => Readable.from(again), taken, given);
    else if (onlyOnce) yield* outputOf(inflating);
    else yield* untilDamage(open, taken, given);
    throw new DamagedGzip((error as Error).message);
  } finally {
    inflating.zlib.destroy();
  }
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');

/** The output beyond the first `given` bytes, when the damage lies in the piece after the first `taken` bytes. */
async function* untilDamage(
  open: () => AsyncIterable<Uint8Array>,
  taken: number,
  given: number,
): AsyncGenerator<Uint8Array, void> {
  const inflating = inflater();
  let skip = given;
  const beyond = function* () {
    for (const output of outputOf(inflating)) {
      if (output.length > skip) yield output.subarray(skip);
      skip = Math.max(0, skip - output.length);
    }
  };
  let at = 0;
  try {
    for await (const piece of inPieces(open(), COMPRESSED_PIECE)) {
      const sound = Math.min(piece.length, Math.max(0, taken - at));
      if (sound > 0) await write(inflating, piece.subarray(0, sound));
      yield* beyond();
      for (let i = sound; i < piece.length; i++) await write(inflating, piece.subarray(i, i + 1));
      at += piece.length;
      yield* beyond();
    }
  } catch (error) {
    if (!isZlibError(error)) throw error;
  }
  yield* beyond();
  inflating.zlib.destroy();
}
