import { describe, expect, it } from 'vitest';
import { NO_FLOW } from '../../src/conversation/conversation.js';
import { senderLedger } from '../../src/diagnosis/case/senders.js';
import { roughSet } from '../../src/prelude/rough-set.js';
import { ip } from '../filter/build.js';

const TALLY = {
  records: 1,
  packets: 1,
  bytes: 40,
  firstSeen: 0,
  lastSeen: 60,
  tcpFlags: 2,
  rejectReasons: [],
  flowDirection: null,
  evidence: [],
};

const between = (from: string, port: number) => ({
  protocol: 6,
  initiator: { address: ip(from), port: null },
  responder: { address: ip('10.0.2.10'), port },
});
const rejected = [{ forward: { ...NO_FLOW, REJECT: TALLY }, reverse: NO_FLOW }];

describe('a ledger of senders', () => {
  it('counts targets of those that were rejected each time, and public addresses among them', () => {
    const ledger = senderLedger();
    for (const port of [22, 23, 23]) ledger.note(between('203.0.113.1', port), rejected, false);
    ledger.note(between('10.0.1.10', 22), rejected, false);
    expect(ledger.targetsOf(ip('203.0.113.1'))).toBe(2);
    expect(ledger.strangers).toBe(1);
  });

  it('tells how many targets a scanner has, up to a thousand', () => {
    const ledger = senderLedger();
    for (let port = 1; port <= 1200; port++) ledger.note(between('203.0.113.1', port), rejected, false);
    expect(ledger.targetsOf(ip('203.0.113.1'))).toBe(1000);
  });

  it.each([
    ['request', [{ forward: { ...NO_FLOW, ACCEPT: TALLY }, reverse: NO_FLOW }]],
    ['reply beside a rejected request', [{ ...rejected[0], reverse: { ...NO_FLOW, ACCEPT: TALLY } }]],
    ['rejected reply beside it', [{ ...rejected[0], reverse: { ...NO_FLOW, REJECT: TALLY } }]],
  ])('knows whoever has a %s as no such sender, before and after', (_, seen) => {
    const all = seen as Parameters<ReturnType<typeof senderLedger>['note']>[1];
    const ledger = senderLedger();
    ledger.note(between('203.0.113.1', 22), rejected, false);
    ledger.note(between('203.0.113.1', 443), all, false);
    ledger.note(between('203.0.113.1', 23), rejected, false);
    expect(ledger.targetsOf(ip('203.0.113.1'))).toBe(0);
    expect(ledger.wasAccepted(ip('203.0.113.1'))).toBe(true);
    expect(ledger.strangers).toBe(0);
  });

  it('takes what went to a door that lets nobody in for kept out, whatever was recorded', () => {
    const ledger = senderLedger();
    const accepted = [{ forward: { ...NO_FLOW, ACCEPT: TALLY }, reverse: NO_FLOW }];
    ledger.note(between('203.0.113.1', 22), accepted, true);
    expect(ledger.targetsOf(ip('203.0.113.1'))).toBe(1);
    expect(ledger.wasAccepted(ip('203.0.113.1'))).toBe(false);
  });

  it('forgets the first ones where there are too many targets', () => {
    const ledger = senderLedger(roughSet(), 3);
    for (const [from, port] of [
      ['203.0.113.1', 22],
      ['203.0.113.1', 23],
      ['203.0.113.2', 22],
      ['203.0.113.3', 22],
    ] as const)
      ledger.note(between(from, port), rejected, false);
    expect([1, 2, 3].map((n) => ledger.targetsOf(ip(`203.0.113.${n}`)))).toEqual([0, 1, 1]);
    expect(ledger.strangers).toBe(2);
  });
});

describe('a rough set', () => {
  it('has all that was added, and little more', () => {
    const set = roughSet();
    const names = Array.from({ length: 50_000 }, (_, i) => `203.${i >> 8}.${i & 255}`);
    for (const name of names) set.add(name);
    expect(names.every(set.has)).toBe(true);
    expect(names.filter((name) => set.has(`${name}.7`)).length).toBeLessThan(100);
  });
});
