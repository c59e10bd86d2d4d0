import { describe, expect, it } from 'vitest';
import { answers, explainBy, idle, reply, request } from './by-hand.js';

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
    // Still remembered, as far as the type tells: then it is no more than one way to read it.
    const lines = [opened, answered, rejected(10 * MINUTES)];
    expect(explainBy([...answers(), ...instance('m7i.large')], lines).findings[0]).toMatchObject({
      code: 'log-contradicts-configuration',
      certainty: 'possible',
      alternatives: [{ code: 'packet-outside-tracked-connection', certainty: 'possible' }],
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

/** Without flags nothing tells a late packet from one that a changed rule rejects: what passes afterwards does. */
describe('a packet that is rejected in a conversation that was accepted', () => {
  const rejected = { action: 'REJECT', packets: 1, later: 60 } as const;
  const later = (n: number) => [
    request({ later: n, sourcePort: 41_000 }),
    reply({ later: n, sourcePort: 41_000 }),
  ];
  const first = (lines: readonly string[], doors: Parameters<typeof answers>[0] = {}) =>
    explainBy(answers(doors), [...lines, idle('eni-b', -600), idle('eni-b', 6000)]).findings.find(
      ({ outcome }) => outcome === 'blocked',
    );
  const codes = (it: ReturnType<typeof first>) => it?.alternatives.map(({ code }) => code);

  it('is late, likely, where new conversations of the service went well afterwards', () => {
    const found = first([request(), reply(), request(rejected), ...later(300)]);
    expect(found).toMatchObject({ code: 'packet-outside-tracked-connection', certainty: 'likely' });
    expect(codes(found)).toContain('rules-changed-during-flow');
  });

  it('is late, possible, where the rules given allow it, for they would have been changed twice', () => {
    const found = first([request(), reply(), request(rejected)]);
    expect(found).toMatchObject({ code: 'packet-outside-tracked-connection', certainty: 'possible' });
    expect(codes(found)).toContain('rules-changed-during-flow');
    // Without tcp-flags, and with all of the connection in the log, an earlier log tells nothing.
    expect(found?.missing.map(({ id }) => id)).toEqual(['tcp-flags']);
  });

  it('met a change, likely, where a security group denies it now, or was late, as groups ask no rule of what they track', () => {
    const found = first([request(), reply(), request(rejected)], { groupB: { in: [] } });
    expect(found).toMatchObject({ code: 'rules-changed-during-flow', certainty: 'likely' });
    expect(codes(found)).toEqual(['packet-outside-tracked-connection']);
  });

  it('met a change where a network ACL denies it now, which cuts what is tracked, too', () => {
    const found = first([request(), reply(), request(rejected)], { aclB: { in: [] } });
    expect(found).toMatchObject({ code: 'rules-changed-during-flow', certainty: 'likely' });
    expect(codes(found)).toEqual([]);
  });

  it('contradicts no rule by itself: few packets and no SYN may be what is left of a connection', () => {
    const found = first([request(rejected)]);
    expect(found).toMatchObject({ code: 'packet-outside-tracked-connection', certainty: 'possible' });
    expect(codes(found)).toContain('log-contradicts-configuration');
    const many = explainBy(answers(), [request({ ...rejected, packets: 7 })]).findings;
    expect(many).toMatchObject([{ code: 'log-contradicts-configuration', certainty: 'likely' }]);
  });
});

describe('a rejection whose earlier record is missing', () => {
  it('is explained by the rules where it was rejected: it must have passed the initiator', () => {
    const quiet = ['eni-a', 'eni-b'].flatMap((at) => [-600, 600].map((later) => idle(at, later)));
    const { findings } = explainBy(answers({ groupB: { in: [] } }), [
      ...quiet,
      request({ action: 'REJECT', flags: 2 }),
    ]);
    expect(findings).toMatchObject([{ code: 'security-group-ingress-lacks-rule', certainty: 'proven' }]);
  });
});
