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

const MINUTES = 60;

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#connection-tracking-timeouts */
describe('a packet that came late', () => {
  const instance = (InstanceType: string) => [
    { Reservations: [{ Instances: [{ InstanceId: 'i-b', InstanceType, VpcId: 'vpc-1' }] }] },
  ];
  const [opened, answered] = [request({ flags: 2 }), reply({ flags: 18 })];
  const late = (lines: readonly string[], type = 'm7i.large', doors: Parameters<typeof answers>[0] = {}) =>
    explainBy([...answers(doors), ...instance(type)], lines).findings.find(
      ({ outcome }) => outcome === 'blocked',
    );
  const rejected = (later: number) => request({ action: 'REJECT', flags: 0, later });

  it('came after the close, where a FIN got through', () => {
    const found = late([request({ flags: 3 }), reply({ flags: 19 }), rejected(10 * MINUTES)]);
    expect(found?.late).toMatchObject({ reason: 'closed', silentFor: 9 * MINUTES });
  });

  it('came after the idle timeout: 350 s on Nitro v6, else 5 days', () => {
    expect(late([opened, answered, rejected(10 * MINUTES)], 'm8i.large')?.late).toEqual({
      reason: 'silent',
      silentFor: 9 * MINUTES,
      timeouts: [350],
    });
    expect(late([opened, answered, rejected(10 * MINUTES)])?.late).toEqual({
      reason: 'neither',
      silentFor: 9 * MINUTES,
      timeouts: [432_000],
    });
    expect(late([opened, answered, rejected(10 * MINUTES)], 'zz9.large')?.late).toMatchObject({
      reason: 'unknown',
      timeouts: [350, 432_000],
    });
  });

  it('was cut by a changed network ACL, where it was still to be tracked and the one given denies it', () => {
    const doors = { aclB: { in: [] } };
    expect(late([opened, answered, rejected(10 * MINUTES)], 'm7i.large', doors)).toMatchObject({
      code: 'rules-changed-during-flow',
      certainty: 'likely',
      alternatives: [{ code: 'packet-outside-tracked-connection', certainty: 'possible' }],
    });
    // Forgotten, closed, or with unknown flags: then it may simply be late.
    expect(late([opened, answered, rejected(10 * MINUTES)], 'm8i.large', doors)?.code).toBe(
      'packet-outside-tracked-connection',
    );
    expect(late([request({ flags: 3 }), answered, rejected(10 * MINUTES)], 'm7i.large', doors)?.code).toBe(
      'packet-outside-tracked-connection',
    );
    expect(late([request(), reply(), rejected(10 * MINUTES)], 'm7i.large', doors)?.code).toBe(
      'packet-outside-tracked-connection',
    );
  });

  it('belongs to nothing where it was rejected before the connection was accepted', () => {
    const found = late([rejected(0), request({ later: HOUR }), reply({ later: HOUR })]);
    expect(found?.late).toMatchObject({ silentFor: null });
  });
});
