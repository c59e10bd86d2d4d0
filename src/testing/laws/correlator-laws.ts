import * as fc from 'fast-check';
import { alike, applied, type HeldLaw, type Law } from './law.js';

/** Puts records together to conversations: `push` takes some, `finish` gives all conversations. */
export type Correlating<Records, Conversation> = {
  readonly push: (records: Records) => void;
  readonly finish: () => readonly Conversation[];
};

/** A correlator that holds records until the end, and what to feed it. */
export type Correlators<Record, Conversation> = {
  readonly start: () => Correlating<readonly Record[], Conversation>;
  /** How many records a conversation holds. */
  readonly recordsIn: (conversation: Conversation) => number;
  /** The same for both directions of one conversation, and another for any that must not be put with it. */
  readonly keyOf: (record: Record) => string;
  readonly records: fc.Arbitrary<readonly Record[]>;
};

type AnyCorrelators = Correlators<unknown, unknown>;

const correlate = ({ start }: AnyCorrelators, ...pieces: readonly (readonly unknown[])[]) => {
  const one = start();
  for (const piece of pieces) one.push(piece);
  return one.finish();
};

const inOrder = (conversations: readonly unknown[]): readonly string[] =>
  conversations.map((it) => fc.stringify(it)).sort();

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => alike(inOrder(a), inOrder(b));

const sabotaged =
  (change: (records: readonly unknown[], piece: number) => readonly unknown[]) =>
  (it: AnyCorrelators): AnyCorrelators => ({
    ...it,
    start: () => {
      const one = it.start();
      let pieces = 0;
      return { ...one, push: (records) => one.push(change(records, pieces++)) };
    },
  });

const LAWS: readonly Law<AnyCorrelators>[] = [
  {
    sentence: 'every record is in one conversation, and in no other',
    property: (it) =>
      fc.property(it.records, (records) => {
        const found = correlate(it, records).map(it.recordsIn);
        return found.reduce((sum, count) => sum + count, 0) === records.length;
      }),
    saboteur: sabotaged((records) => records.slice(1)),
  },
  {
    sentence: 'the order of records is irrelevant',
    property: (it) =>
      fc.property(it.records, (records) => same(correlate(it, records), correlate(it, records.toReversed()))),
    saboteur: sabotaged((records) => records.slice(0, 2)),
  },
  {
    sentence: 'records that come in pieces are put together as if they came at once',
    property: (it) =>
      fc.property(it.records, fc.nat(6), (records, at) =>
        same(correlate(it, records), correlate(it, records.slice(0, at), records.slice(at))),
      ),
    saboteur: sabotaged((records, piece) => (piece === 0 ? records : [])),
  },
  {
    sentence: 'records of other conversations change nothing',
    property: (it) =>
      fc.property(it.records, (records) => {
        const [first] = records;
        const isOf = (record: unknown) => it.keyOf(record) === it.keyOf(first);
        const [own, others] = [records.filter(isOf), records.filter((record) => !isOf(record))];
        return same([...correlate(it, own), ...correlate(it, others)], correlate(it, records));
      }),
    saboteur: sabotaged((records) => (records.length > 2 ? records.slice(0, 2) : records)),
  },
];

/** What every correlator must do that holds its records until the end. */
export const correlatorLaws = <Record, Conversation>(
  it: Correlators<Record, Conversation>,
): readonly HeldLaw[] => applied(LAWS)(it as unknown as AnyCorrelators);
