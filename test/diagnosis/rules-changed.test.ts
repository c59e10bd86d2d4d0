import { describe, expect, it } from 'vitest';
import { answers, explainBy, idle, OPEN, reply, request, tcpFrom } from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 900)];

type Doors = Parameters<typeof answers>[0];

const first = (lines: readonly string[], doors: Doors = {}) =>
  explainBy(answers(doors), [...lines, ...WHOLE]).findings[0];

const [passed, answered] = [request({ flags: 2 }), reply({ flags: 18 })];

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections */
describe('a conversation that passed and then was rejected', () => {
  const cut = request({ action: 'REJECT', flags: 0, later: 60 });

  it('was cut by a changed network ACL, likely, where the one given denies it now', () => {
    const finding = first([passed, answered, cut], { aclB: { in: [] } });
    expect(finding).toMatchObject({
      code: 'rules-changed-during-flow',
      certainty: 'likely',
      leg: 'request',
      blocking: [{ filter: 'network-acl', direction: 'ingress' }],
    });
    expect(finding?.remedies).not.toEqual([]);
  });

  it('is possibly cut by a security group while it is under way: only what is not tracked is', () => {
    const finding = first([passed, answered, cut], { groupB: { in: [] } });
    expect(finding).toMatchObject({ code: 'rules-changed-during-flow', certainty: 'possible' });
    expect(finding?.alternatives).toContainEqual(
      expect.objectContaining({ code: 'packet-outside-tracked-connection', certainty: 'possible' }),
    );
  });

  it('may be late where no flags tell whether it had been closed', () => {
    const untold = [request(), reply(), request({ action: 'REJECT', later: 60 })];
    const { findings } = explainBy([], [...untold, ...WHOLE]);
    expect(findings[0]).toMatchObject({ code: 'rules-changed-during-flow', certainty: 'possible' });
    expect(findings[0]?.alternatives.map(({ code }) => code)).toContain('packet-outside-tracked-connection');
  });

  it('was late and not cut where it had been closed before', () => {
    const closed = [request({ flags: 3 }), reply({ flags: 19 }), cut];
    for (const doors of [{}, { aclB: { in: [] } }])
      expect(first(closed, doors)?.code).toBe('packet-outside-tracked-connection');
  });

  it('is never proven', () => {
    for (const doors of [{}, { aclB: { in: [] } }, { groupB: { in: [] } }])
      for (const flags of [0, 2])
        expect(
          first([passed, answered, request({ action: 'REJECT', flags, later: 60 })], doors)?.certainty,
        ).not.toBe('proven');
  });
});

describe('a conversation that was rejected and then passed', () => {
  const refused = request({ action: 'REJECT', flags: 2 });
  const later = [request({ flags: 2, later: 60 }), reply({ flags: 18, later: 60 })];

  it('was let in by a new rule, and there is nothing to mend', () => {
    const finding = first([refused, ...later]);
    expect(finding).toMatchObject({ code: 'rules-changed-during-flow', certainty: 'likely', blocking: [] });
    expect(finding?.remedies).toEqual([]);
    expect(finding?.missing).toMatchObject([{ kind: 'configuration-history' }]);
  });
});

describe('a conversation of one verdict alone', () => {
  it('shows no change', () => {
    for (const lines of [
      [passed, answered],
      [request({ action: 'REJECT', flags: 2 })],
      [passed, reply({ action: 'REJECT' })],
    ])
      for (const doors of [{}, { aclB: { in: [], out: [] } }])
        expect(first(lines, doors)?.code).not.toBe('rules-changed-during-flow');
  });
});

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections */
describe('a rejected reply that no rule given rejects', () => {
  const rejected = [request({ flags: 2 }), reply({ action: 'REJECT', flags: 16 })];
  const https = tcpFrom('10.0.0.0/16', 443);

  it('is likely late, and only possibly so where an open rule back would have made the connection untracked', () => {
    const late = 'packet-outside-tracked-connection';
    expect(first(rejected, { groupB: { in: [https], out: [] } })).toMatchObject({
      code: late,
      certainty: 'likely',
    });
    expect(first(rejected, { groupB: { in: [OPEN], out: [] } })).toMatchObject({
      code: late,
      certainty: 'possible',
    });
  });
});
