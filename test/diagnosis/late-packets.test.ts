import { describe, expect, it } from 'vitest';
import { answers, explainBy, reply, request } from './by-hand.js';

/** An hour, in seconds: nothing pairs what is so far apart. */
const HOUR = 3600;

const blocked = (lines: readonly string[]) =>
  explainBy(answers({ groupB: { in: [] } }), lines).findings.filter(({ outcome }) => outcome === 'blocked');

/** AWS: REJECT also means that a packet came after its connection was closed: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
describe('a rejected packet', () => {
  it('of addresses and ports that were accepted before is a late one, and nothing is opened for it', () => {
    const found = blocked([request(), reply(), request({ action: 'REJECT', later: HOUR })]);
    expect(found).toMatchObject([{ code: 'packet-outside-tracked-connection', certainty: 'likely' }]);
    expect(found[0]?.remedies).toEqual([]);
    expect(found[0]?.alternatives.map(({ code }) => code)).toContain('security-group-ingress-lacks-rule');
  });

  it('with a SYN is a new connection, whatever was accepted before', () => {
    const found = blocked([request(), reply(), request({ action: 'REJECT', flags: 2, later: HOUR })]);
    expect(found).toMatchObject([{ code: 'security-group-ingress-lacks-rule', certainty: 'proven' }]);
  });

  it.each([0, 1, 4, 5])('with tcp-flags %i opens no connection, so no rule is to blame for sure', (flags) => {
    const found = blocked([request({ action: 'REJECT', flags })]);
    expect(found).toMatchObject([{ code: 'packet-outside-tracked-connection', certainty: 'likely' }]);
    expect(found[0]?.remedies).toEqual([]);
  });
});
