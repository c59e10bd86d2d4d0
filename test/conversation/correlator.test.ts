import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { connectionState } from '../../src/conversation/connection-state.js';
import { actionsOf, type Conversation, total } from '../../src/conversation/conversation.js';
import type { Correlation } from '../../src/conversation/correlation.js';
import { correlate, correlator } from '../../src/conversation/correlator.js';
import type { CorrelatorOptions } from '../../src/conversation/engine/engine.js';
import { DELTA_POLICIES } from '../../src/conversation/time-delta.js';
import { readText } from '../../src/record/read-text.js';
import { ANY_LENGTH, LONG, plainRecords, SHORT } from '../arbitrary/plain-records.js';
import { runs } from '../arbitrary/runs.js';
import {
  conversationsOf,
  hangTogether,
  inPlainOrder,
  type PlainConversation,
  type PlainRecord,
} from '../oracle/conversation.js';
import {
  back,
  ends,
  FORMAT,
  FORMAT_WITHOUT_FLAGS,
  line,
  lineWithoutFlags,
  pair,
  pairLines,
  record,
} from './log.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

const deltas = fc.oneof(fc.constantFrom(0, 60, 120, 300), fc.integer({ min: 0, max: 400 }));

const plainEnd = ({ address, port }: Conversation['initiator']): string =>
  port === null ? print(address) : `${print(address)}#${port}`;

const plain = (it: Conversation): PlainConversation => {
  const [a, b] = [plainEnd(it.initiator), plainEnd(it.responder)];
  const sentBy = (end: string, flow: Conversation['forward']) =>
    actionsOf(flow).map((action) => {
      const { records, packets, bytes, firstSeen, lastSeen, tcpFlags } = flow[action] as NonNullable<
        (typeof flow)['ACCEPT']
      >;
      const sends = `${end} ${action === 'none' ? '-' : action}`;
      return { sends, records, packets, bytes, firstSeen, lastSeen, tcpFlags };
    });
  return {
    between: `${it.observationPoint} ${it.protocol} ${[a, b].sort().join(' ')}`,
    flows: [...sentBy(a, it.forward), ...sentBy(b, it.reverse)],
  };
};

const plainly = ({ conversations }: Correlation) => inPlainOrder(conversations.map(plain));

/** What is known of who spoke first, without the places in the file. */
const directed = ({ conversations }: Pick<Correlation, 'conversations'>) =>
  conversations.map((it) => [it.observationPoint, it.protocol, ends(it), it.directionEvidence]);

/** Reads records in batches and takes what is over as it comes. */
const stream = (records: readonly PlainRecord[], size: number, options: CorrelatorOptions) => {
  const fold = correlator(options);
  const conversations: Conversation[] = [];
  for (let at = 0; at < records.length; at += size) {
    const lines = records.slice(at, at + size).map(line);
    for (const batch of readText([FORMAT, ...lines].join('\n'), { source: 'flow.log' }).batches)
      conversations.push(...fold.push(batch));
  }
  const early = conversations.length;
  const rest = fold.finish();
  return { conversations: [...conversations, ...rest.conversations], early, summary: rest.summary };
};

const withoutCounts = (all: readonly PlainConversation[]) =>
  inPlainOrder(all.map((it) => ({ ...it, flows: it.flows.map((flow) => ({ ...flow, records: 0 })) })));

describe('conversations', () => {
  it('are the ones that going through the records in order of their start finds', () => {
    check(
      fc.property(
        plainRecords(ANY_LENGTH),
        deltas,
        fc.constantFrom(...DELTA_POLICIES),
        (records, timeDelta, deltaPolicy) => {
          const found = plainly(pair(records, { timeDelta, deltaPolicy }));
          expect(found).toEqual(conversationsOf(records, { delta: timeDelta, policy: deltaPolicy }));
        },
      ),
    );
  });

  it('are, without flags, the ones that comparing every two records finds', () => {
    const without = (records: readonly PlainRecord[]) => records.map((it) => ({ ...it, tcpFlags: null }));
    check(
      fc.property(plainRecords(ANY_LENGTH), deltas, (records, timeDelta) => {
        const plain = without(records);
        expect(plainly(pair(plain, { timeDelta }))).toEqual(hangTogether(plain, timeDelta));
        expect(plainly(pairLines(FORMAT_WITHOUT_FLAGS, plain.map(lineWithoutFlags), { timeDelta }))).toEqual(
          hangTogether(plain, timeDelta),
        );
      }),
    );
  });

  it('take two windows of a minute or of ten as the time between records, by the length of the records', () => {
    const delta = (it: PlainRecord) => (it.end - it.start > 75 ? 720 : 120);
    check(
      fc.property(plainRecords(SHORT), plainRecords(LONG), plainRecords(), (short, long, any) => {
        expect(plainly(pair(short))).toEqual(conversationsOf(short, { delta: 120 }));
        expect(plainly(pair(long))).toEqual(conversationsOf(long, { delta: 720 }));
        expect(plainly(pair(any))).toEqual(conversationsOf(any, { delta }));
      }),
    );
  });

  it('do not depend on the order of the records', () => {
    const shuffled = plainRecords().chain((records) =>
      fc.tuple(
        fc.constant(records),
        fc.shuffledSubarray(records, { minLength: records.length, maxLength: records.length }),
      ),
    );
    check(
      fc.property(shuffled, ([records, others]) => {
        expect(plainly(pair(others))).toEqual(plainly(pair(records)));
        expect(directed(pair(others))).toEqual(directed(pair(records)));
      }),
    );
  });

  it('do not depend on how the records come in batches', () => {
    check(
      fc.property(plainRecords(), fc.integer({ min: 1, max: 5 }), (records, size) => {
        const pieces = stream(records, size, { lateness: Number.POSITIVE_INFINITY });
        expect(inPlainOrder(pieces.conversations.map(plain))).toEqual(plainly(pair(records)));
        expect(directed(pieces)).toEqual(directed(pair(records)));
        expect(pieces.summary).toEqual(pair(records).summary);
      }),
    );
  });

  it('stay the same when a record is written as two of adjacent windows', () => {
    const halves = (it: PlainRecord): PlainRecord[] => {
      const middle = Math.floor((it.start + it.end) / 2);
      const [packets, bytes] = [Math.floor(it.packets / 2), Math.floor(it.bytes / 2)];
      const tcpFlags = it.tcpFlags === null ? null : 0;
      return [
        { ...it, end: middle, packets, bytes },
        { ...it, start: middle, packets: it.packets - packets, bytes: it.bytes - bytes, tcpFlags },
      ];
    };
    // A record that closes says nothing of when it did: where another window of the same side overlaps it, halves say more.
    const unclosed = (it: PlainRecord): PlainRecord => ({
      ...it,
      tcpFlags: it.tcpFlags === null ? null : it.tcpFlags & ~5,
    });
    check(
      fc.property(plainRecords(), fc.nat(), (all, n) => {
        const records = all.map(unclosed);
        const at = records.length === 0 ? -1 : n % records.length;
        const split = records.flatMap((it, i) => (i === at ? halves(it) : [it]));
        const [whole, parts] = [pair(records, { timeDelta: 120 }), pair(split, { timeDelta: 120 })];
        expect(withoutCounts(plainly(parts))).toEqual(withoutCounts(plainly(whole)));
        expect(directed(parts)).toEqual(directed(whole));
      }),
    );
  });

  it('of two interfaces are those of each alone', () => {
    check(
      fc.property(plainRecords(), (records) => {
        const alone = (point: string) => plainly(pair(records.filter((it) => it.point === point)));
        expect(plainly(pair(records))).toEqual(inPlainOrder([...alone('eni-1'), ...alone('eni-2')]));
      }),
    );
  });

  it('hold every record, packet and byte that was paired, once', () => {
    check(
      fc.property(plainRecords(), (records) => {
        const { conversations, summary } = pair(records);
        const tallies = conversations.flatMap((it) => [total(it.forward), total(it.reverse)]);
        const sum = (of: 'records' | 'packets' | 'bytes') =>
          tallies.reduce((all, tally) => all + (tally?.[of] ?? 0), 0);
        expect(sum('records')).toBe(records.length);
        expect(summary.inConversations).toBe(records.length);
        expect(sum('packets')).toBe(records.reduce((all, it) => all + it.packets, 0));
        expect(sum('bytes')).toBe(records.reduce((all, it) => all + it.bytes, 0));
      }),
    );
  });

  it('keep records further apart than the time delta in conversations of their own, in order of time', () => {
    const first = record({ start: 1000, end: 1060 });
    const found = pair([back(first, { start: 1181, end: 1240 }), first]).conversations;
    expect(found.map((it) => total(it.forward)?.firstSeen ?? total(it.reverse)?.firstSeen)).toEqual([
      1000, 1181,
    ]);
    expect(pair([first, back(first, { start: 1180, end: 1240 })]).conversations).toHaveLength(1);
  });

  /** An established connection that ends at 1120, and what its last window holds besides. */
  const ending = (...more: readonly PlainRecord[]) => {
    const open = record({ start: 1000, end: 1060, tcpFlags: 2 });
    const fin = record({ start: 1060, end: 1120, tcpFlags: 1 });
    const all = [open, back(open, { tcpFlags: 18 }), fin, back(fin, { tcpFlags: 1 }), ...more];
    return pair(all).conversations.map(({ forward, reverse }) =>
      [forward, reverse].map(({ ACCEPT, REJECT }) => [ACCEPT?.records ?? 0, REJECT?.records ?? 0]),
    );
  };
  const attempt = record({ start: 1060, end: 1120, tcpFlags: 2, action: 'REJECT' });

  it('end in the window in which the next attempt on their ports was rejected', () => {
    const whole = [
      [2, 0],
      [2, 0],
    ];
    const rejected = [
      [0, 1],
      [0, 0],
    ];
    expect(ending(attempt)).toEqual([whole, rejected]);
    const again = record({ ...attempt, start: 1120, end: 1180 });
    expect(ending(attempt, again)).toEqual([
      whole,
      [
        [0, 2],
        [0, 0],
      ],
    ]);
  });

  it('go on where what was rejected in their last window is no attempt of its own', () => {
    const both = [
      [
        [2, 1],
        [2, 0],
      ],
    ];
    expect(ending(record({ ...attempt, tcpFlags: 1 }))).toEqual(both);
    expect(ending(record({ ...attempt, tcpFlags: null }))).toEqual(both);
  });

  it('hold a refusal together with the SYN that it answers', () => {
    const closed = record({ start: 1000, end: 1060, tcpFlags: 3 });
    const syn = record({ start: 1060, end: 1120, tcpFlags: 2 });
    const records = [closed, back(closed, { tcpFlags: 19 }), syn, back(syn, { tcpFlags: 4 })];
    expect(pair(records).conversations.map((it) => it.reverse.ACCEPT?.tcpFlags)).toEqual([19, 4]);
  });

  it('are joined by a record that lies between them, whenever it is read', () => {
    const at = (start: number) => record({ start, end: start + 60 });
    const [early, late, bridge] = [at(1000), at(1300), at(1150)];
    expect(pair([early, late]).conversations).toHaveLength(2);
    for (const records of [
      [early, late, bridge],
      [bridge, early, late],
      [early, bridge, late],
    ])
      expect(pair(records).conversations).toHaveLength(1);
  });

  it('take the time delta from the aggregation interval of the flow log where it is given', () => {
    const records = [record(), back(record(), { start: 1700, end: 1730 })];
    expect(pair(records).conversations).toHaveLength(2);
    expect(pair(records, { maxAggregationInterval: 60 }).conversations).toHaveLength(2);
    expect(pair(records, { maxAggregationInterval: 600 }).conversations).toHaveLength(1);
  });

  it('keep three places of each direction and action, the first of the file', () => {
    const records = Array.from({ length: 6 }, (_, i) => record({ start: 1300 - i * 60, end: 1360 - i * 60 }));
    const [found] = pair(records).conversations;
    expect(found?.forward.ACCEPT?.evidence.map((origin) => origin.line)).toEqual([2, 3, 4]);
  });
});

describe('a stream of records', () => {
  /** Records in the order of their ends, each up to `lateness` seconds too late. */
  const lateBy = (lateness: number) =>
    fc.oneof(plainRecords(SHORT), plainRecords()).chain((records) =>
      fc
        .array(fc.integer({ min: 0, max: lateness }), {
          minLength: records.length,
          maxLength: records.length,
        })
        .map((delays) =>
          records
            .map((it, i) => ({ it, at: it.end + (delays[i] ?? 0) }))
            .sort((a, b) => a.at - b.at)
            .map(({ it }) => it),
        ),
    );

  it('gives the conversations of the whole log, each as soon as it is over', () => {
    let early = 0;
    check(
      fc.property(
        lateBy(120),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(...DELTA_POLICIES),
        (records, size, deltaPolicy) => {
          const found = stream(records, size, { timeDelta: 120, lateness: 120, deltaPolicy });
          early += found.early;
          expect(inPlainOrder(found.conversations.map(plain))).toEqual(
            conversationsOf(records, { delta: 120, policy: deltaPolicy }),
          );
          expect(found.summary.late).toBe(0);
        },
      ),
    );
    expect(early).toBeGreaterThan(0);
  });

  it('looks through the records of busy ends as they come, without a change in what they make', () => {
    const busy = fc.array(
      fc.record({
        minute: fc.integer({ min: 0, max: 40 }),
        turned: fc.boolean(),
        tcpFlags: fc.constantFrom(null, 0, 0, 0, 1, 2, 3, 4, 18, 19),
        action: fc.constantFrom('ACCEPT' as const, 'ACCEPT' as const, 'REJECT' as const),
      }),
      { minLength: 20, maxLength: 80 },
    );
    check(
      fc.property(busy, fc.integer({ min: 1, max: 30 }), (all, size) => {
        const records = all
          .map(({ minute, turned, ...rest }) => {
            const it = record({ ...rest, start: 1000 + 60 * minute, end: 1060 + 60 * minute });
            return turned ? back(it) : it;
          })
          .sort((a, b) => a.end - b.end);
        const expected = conversationsOf(records, { delta: 120 });
        const found = stream(records, size, {});
        expect(inPlainOrder(found.conversations.map(plain))).toEqual(expected);
        expect(plainly(pair(records))).toEqual(expected);
      }),
    );
  });

  it('is the same whatever the order of busy ends, where all is kept, or where none comes later than expected', () => {
    const busy = fc
      .array(
        fc.record({
          minute: fc.integer({ min: 0, max: 60 }),
          turned: fc.boolean(),
          isLong: fc.boolean(),
          delay: fc.integer({ min: 0, max: 120 }),
          tcpFlags: fc.constantFrom(null, 0, 0, 1, 2, 3, 4, 18, 19),
          action: fc.constantFrom('ACCEPT' as const, 'ACCEPT' as const, 'REJECT' as const),
        }),
        { minLength: 25, maxLength: 60 },
      )
      .map((all) =>
        all.map(({ minute, turned, isLong, delay, ...rest }) => {
          const start = 10_000 + 60 * minute;
          const it = record({ ...rest, start, end: start + (isLong ? 600 : 60) });
          return { it: turned ? back(it) : it, at: it.end + delay };
        }),
      );
    // That the flow log has windows of ten minutes is to be known before one can tell what is over.
    const first = record({ start: 9000, end: 9600, destination: '10.0.2.11' });
    const said = (all: readonly Conversation[]) =>
      all
        .map((it) =>
          JSON.stringify([
            plain(it).between,
            plain(it)
              .flows.map((flow) => JSON.stringify(flow))
              .sort(),
            it.doubts,
            it.flowEndReason,
          ]),
        )
        .sort();
    check(
      fc.property(busy, fc.integer({ min: 5, max: 30 }), (all, size) => {
        const sorted = [first, ...all.map(({ it }) => it).sort((a, b) => a.start - b.start || a.end - b.end)];
        const late = [first, ...[...all].sort((a, b) => a.at - b.at).map(({ it }) => it)];
        const expected = said(pair(sorted).conversations);
        expect(said(pair(sorted.toReversed()).conversations)).toEqual(expected);
        expect(said(pair(late).conversations)).toEqual(expected);
        expect(said(stream(late, size, {}).conversations)).toEqual(expected);
      }),
    );
  });

  it('counts once what two flow logs wrote, though only one of their formats has flags', () => {
    const first = record({ tcpFlags: 3 });
    const records = [first, back(record({ tcpFlags: 19 }))];
    const logs = [
      { flowLogId: 'fl-a', text: [FORMAT, ...records.map(line)] },
      { flowLogId: 'fl-b', text: [FORMAT_WITHOUT_FLAGS, ...records.map(lineWithoutFlags)] },
    ];
    for (const inThisOrder of [logs, logs.toReversed()]) {
      const fold = correlator();
      for (const { flowLogId, text } of inThisOrder)
        for (const batch of readText(text.join('\n'), { source: flowLogId }).batches)
          fold.push({ ...batch, flowLogId });
      const found = fold.finish();
      expect(found.summary.duplicates).toBe(2);
      expect(found.conversations.map(connectionState)).toEqual(['SF']);
      expect(found.conversations.map(({ forward }) => forward.ACCEPT?.packets)).toEqual([first.packets]);
    }
  });

  it('is handed over one by one to whoever asks for that', () => {
    const records = Array.from({ length: 20 }, (_, i) => record({ start: 1000 * i, end: 1000 * i + 60 }));
    const [listing, giving] = [correlator(), correlator()];
    const [listed, given]: Conversation[][] = [[], []];
    for (const it of records)
      for (const batch of readText([FORMAT, line(it)].join('\n'), { source: 'flow.log' }).batches) {
        listed?.push(...listing.push(batch));
        expect(giving.push(batch, (conversation) => given?.push(conversation))).toEqual([]);
      }
    expect(given?.length).toBeGreaterThan(10);
    expect(given).toEqual(listed);
  });

  it('says how many records came too late, and keeps them all the same', () => {
    const first = record();
    const far = record({ start: 9000, end: 9060, destination: '10.0.2.11' });
    const records = [first, far, far, far, back(first)];
    const { conversations, summary } = stream(records, 1, {});
    expect(summary.late).toBe(1);
    expect(conversations).toHaveLength(3);
    expect(stream(records, 1, { lateness: 10_000 }).conversations).toHaveLength(2);
  });

  it('is not closed by one damaged time far ahead', () => {
    const [first, odd] = [record(), record({ start: 4_000_000_000, end: 4_000_000_060 })];
    const more = record({ start: 1030, end: 1090, destination: '10.0.2.11' });
    for (const records of [
      [first, odd, more, back(first)],
      [odd, first, more, back(first)],
    ]) {
      const { conversations, summary } = stream(records, 1, {});
      expect(summary.late).toBe(0);
      expect(conversations).toHaveLength(3);
    }
  });
});

describe('every record', () => {
  const token = (usual: string) => fc.constantFrom(usual, usual, usual, usual, '-');
  const anyLine = fc
    .tuple(
      token('eni-1'),
      token('10.0.1.10'),
      token('10.0.2.10'),
      fc.constant('40000'),
      fc.constant('443'),
      token('6'),
      fc.constant('1'),
      fc.constant('60'),
      token('1000'),
      token('1060'),
      token('ACCEPT'),
      fc.constant('-'),
      fc.constantFrom('OK', 'OK', '-', 'NODATA', 'SKIPDATA'),
    )
    .map((tokens) => tokens.join(' '));

  it('is in a conversation, says what the log does not cover, or is counted with the reason', () => {
    check(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const { summary, conversations } = pairLines(FORMAT, lines);
        const reasons = Object.values(summary.unpairable).reduce((sum, count) => sum + count, 0);
        expect(summary.records).toBe(lines.length);
        expect(summary.inConversations + summary.nodata + summary.skipdata + reasons).toBe(lines.length);
        const inConversations = conversations
          .flatMap((it) => [total(it.forward), total(it.reverse)])
          .reduce((sum, tally) => sum + (tally?.records ?? 0), 0);
        expect(inConversations).toBe(summary.inConversations);
      }),
    );
  });

  it.each([
    ['observation-point', line(record()).replace('eni-1', '-')],
    ['addresses', line(record()).replace('10.0.2.10', '-')],
    ['protocol', line(record()).replace(' 443 6 ', ' 443 - ')],
    ['times', line(record()).replace(' 1000 1060 ', ' - 1060 ')],
  ] as const)('is counted as %s when that is why it fits no conversation', (reason, text) => {
    const { summary, conversations } = pairLines(FORMAT, [text]);
    expect(conversations).toEqual([]);
    expect(summary.unpairable[reason]).toBe(1);
  });

  it('of a regional NAT gateway or a transit gateway is observed at the resource or the attachment', () => {
    const format = 'resource-id interface-id srcaddr dstaddr protocol start end';
    const [nat] = pairLines(format, ['nat-1 - 10.0.1.5 203.0.113.5 6 1000 1060']).conversations;
    expect(nat?.observationPoint).toBe('nat-1');
    const [tgw] = pairLines('tgw-attachment-id srcaddr dstaddr srcport dstport protocol start end', [
      'tgw-attach-1 10.0.1.5 10.1.0.5 40000 80 6 1000 1060',
    ]).conversations;
    expect(tgw?.observationPoint).toBe('tgw-attach-1');
    expect(tgw?.forward.none?.records).toBe(1);
  });

  it('is inConversations by the addresses of the packet where the format has them', () => {
    const format = 'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol start end';
    // The way of a NAT gateway's own interface: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html#flow-log-example-nat
    const { conversations } = pairLines(format, [
      'eni-1235b8ca123456789 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5 40000 443 6 1000 1060',
      'eni-1235b8ca123456789 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5 1025 443 6 1000 1060',
      'eni-1235b8ca123456789 203.0.113.5 10.0.0.220 203.0.113.5 10.0.0.220 443 1025 6 1000 1060',
      'eni-1235b8ca123456789 10.0.0.220 10.0.1.5 203.0.113.5 10.0.1.5 443 40000 6 1000 1060',
    ]);
    expect(conversations.map(ends)).toEqual([
      '10.0.0.220:1025 > 203.0.113.5:443',
      '10.0.1.5:40000 > 203.0.113.5:443',
    ]);
    expect(conversations.every((it) => total(it.forward) !== null && total(it.reverse) !== null)).toBe(true);
  });
});

describe('no records', () => {
  it('make no conversations', () => {
    expect(correlate([])).toMatchObject({ conversations: [], summary: { records: 0, inConversations: 0 } });
  });
});
