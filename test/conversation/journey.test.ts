import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { total } from '../../src/conversation/conversation.js';
import { groups } from '../../src/conversation/group.js';
import { type Journey, journeys } from '../../src/conversation/journey/journey.js';
import { plainRecords } from '../arbitrary/plain-records.js';
import { runs } from '../arbitrary/runs.js';
import type { PlainRecord } from '../oracle/conversation.js';
import { back, ends, pair, pairLines, record } from './log.js';

const journeysOf = (records: readonly PlainRecord[]): readonly Journey[] =>
  journeys(pair(records).conversations);
const pointsOf = (it: Journey): readonly string[] => it.conversations.map((at) => at.observationPoint);
const at = (point: string, it: PlainRecord): PlainRecord => ({ ...it, point });

describe('a journey', () => {
  it('joins what both ends recorded of one conversation', () => {
    const it = record();
    const found = journeysOf([it, back(it), at('eni-2', it), at('eni-2', back(it))]);
    expect(found.map((one) => [ends(one), pointsOf(one)])).toEqual([
      ['10.0.1.10:40000 > 10.0.2.10:443', ['eni-1', 'eni-2']],
    ]);
  });

  it('joins ends whose clocks of aggregation are 95 seconds apart', () => {
    const it = record({ start: 1617604407, end: 1617604467 });
    const later = at('eni-2', { ...it, start: 1617604502, end: 1617604562 });
    expect(journeysOf([it, later]).map(pointsOf)).toEqual([['eni-1', 'eni-2']]);
  });

  it('takes its direction from the end with the strongest evidence, for all ends', () => {
    const it = record({ sourcePort: 443, destinationPort: 40_000 });
    const [found] = journeysOf([it, at('eni-2', { ...it, tcpFlags: 2 })]);
    expect(found && ends(found)).toBe('10.0.1.10:443 > 10.0.2.10:40000');
    expect(found?.directionEvidence).toEqual(['tcp-flags']);
    expect(found?.conversations.map(ends)).toEqual([found && ends(found), found && ends(found)]);
    expect(found?.conversations.every((one) => total(one.forward) !== null)).toBe(true);
  });

  it('does not take its direction from the end that recorded first', () => {
    const one = record({ action: 'REJECT', protocol: 1, sourcePort: 0, destinationPort: 0 });
    const said = [-30, 30].map((later) => {
      const other = at('eni-2', back(one, { start: one.start + later, end: one.end + later }));
      return journeysOf([one, other]).map(ends);
    });
    expect(said[0]).toEqual(said[1]);
  });

  it('keeps apart a connection and another one that used its ports again later', () => {
    const it = record();
    const again = { ...it, start: 9000, end: 9060 };
    const found = journeysOf([it, at('eni-2', it), again, at('eni-2', again)]);
    expect(found.map(pointsOf)).toEqual([
      ['eni-1', 'eni-2'],
      ['eni-1', 'eni-2'],
    ]);
    // Each end recorded only one of them.
    expect(journeysOf([it, at('eni-2', again)]).map(pointsOf)).toEqual([['eni-1'], ['eni-2']]);
  });

  it('joins attempts on one port that were recorded at the same time, where an end lacks the one before', () => {
    const refused = record({ action: 'REJECT', tcpFlags: 2, start: 1000, end: 1060 });
    const passed = { ...refused, action: 'ACCEPT' as const, start: 1190, end: 1250 };
    const alone = pair([refused, passed]).conversations;
    expect(alone).toHaveLength(2);
    for (const shift of [-20, 0, 20])
      for (const [own, other] of [
        ['eni-1', 'eni-2'],
        ['eni-2', 'eni-1'],
      ] as const) {
        const there = at(other, { ...passed, start: passed.start + shift, end: passed.end + shift });
        expect(journeysOf([at(own, refused), at(own, passed), there]).map(pointsOf)).toEqual([
          [own],
          ['eni-1', 'eni-2'],
        ]);
      }
  });

  it('passes the attachment into a transit gateway before the one out of it', () => {
    const format =
      'interface-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol start end tcp-flags flow-direction';
    const [request, reply] = [
      '10.0.1.5 10.1.1.5 40000 443 6 1000 1060 2',
      '10.1.1.5 10.0.1.5 443 40000 6 1000 1060 18',
    ];
    for (const [own, other] of [
      ['tgw-attach-a', 'tgw-attach-b'],
      ['tgw-attach-b', 'tgw-attach-a'],
    ]) {
      const both = pairLines(format, [
        `eni-1 - ${request} egress`,
        `- ${own} ${request} ingress`,
        `- ${other} ${request} egress`,
        `eni-2 - ${request} ingress`,
        `eni-2 - ${reply} egress`,
        `- ${other} ${reply} ingress`,
        `- ${own} ${reply} egress`,
        `eni-1 - ${reply} ingress`,
      ]);
      const order = ['eni-1', own, other, 'eni-2'];
      expect(journeys(both.conversations, both).map(pointsOf)).toEqual([order]);
      expect(journeys(both.conversations).map(pointsOf)).toEqual([order]);
      // Only replies were recorded.
      const replies = pairLines(format, [`- ${other} ${reply} ingress`, `- ${own} ${reply} egress`]);
      expect(journeys(replies.conversations).map(pointsOf)).toEqual([[own, other]]);
    }
  });

  it('keeps apart the two sides of an address translation, which share no pair of ends', () => {
    const format = 'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol start end';
    const { conversations } = pairLines(format, [
      'eni-1 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5 40000 443 6 1000 1060',
      'eni-nat 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5 40000 443 6 1000 1060',
      'eni-nat 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5 1025 443 6 1000 1060',
    ]);
    expect(journeys(conversations).map((it) => [ends(it), pointsOf(it)])).toEqual([
      ['10.0.1.5:40000 > 203.0.113.5:443', ['eni-1', 'eni-nat']],
      ['10.0.0.220:1025 > 203.0.113.5:443', ['eni-nat']],
    ]);
  });

  it('holds each conversation once, and no observation point twice', () => {
    fc.assert(
      fc.property(plainRecords(), (records) => {
        const { conversations } = pair(records);
        const found = journeys(conversations);
        expect(found.flatMap((it) => it.conversations)).toHaveLength(conversations.length);
        for (const it of found) {
          expect(new Set(pointsOf(it)).size).toBe(pointsOf(it).length);
          for (const one of it.conversations) expect(ends(one)).toBe(ends(it));
        }
      }),
      runs(100),
    );
  });

  it('does not depend on the order of the conversations', () => {
    const told = (all: readonly Journey[]) =>
      all.map((it) => JSON.stringify([ends(it), it.directionEvidence, pointsOf(it)])).sort();
    fc.assert(
      fc.property(plainRecords(), (records) => {
        const { conversations } = pair(records);
        expect(told(journeys(conversations.toReversed()))).toEqual(told(journeys(conversations)));
      }),
      runs(100),
    );
  });
});

describe('a group', () => {
  const retries = Array.from({ length: 4 }, (_, i) =>
    record({ sourcePort: 40_000 + i, action: 'REJECT', start: 1000 + i, end: 1060 + i }),
  );

  it('folds retries from other source ports into one, with every port', () => {
    const [found, ...more] = groups(journeysOf(retries));
    expect(more).toEqual([]);
    expect(found).toMatchObject({ conversations: 4, sourcePorts: [40_000, 40_001, 40_002, 40_003] });
    expect(found?.initiator.port).toBeNull();
    expect(found?.sightings[0]?.forward.REJECT).toMatchObject({
      records: 4,
      firstSeen: 1000,
      lastSeen: 1063,
    });
  });

  it('keeps the port of its only conversation', () => {
    expect(groups(journeysOf(retries.slice(0, 1)))[0]?.initiator.port).toBe(40_000);
  });

  it('keeps apart what was recorded differently', () => {
    const answered = record({ sourcePort: 50_000 });
    expect(groups(journeysOf([...retries, answered, back(answered)]))).toHaveLength(2);
  });

  it('keeps apart other services, other ends and other protocols', () => {
    const others = [
      record({ destinationPort: 22 }),
      record({ destination: '10.0.2.11' }),
      record({ protocol: 17 }),
      record(),
    ];
    expect(groups(journeysOf(others))).toHaveLength(4);
  });

  it('has a proven initiator only when every conversation has', () => {
    const [first, second] = [record({ tcpFlags: 2 }), record({ sourcePort: 40_001 })];
    expect(groups(journeysOf([first]))[0]?.initiatorProven).toBe(true);
    expect(groups(journeysOf([first, second]))[0]?.initiatorProven).toBe(false);
  });

  it('holds every record of every interface', () => {
    fc.assert(
      fc.property(plainRecords(), (records) => {
        const sightings = groups(journeysOf(records)).flatMap((it) => it.sightings);
        const held = sightings
          .flatMap((it) => [total(it.forward), total(it.reverse)])
          .reduce((sum, tally) => sum + (tally?.records ?? 0), 0);
        expect(held).toBe(records.length);
      }),
      runs(100),
    );
  });
});
