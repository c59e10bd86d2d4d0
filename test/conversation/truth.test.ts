import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { type Conversation, isInitiatorProven } from '../../src/conversation/conversation.js';
import { correlator } from '../../src/conversation/correlator.js';
import { readText } from '../../src/record/read-text.js';
import {
  bestLabels,
  FIELDS,
  lineOf,
  type TrueRecord,
  type TruthOptions,
  trueLabels,
  trueRecords,
} from './truth.js';

/** Reads records as a stream, as one file of a flow log would bring them, and gives the conversation of each. */
const conversationOfEach = (
  records: readonly TrueRecord[],
  { withFlags, window }: TruthOptions,
): ReadonlyMap<TrueRecord, Conversation> => {
  const format = withFlags ? `${FIELDS} tcp-flags` : FIELDS;
  const fold = correlator({ maxAggregationInterval: window });
  const all: Conversation[] = [];
  // A batch a time, so that much is closed before the end.
  for (let at = 0; at < records.length; at += 500) {
    const lines = records.slice(at, at + 500).map((record) => lineOf(record, withFlags));
    for (const batch of readText([format, ...lines].join('\n'), { source: `${at}` }).batches)
      all.push(...fold.push(batch));
  }
  expect(all.length).toBeGreaterThan(0);
  const rest = fold.finish();
  all.push(...rest.conversations);
  expect(rest.summary.late).toBe(0);
  return placed(records, all);
};

/** Finds the conversation of each record by point, ends, direction, action and time: conversations of one pair of ends lie apart. */
const placed = (
  records: readonly TrueRecord[],
  conversations: readonly Conversation[],
): ReadonlyMap<TrueRecord, Conversation> => {
  const byEnds = new Map<string, Conversation[]>();
  const text = (point: string, protocol: number, ends: readonly string[]) =>
    [point, protocol, ...[...ends].sort()].join(' ');
  for (const it of conversations) {
    const ends = [it.initiator, it.responder].map(({ address, port }) => `${print(address)}#${port ?? 0}`);
    const key = text(it.observationPoint, it.protocol, ends);
    byEnds.set(key, [...(byEnds.get(key) ?? []), it]);
  }
  return new Map(
    records.map((it) => {
      const ends = [`${it.packetSource}#${it.sourcePort}`, `${it.packetDestination}#${it.destinationPort}`];
      const found = (byEnds.get(text(it.point, it.protocol, ends)) ?? []).filter((conversation) => {
        const isForward = print(conversation.initiator.address) === it.packetSource;
        const tally = (isForward ? conversation.forward : conversation.reverse)[it.action];
        return tally !== null && tally.firstSeen <= it.start && it.end <= tally.lastSeen;
      });
      const started = found.sort((a, b) => startOf(b) - startOf(a)).find((one) => startOf(one) <= it.start);
      if (started === undefined) throw new Error('a record of no conversation');
      return [it, started];
    }),
  );
};

const startOf = ({ forward, reverse }: Conversation): number =>
  Math.min(
    ...[forward, reverse]
      .flatMap((flow) => [flow.ACCEPT, flow.REJECT, flow.none])
      .map((tally) => tally?.firstSeen ?? Number.POSITIVE_INFINITY),
  );

/** How many pairs of records of a list have the same value. */
const pairsOf = (counts: Iterable<number>): number =>
  [...counts].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);

const countBy = (values: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

type Score = {
  readonly precision: number;
  readonly recall: number;
  /** Share of conversations without a doubt, and share of the pairs in them that are really of one connection. */
  readonly certain: number;
  readonly certainRight: number;
  /** Share of records in conversations without a doubt and with a proven initiator whose initiator is right. */
  readonly directed: number;
};

const scoreOf = (options: TruthOptions): Score => {
  const records = trueRecords(options);
  const best = bestLabels(records, options.window === 60 ? 120 : 720, options.withFlags);
  const found = conversationOfEach(records, options);
  const numbers = new Map([...new Set(found.values())].map((it, i) => [it, i]));
  const given = records.map((it) => `${numbers.get(found.get(it) as Conversation)}`);
  const truth = records.map((it) => `${best.get(it)}`);
  const both = pairsOf(countBy(records.map((_, i) => `${given[i]} ${truth[i]}`)).values());
  const [all, possible] = [pairsOf(countBy(given).values()), pairsOf(countBy(truth).values())];
  const certain = records
    .map((_, i) => i)
    .filter((i) => found.get(records[i] as TrueRecord)?.doubts.length === 0);
  const certainGiven = certain.map((i) => given[i] as string);
  const certainPairs = pairsOf(countBy(certainGiven).values());
  const real = trueLabels(records);
  const certainBoth = pairsOf(
    countBy(certain.map((i) => `${given[i]} ${real.get(records[i] as TrueRecord)}`)).values(),
  );
  const proven = records.filter((it) => {
    const one = found.get(it) as Conversation;
    return one.doubts.length === 0 && isInitiatorProven(one);
  });
  const directed = proven.filter(
    (it) => print((found.get(it) as Conversation).initiator.address) === it.initiator,
  );
  return {
    precision: all === 0 ? 1 : both / all,
    recall: possible === 0 ? 1 : both / possible,
    certain: [...numbers.keys()].filter((it) => it.doubts.length === 0).length / numbers.size,
    certainRight: certainPairs === 0 ? 1 : certainBoth / certainPairs,
    directed: proven.length === 0 ? 1 : directed.length / proven.length,
  };
};

/** The worst of each. */
const leastOf = (scores: readonly Score[]): Score => {
  const least = (name: keyof Score) => Math.min(...scores.map((it) => it[name]));
  return {
    precision: least('precision'),
    recall: least('recall'),
    certain: least('certain'),
    certainRight: least('certainRight'),
    directed: least('directed'),
  };
};

const percent = (share: number): string => `${(100 * share).toFixed(3)} %`;

const told = (name: string, { precision, recall, certain, certainRight, directed }: Score): string =>
  `${name}: precision ${percent(precision)}, recall ${percent(recall)}; ${percent(certain)} of conversations certain, ` +
  `${percent(certainRight)} of their pairs right; proven initiators right ${percent(directed)}`;

const CASES = [60, 600].flatMap((window) =>
  [true, false].map((withFlags) => ({ window: window as 60 | 600, withFlags })),
);

/** One in `npm test`; `FLOWCAUSE_TIMES` asks for more of them. */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].slice(0, Number(process.env.FLOWCAUSE_TIMES ?? 1));

describe('conversations of traffic whose truth is known', () => {
  for (const { window, withFlags } of CASES)
    for (const loss of [0, 0.05])
      it(`windows of ${window} s, ${withFlags ? 'with' : 'without'} flags, ${100 * loss} % of records lost`, () => {
        const scores = SEEDS.map((seed) => scoreOf({ seed, connections: 3000, window, withFlags, loss }));
        const least = leastOf(scores);
        console.log(told(`${window} s, ${withFlags ? 'flags' : 'no flags'}, ${100 * loss} % lost`, least));
        if (loss === 0) {
          expect(least.precision).toBeGreaterThanOrEqual(0.999);
          expect(least.recall).toBeGreaterThanOrEqual(0.999);
        }
        expect(least.directed).toBeGreaterThanOrEqual(0.999);
        expect(least.certainRight).toBeGreaterThanOrEqual(0.999);
        // Without flags no conversation of several windows is certain: about half of these.
        expect(least.certain).toBeGreaterThan(withFlags ? 0.75 : 0.45);
      });
});
