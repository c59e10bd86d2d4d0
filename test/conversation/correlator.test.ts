import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { actionsOf, type Conversation, total } from '../../src/conversation/conversation.js';
import { type Correlation, correlate, correlator } from '../../src/conversation/correlator.js';
import { readText } from '../../src/record/read-text.js';
import { ANY_LENGTH, LONG, plainRecords, SHORT } from '../arbitrary/plain-records.js';
import { runs } from '../arbitrary/runs.js';
import {
  conversationsOf,
  inPlainOrder,
  type PlainConversation,
  type PlainRecord,
} from '../oracle/conversation.js';
import { back, ends, FORMAT, line, pair, pairLines, record } from './log.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

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
const directed = ({ conversations }: Correlation) =>
  conversations.map((it) => [it.observationPoint, it.protocol, ends(it), it.directionEvidence]);

const withoutCounts = (all: readonly PlainConversation[]) =>
  inPlainOrder(all.map((it) => ({ ...it, flows: it.flows.map((flow) => ({ ...flow, records: 0 })) })));

describe('conversations', () => {
  it('are the ones that comparing every two records finds', () => {
    check(
      fc.property(plainRecords(ANY_LENGTH), fc.integer({ min: 0, max: 400 }), (records, timeDelta) => {
        expect(plainly(pair(records, { timeDelta }))).toEqual(conversationsOf(records, timeDelta));
      }),
    );
  });

  it('take two windows of a minute or of ten as the time between records, by the length of the records', () => {
    check(
      fc.property(plainRecords(SHORT), plainRecords(LONG), (short, long) => {
        expect(plainly(pair(short))).toEqual(conversationsOf(short, 120));
        expect(plainly(pair(long))).toEqual(conversationsOf(long, 720));
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
        const fold = correlator();
        for (let at = 0; at < records.length; at += size) {
          const lines = records.slice(at, at + size).map(line);
          for (const batch of readText([FORMAT, ...lines].join('\n'), { source: 'flow.log' }).batches)
            fold.push(batch);
        }
        const pieces = fold.finish();
        expect(plainly(pieces)).toEqual(plainly(pair(records)));
        expect(directed(pieces)).toEqual(directed(pair(records)));
        expect(pieces.summary).toEqual(pair(records).summary);
      }),
    );
  });

  it('stay the same when a record is written as two of adjacent windows', () => {
    const halves = (it: PlainRecord): PlainRecord[] => {
      const middle = Math.floor((it.start + it.end) / 2);
      const [packets, bytes] = [Math.floor(it.packets / 2), Math.floor(it.bytes / 2)];
      return [
        { ...it, end: middle, packets, bytes },
        { ...it, start: middle, packets: it.packets - packets, bytes: it.bytes - bytes },
      ];
    };
    check(
      fc.property(plainRecords(), fc.nat(), (records, n) => {
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
        expect(summary.paired).toBe(records.length);
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
        expect(summary.paired + summary.nodata + summary.skipdata + reasons).toBe(lines.length);
        const paired = conversations
          .flatMap((it) => [total(it.forward), total(it.reverse)])
          .reduce((sum, tally) => sum + (tally?.records ?? 0), 0);
        expect(paired).toBe(summary.paired);
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

  it('is paired by the addresses of the packet where the format has them', () => {
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
    expect(correlate([])).toMatchObject({ conversations: [], summary: { records: 0, paired: 0 } });
  });
});
