import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { groupBy } from 'fp-ts/lib/NonEmptyArray.js';
import type { Problem } from '../problem/problem.js';
import { type LogFile, unzipped } from './log-file.js';

/** The last bytes of gzip data: check sum and size, below 2^32, of what is inside. RFC 1952, section 2.3.1. */
const TRAILER = 8;

const trailerOf = async (source: string, size: number) => {
  const file = await open(source);
  try {
    const bytes = Buffer.alloc(TRAILER);
    await file.read(bytes, 0, TRAILER, Math.max(0, size - TRAILER));
    return { checkSum: bytes.readUInt32LE(0), inside: bytes.readUInt32LE(4) };
  } finally {
    await file.close();
  }
};

/** What can be told of a log without reading it. */
type Outside = {
  readonly log: LogFile;
  /** Logs of equal content have equal sizes. */
  readonly size: string;
  /** Equal for equal content, where it is compressed; null otherwise. */
  readonly checkSum: number | null;
};

const outsideOf = async (log: LogFile): Promise<readonly Outside[]> => {
  if (log.once || log.size === null) return [];
  if (log.gzip === 0) return [{ log, size: `${log.size % 2 ** 32}`, checkSum: null }];
  // What is compressed twice has the inner size inside; its own is equal where it was copied.
  if (log.gzip > 1) return [{ log, size: `${log.gzip} times ${log.size}`, checkSum: null }];
  const { inside, checkSum } = await trailerOf(log.source, log.size);
  return [{ log, size: `${inside}`, checkSum }];
};

const groups = <T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] =>
  Object.values(groupBy(key)([...items]));

/** Logs among which some may be equal. */
const lookalikes = (all: readonly Outside[]): readonly (readonly LogFile[])[] =>
  groups(all, ({ size }) => size)
    .flatMap((alike) =>
      alike.some(({ checkSum }) => checkSum === null)
        ? [alike]
        : groups(alike, ({ checkSum }) => `${checkSum}`),
    )
    .filter(({ length }) => length > 1)
    .map((alike) => alike.map(({ log }) => log));

/** A digest of the content; of its own for each log that cannot be read, which is said when its turn comes. */
const digestOf = async ({ source, open, once, gzip }: LogFile): Promise<string> => {
  const hash = createHash('sha256');
  try {
    for await (const piece of unzipped(open, once, gzip)) hash.update(piece);
    return hash.digest('hex');
  } catch {
    return `unread ${source}`;
  }
};

/** The log to read of some that are equal: its name says most. */
const toRead = (equal: readonly LogFile[]): LogFile | undefined =>
  equal.find(({ flowLogId }) => flowLogId !== null) ?? equal[0];

/**
 * Logs that hold the same as another one, with that one: a file that was downloaded twice, or unpacked beside the
 * compressed one. Counted twice its records would tell of packets that nobody sent. What two flow logs wrote alike is
 * left to whoever pairs records.
 */
const repeatsOf = async (logs: readonly LogFile[]): Promise<ReadonlyMap<LogFile, LogFile>> => {
  const outsides: Outside[] = [];
  for (const log of logs) outsides.push(...(await outsideOf(log)));
  const repeats = new Map<LogFile, LogFile>();
  for (const alike of lookalikes(outsides)) {
    const read: { readonly log: LogFile; readonly digest: string }[] = [];
    for (const log of alike) read.push({ log, digest: await digestOf(log) });
    for (const equal of groups(read, ({ digest }) => digest)) {
      const kept = toRead(equal.map(({ log }) => log));
      for (const { log } of equal)
        if (kept !== undefined && log !== kept && [null, kept.flowLogId].includes(log.flowLogId))
          repeats.set(log, kept);
    }
  }
  return repeats;
};

/** The logs without those that hold the same as another one, each of which is a problem. */
export const withoutRepeats = async (
  logs: readonly LogFile[],
): Promise<{ readonly logs: readonly LogFile[]; readonly problems: readonly Problem[] }> => {
  const repeats = await repeatsOf(logs);
  return {
    logs: logs.filter((log) => !repeats.has(log)),
    problems: [...repeats].map(([{ source }, { source: read }]) => ({
      origin: { source, line: null },
      kind: 'repeated-log',
      read,
    })),
  };
};
