import { compare, type IpAddress } from '../address/ip-address.js';
import type { UnpairableReason } from '../problem/problem.js';
import type { RecordBatch } from '../record/record-batch.js';
import { type Cluster, clusterOf, include } from './cluster.js';
import type { Conversation, Party } from './conversation.js';
import { type Coverage, extend } from './coverage.js';
import { direct } from './direction.js';
import { narrow, type OwnAddresses, ownAddress } from './own-address.js';
import { partyText, type Rows, rowsOf, type Sighting } from './sighting.js';
import { timeDelta } from './time-delta.js';

export type CorrelatorOptions = {
  /** Seconds, for all records; by default it follows from each record's aggregation window. */
  readonly timeDelta?: number;
  /** Seconds: what the flow log was set to, where it is known. */
  readonly maxAggregationInterval?: number;
};

/** What a log says once its records are paired. Every record is in a conversation or counted in `summary`. */
export type Correlation = {
  readonly conversations: readonly Conversation[];
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** The address that every record of an observation point shares: its own, as far as the log can tell. */
  readonly ownAddress: (observationPoint: string) => IpAddress | null;
  readonly summary: CorrelationSummary;
  /** What the flow log was set to, where it is known: the unit of everything about time. */
  readonly maxAggregationInterval: number | null;
};

export type CorrelationSummary = {
  readonly records: number;
  readonly paired: number;
  readonly nodata: number;
  readonly skipdata: number;
  readonly unpairable: Readonly<Record<UnpairableReason, number>>;
};

/** A fold over batches: `push` each, then `finish` once. */
export type Correlator = {
  readonly push: (batch: RecordBatch) => void;
  readonly finish: () => Correlation;
};

type Keyed = {
  readonly observationPoint: string;
  readonly protocol: number;
  readonly left: Party;
  readonly right: Party;
  clusters: readonly Cluster[];
};

const byAddressThenPort = (a: Party, b: Party): number =>
  compare(a.address, b.address) || (a.port ?? 0) - (b.port ?? 0);

const keyOf = (sighting: Sighting, left: Party, right: Party): string =>
  `${sighting.observationPoint} ${sighting.protocol} ${partyText(left)} ${partyText(right)}`;

const inTime = (a: Cluster, b: Cluster): number => a.firstSeen - b.firstSeen;

const conversationsOf = ({ observationPoint, protocol, left, right, clusters }: Keyed): Conversation[] =>
  [...clusters].sort(inTime).map(({ fromLeft, fromRight }) => ({
    observationPoint,
    protocol,
    ...direct({ left, right, fromLeft, fromRight }),
  }));

/** Pairs records into conversations. The order of the records does not matter. */
export const correlator = (options: CorrelatorOptions = {}): Correlator => {
  const open = new Map<string, Keyed>();
  const coverage = new Map<string, Coverage>();
  const own = new Map<string, OwnAddresses>();
  const unpairable = { 'observation-point': 0, addresses: 0, protocol: 0, times: 0 };
  const count = { records: 0, paired: 0, nodata: 0, skipdata: 0 };

  const pair = (sighting: Sighting): void => {
    const { source, destination, tally } = sighting;
    const fromLeft = byAddressThenPort(source, destination) <= 0;
    const [left, right] = fromLeft ? [source, destination] : [destination, source];
    const delta =
      options.timeDelta ??
      timeDelta(tally.lastSeen - tally.firstSeen, options.maxAggregationInterval ?? null);
    const key = keyOf(sighting, left, right);
    const { observationPoint, protocol } = sighting;
    const keyed = open.get(key) ?? { observationPoint, protocol, left, right, clusters: [] };
    keyed.clusters = include(keyed.clusters, clusterOf(sighting, fromLeft, delta));
    open.set(key, keyed);
    own.set(
      observationPoint,
      narrow(own.get(observationPoint) ?? null, [source.address, destination.address]),
    );
    count.paired++;
  };

  const cover = (rows: Rows, row: number): void => {
    const point = rows.observationPointAt(row);
    const window = rows.windowAt(row);
    if (point === null || window === null) return;
    coverage.set(point, extend(coverage.get(point) ?? null, point, window, rows.statusAt(row)));
  };

  const take = (rows: Rows, row: number): void => {
    count.records++;
    cover(rows, row);
    const status = rows.statusAt(row);
    if (status === 'NODATA') count.nodata++;
    else if (status === 'SKIPDATA') count.skipdata++;
    else {
      const sighting = rows.sightingAt(row);
      if (typeof sighting === 'string') unpairable[sighting]++;
      else pair(sighting);
    }
  };

  return {
    push: (batch) => {
      const rows = rowsOf(batch);
      for (let row = 0; row < rows.length; row++) take(rows, row);
    },
    finish: () => ({
      conversations: [...open.keys()].sort().flatMap((key) => conversationsOf(open.get(key) as Keyed)),
      coverage,
      ownAddress: (point) => {
        const seen = own.get(point);
        return seen === undefined ? null : ownAddress(seen);
      },
      summary: { ...count, unpairable },
      maxAggregationInterval: options.maxAggregationInterval ?? null,
    }),
  };
};

/** All batches at once: for tests and small logs. */
export const correlate = (batches: Iterable<RecordBatch>, options: CorrelatorOptions = {}): Correlation => {
  const fold = correlator(options);
  for (const batch of batches) fold.push(batch);
  return fold.finish();
};
