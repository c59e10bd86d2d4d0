import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInitiatorProven } from '../../src/conversation/conversation.js';
import { runs } from '../arbitrary/runs.js';
import type { PlainRecord } from '../oracle/conversation.js';
import { back, ends, pair, pairLines, record } from './log.js';

const FORWARD = '10.0.1.10:40000 > 10.0.2.10:443';

/** Who spoke first, and by what evidence, when these are the records of one conversation. */
const said = (records: readonly PlainRecord[]) => {
  const [it, ...more] = pair(records).conversations;
  expect(more).toEqual([]);
  if (it === undefined) throw new Error('no conversation');
  return {
    who: ends(it),
    by: it.directionEvidence,
    method: it.directionMethod,
    proven: isInitiatorProven(it),
  };
};

describe('the initiator', () => {
  it('is who sent a SYN without ACK, whatever the ports look like', () => {
    const it = record({ sourcePort: 443, destinationPort: 40_000, tcpFlags: 2 });
    expect(said([it])).toMatchObject({
      who: '10.0.1.10:443 > 10.0.2.10:40000',
      by: ['tcp-flags'],
      proven: true,
    });
  });

  it('is who got a SYN-ACK, even when the request is in no record', () => {
    const reply = back(record(), { tcpFlags: 18 });
    expect(said([reply])).toMatchObject({ who: FORWARD, by: ['tcp-flags'], proven: true });
  });

  it('is told by flags before verdicts: a rejected SYN that met an accepted packet of before', () => {
    const syn = record({ action: 'REJECT', tcpFlags: 2 });
    expect(said([syn, back(syn, { action: 'ACCEPT', tcpFlags: 0 })])).toMatchObject({
      who: FORWARD,
      by: ['tcp-flags'],
    });
  });

  it('is not told by flags when both ends sent a SYN', () => {
    const syn = record({ tcpFlags: 2 });
    expect(said([syn, back(syn)]).by).not.toContain('tcp-flags');
  });

  it('is not told by FIN and RST', () => {
    const fin = record({ tcpFlags: 1 });
    expect(said([fin, back(fin, { tcpFlags: 5 })]).by).toEqual(['service-port']);
  });

  it('is whose packets were accepted when the answer was rejected: a rejected request would have had none', () => {
    const request = record({ protocol: 1, sourcePort: 0, destinationPort: 0 });
    const found = said([back(request, { action: 'REJECT' }), request]);
    expect(found).toMatchObject({
      who: '10.0.1.10 > 10.0.2.10',
      by: ['accepted-then-rejected'],
      proven: true,
    });
  });

  it('is not proven by verdicts alone where there are ports that do not bear them out: the accepted request may be missing', () => {
    const request = record({ sourcePort: 20_000, destinationPort: 52_345 });
    const records = [request, back(request, { action: 'REJECT' })];
    expect(said(records)).toMatchObject({ by: ['accepted-then-rejected'], proven: false });
    expect(pair(records).conversations[0]?.doubts).toEqual(['both-verdicts']);
    const borneOut = [record(), back(record(), { action: 'REJECT' })];
    expect(said(borneOut)).toMatchObject({ by: ['accepted-then-rejected', 'service-port'], proven: true });
    expect(pair(borneOut).conversations[0]?.doubts).toEqual([]);
  });

  it('is the client whose packets are rejected already while the service still sends', () => {
    const request = record({ action: 'REJECT' });
    expect(said([request, back(request, { action: 'ACCEPT' })])).toMatchObject({
      who: FORWARD,
      by: ['service-port'],
      proven: false,
    });
  });

  it('is whose only packets were rejected', () => {
    const request = record({ protocol: 1, sourcePort: 0, destinationPort: 0, action: 'REJECT' });
    expect(said([request])).toMatchObject({
      who: '10.0.1.10 > 10.0.2.10',
      by: ['only-rejected'],
      proven: false,
    });
  });

  it('is the other end when only packets from a service port to an ephemeral port were rejected', () => {
    const reply = back(record(), { action: 'REJECT' });
    expect(said([reply])).toMatchObject({ who: FORWARD, by: ['service-port'], proven: false });
  });

  it('is the end whose port is no service', () => {
    const it = record({ destinationPort: 5432 });
    expect(said([back(it), it])).toMatchObject({
      who: '10.0.1.10:40000 > 10.0.2.10:5432',
      by: ['service-port'],
    });
  });

  it('is the end whose port lies in the higher band of ephemeral ports when neither is a service', () => {
    const it = record({ destinationPort: 20_001 });
    expect(said([back(it), it])).toMatchObject({
      who: '10.0.1.10:40000 > 10.0.2.10:20001',
      by: ['ephemeral-port'],
    });
  });

  it('is the end with the higher port when both lie in one band', () => {
    const it = record({ sourcePort: 43_795, destinationPort: 40_000 });
    expect(said([back(it), it])).toMatchObject({
      who: '10.0.1.10:43795 > 10.0.2.10:40000',
      by: ['lower-port'],
    });
  });

  it('is chosen arbitrarily, and says so, when ports are equal or there are none', () => {
    const ntp = record({ protocol: 17, sourcePort: 123, destinationPort: 123 });
    const ping = record({ protocol: 1, sourcePort: 0, destinationPort: 0 });
    for (const it of [ntp, ping])
      expect(said([back(it), it])).toMatchObject({ by: ['none'], method: 'arbitrary', proven: false });
  });

  it('is who sent when only one end did and nothing else tells', () => {
    const ping = record({ protocol: 1, sourcePort: 0, destinationPort: 0 });
    expect(said([back(ping)])).toMatchObject({ who: '10.0.2.10 > 10.0.1.10', by: ['none'] });
  });

  it('is by flow-direction whoever is outside when the own port is a service, and ports are alike', () => {
    const format = 'interface-id srcaddr dstaddr srcport dstport protocol start end action flow-direction';
    const ntp = (from: string, to: string, direction: string) =>
      `eni-1 ${from} ${to} 123 123 17 1000 1060 ACCEPT ${direction}`;
    const of = (...lines: readonly string[]) =>
      pairLines(format, lines).conversations.map((it) => [
        ends(it),
        it.directionMethod,
        ...it.directionEvidence,
      ]);
    const FROM_OUTSIDE = [['203.0.113.5:123 > 10.0.1.10:123', 'perimeter', 'perimeter']];
    const [came, went] = [
      ntp('203.0.113.5', '10.0.1.10', 'ingress'),
      ntp('10.0.1.10', '203.0.113.5', 'egress'),
    ];
    for (const lines of [[came], [went], [came, went]]) expect(of(...lines)).toEqual(FROM_OUTSIDE);
    // Both ways in, as an appliance has them: nothing tells which end is the interface's own.
    expect(of(came, ntp('10.0.1.10', '203.0.113.5', 'ingress'))[0]?.[1]).toBe('arbitrary');
  });

  it('is never told by who comes first in the file or in time', () => {
    const anyPair = fc
      .record({
        ports: fc.constantFrom([40_000, 443], [443, 40_000], [40_000, 40_001], [123, 123], [0, 0]),
        protocol: fc.constantFrom(6, 17),
        flags: fc.constantFrom([null, null], [2, 18], [18, 2], [1, 1], [0, 3]),
        actions: fc.constantFrom(['ACCEPT', 'ACCEPT'], ['ACCEPT', 'REJECT'], ['REJECT', 'REJECT']),
      })
      .map(({ ports: [s = 0, d = 0], protocol, flags: [f, b], actions: [x, y] }) => {
        const it = record({
          protocol,
          sourcePort: s,
          destinationPort: d,
          tcpFlags: f ?? null,
          action: x as 'ACCEPT',
        });
        return [it, back(it, { tcpFlags: b ?? null, action: y as 'ACCEPT' })] as const;
      });
    fc.assert(
      fc.property(anyPair, fc.integer({ min: -100, max: 100 }), ([there, again], later) => {
        const usual = said([there, again]);
        expect(said([again, there])).toEqual(usual);
        const moved = { ...again, start: again.start + later, end: again.end + later };
        expect(said([there, moved])).toEqual(usual);
        expect(said([moved, there])).toEqual(usual);
      }),
      runs(100),
    );
  });
});
