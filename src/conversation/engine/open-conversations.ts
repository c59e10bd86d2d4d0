import type { Timing } from '../time-delta.js';
import { ENDS_WORDS, type EndsTable, endsTable, POINT, pointOf } from './ends-table.js';
import { type GivenOut, givenOut, type MayCome } from './given-out.js';
import type { Before } from './sum-evidence.js';
import { SOURCE, SUM_WORDS, type SumPool, sumPool } from './sum-pool.js';

/** The conversations that are not over: ends, and the sums of their records. */
export type OpenConversations = {
  readonly table: EndsTable;
  readonly pool: SumPool;
  readonly timing: Timing;
  /** Records of other flow logs may be the same ones: sums stay as fine as records until that is settled. */
  readonly deduplicates: boolean;
  readonly before: Before;
  readonly reasonsTogether: (a: number, b: number) => number;
  /** The number of the flow log that wrote a source. */
  readonly flowLogOf: (source: number) => number;
  /** Several flow logs wrote what was read so far. */
  readonly haveSeveralLogs: () => boolean;
  /** The first of two flow logs by its id, whichever was read first. */
  readonly isFirstLog: (log: number, other: number) => boolean;
  /** Whether a flow log has windows of ten minutes at an observation point, as far as is known. */
  readonly isCoarse: (point: number, log: number) => boolean;
  readonly mayCome: MayCome;
  readonly givenOut: GivenOut;
  /** Records that another flow log had written with the same fields. */
  duplicates: number;
  /** Records whose packets another flow log had recorded in other windows, and which were given out before. */
  copies: number;
  /** The sums of one pair of ends, from the earliest start to the latest. */
  scratch: Int32Array;
  /** What lies about the record at hand; one object for all. */
  readonly neighbours: Neighbours;
};

/** The latest sum of a kind that starts after a record, the one before it, and the earliest of any kind that starts after. */
type Neighbours = { later: number; laterOfKind: number; earlierOfKind: number };

/** A record, as numbers. `code` is a sum's. */
export type Entry = {
  code: number;
  start: number;
  end: number;
  packets: number;
  bytes: number;
  source: number;
  line: number;
  /** It carries TCP flags that can tell when ports are used again: it is kept apart from those of other windows. */
  isFine: boolean;
  /** Another flow log may have written it too: it is added up only with records that equal it. */
  isExact: boolean;
};

export const openConversations = (
  options: Omit<
    OpenConversations,
    'table' | 'pool' | 'givenOut' | 'duplicates' | 'copies' | 'scratch' | 'neighbours'
  >,
): OpenConversations => ({
  ...options,
  table: endsTable(),
  pool: sumPool(),
  givenOut: givenOut(),
  duplicates: 0,
  copies: 0,
  scratch: new Int32Array(64),
  neighbours: { later: 0, laterOfKind: 0, earlierOfKind: 0 },
});

/** The same flow log wrote the records of a sum and a source. */
export const sameLog = (it: OpenConversations, sum: number, source: number): boolean => {
  const other = it.pool.words[sum * SUM_WORDS + SOURCE] as number;
  return other === source || it.flowLogOf(other) === it.flowLogOf(source);
};

export const pointOfEnds = ({ table }: OpenConversations, ends: number): number =>
  pointOf(table.words[ends * ENDS_WORDS + POINT] as number);

/** How far before the latest end of an observation point a record may begin and be on time. */
export const reachAt = ({ timing, haveSeveralLogs }: OpenConversations, isLong: boolean): number =>
  timing.reach(isLong || haveSeveralLogs());
