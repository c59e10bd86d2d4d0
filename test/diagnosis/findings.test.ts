import { describe, expect, it } from 'vitest';
import { explain } from '../../src/index.js';
import {
  answers,
  eni,
  explainBy,
  idle,
  OPEN,
  ping,
  pong,
  reply,
  request,
  tcpFrom,
  without,
} from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 600)];

const codes = (report: ReturnType<typeof explainBy>) =>
  report.findings.map(({ code, certainty }) => `${code} ${certainty}`);

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
describe('a reply', () => {
  const closed = answers({ aclB: { out: [] } });

  it('that the network ACL denies where it leaves is two entries, and proven', () => {
    const report = explainBy(closed, [ping(), pong({ action: 'REJECT' })]);
    expect(report.findings).toMatchObject([
      {
        code: 'network-acl-egress-denies-reply',
        certainty: 'proven',
        leg: 'reply',
        entries: 'double',
        assumes: ['configuration-in-force'],
        deciding: [{ kind: 'network-acl-entry', networkAclId: 'acl-b', entry: { number: 32767 } }],
      },
    ]);
  });

  it('is named as such without configuration, likely, with what else it could be and what would tell', () => {
    const lines = [request(), reply({ action: 'REJECT' })];
    const fromOutside = lines.map((text) => text.replace('10.0.1.10', '203.0.113.12'));
    const [finding, ...more] = explainBy([], fromOutside).findings;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'network-acl-egress-denies-reply', certainty: 'likely' });
    expect(finding?.alternatives.map(({ code }) => code)).toEqual([
      'packet-outside-tracked-connection',
      'untracked-reply-lacks-rule',
    ]);
    expect(finding?.missing).not.toEqual([]);
    // Of two private ends nobody knows which one the interface is: the other ACL is an alternative too.
    const [inside] = explainBy([], lines).findings;
    expect(inside).toMatchObject({ code: 'network-acl-egress-denies-reply', certainty: 'possible' });
    expect(inside?.alternatives.map(({ code }) => code)).toContain('network-acl-ingress-denies-reply');
  });

  it('that was rejected before the log begins with its request is still the reply, by its SYN-ACK', () => {
    const report = explainBy(closed, [reply({ action: 'REJECT', flags: 18 }), idle('eni-b', 600)]);
    expect(codes(report)).toEqual(['network-acl-egress-denies-reply proven']);
  });

  it('of which only the rejection is kept is proven to be one only by flags: whoever asked for nothing sends the same', () => {
    const keeps = [
      ...without('FlowLogs')(closed),
      { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'REJECT' }] },
    ];
    expect(codes(explainBy(keeps, [reply({ action: 'REJECT' }), ...WHOLE]))).toEqual([
      'network-acl-egress-denies-reply likely',
    ]);
    // Of a ping nothing tells: it could be a request that the security group does not let go.
    const strict = [
      ...without('FlowLogs', 'SecurityGroups')(keeps),
      ...answers({ aclB: { out: [] }, groupB: { out: [] } }).filter((one) => 'SecurityGroups' in one),
    ];
    const [finding] = explainBy(strict, [pong({ action: 'REJECT' }), ...WHOLE]).findings;
    expect(finding?.outcome).toBe('blocked');
    expect(finding?.certainty).not.toBe('proven');
  });

  it('that is both accepted and rejected in one window is not proven to be blocked', () => {
    const [finding] = explainBy(closed, [request(), reply(), reply({ action: 'REJECT' })]).findings;
    expect(finding?.certainty).not.toBe('proven');
    expect(finding?.code).toBe('rules-changed-during-flow');
    expect(finding?.deciding).toMatchObject([{ networkAclId: 'acl-b', entry: { number: 32767 } }]);
  });
});

describe('a request', () => {
  it('that was both accepted and rejected is one leg with both actions', () => {
    const [finding] = explainBy([], [request(), request({ action: 'REJECT' })]).findings;
    expect(finding?.entries).toBe('other');
    expect(finding?.certainty).not.toBe('proven');
  });

  it('that no rule allows is proven at the interface that rejected it', () => {
    const report = explainBy(answers({ groupB: { in: [tcpFrom('10.0.9.0/24', 443)] } }), [
      request({ action: 'REJECT' }),
    ]);
    expect(report.findings).toMatchObject([
      {
        code: 'security-group-ingress-lacks-rule',
        certainty: 'proven',
        entries: 'single',
        nearest: [{ kind: 'security-group-rule', groupId: 'sg-b', missed: ['source'] }],
      },
    ]);
  });

  it('is said to be blocked by either filter when neither is given, and both are asked for', () => {
    const [finding] = explainBy([], [request({ action: 'REJECT' })]).findings;
    expect(finding).toMatchObject({ code: 'security-group-or-network-acl-blocks', certainty: 'likely' });
    const needs = finding?.missing.map(({ needs }) => needs).join('\n');
    expect(needs).toContain('describe-network-interfaces');
    expect(needs).toContain('describe-security-groups');
    expect(needs).toContain('describe-network-acls');
  });

  it('that both filters deny names the one it meets first, and the other beside it', () => {
    const doors = { aclB: { in: [] }, groupB: { in: [] } };
    const [finding] = explainBy(answers(doors), [request({ action: 'REJECT' })]).findings;
    expect(finding?.code).toBe('network-acl-ingress-denies-request');
    expect(finding?.blocking.map(({ filter }) => filter)).toEqual(['network-acl', 'security-groups']);
    expect(finding?.alternatives).toEqual([]);
  });

  it('rejected at an interface that is not given is not proven by the filters of another one', () => {
    // Both records of eni-x share the address of b, which is taken for its own; its own are not in the input.
    const lines = [
      request({ at: 'eni-x', action: 'REJECT' }),
      request({ at: 'eni-x', action: 'REJECT' }).replace('10.0.1.10', '10.0.1.11'),
    ];
    for (const { certainty } of explainBy(answers({ groupB: { in: [] } }), lines).findings)
      expect(certainty).not.toBe('proven');
  });

  it('rejected at an interface that is not given is no contradiction to the configuration', () => {
    const given = answers({ aclB: { in: [[100, 'allow', '6', '10.0.1.0/24', [443, 443]]] } });
    const all = given.map((one) =>
      'NetworkInterfaces' in one ? { NetworkInterfaces: [eni('b', 2, 10, true)] } : one,
    );
    const [finding] = explainBy(all, [request({ at: 'eni-a', action: 'REJECT' })]).findings;
    expect(finding?.code).not.toBe('log-contradicts-configuration');
    expect(finding?.certainty).not.toBe('proven');
  });
});

describe('a healthy ping', () => {
  // b may answer but not ask; nothing in the records tells who asked, and 10.0.1.10 is not first in every log.
  const strict = (out: readonly unknown[]) => answers({ groupA: { out: [OPEN] }, groupB: { out } });

  it('is not taken for one that the configuration forbids', () => {
    for (const lines of [
      [ping(), pong()],
      [pong(), ping()],
    ])
      expect(codes(explainBy(strict([]), lines))).toEqual(['allowed-both-ways proven']);
  });

  it('goes the way that the rules allow, even against the order of addresses', () => {
    const asks = answers({ groupA: { in: [OPEN], out: [] } });
    const [finding] = explainBy(asks, [ping(), pong()]).findings;
    expect(finding).toMatchObject({ code: 'allowed-both-ways', group: { directionMethod: 'arbitrary' } });
    expect(finding?.group?.initiator.address).toEqual({ family: 4, value: 0x0a00020a });
  });
});

describe('a rule that names the group of the one who asks', () => {
  it('is said not to hold on this way, where it does not', () => {
    const pairs = [{ GroupId: 'sg-a', VpcId: 'vpc-1', PeeringStatus: 'deleted' }];
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: pairs };
    const lines = [request({ flags: 2, action: 'REJECT' }), ...WHOLE];
    const because = (rules: readonly unknown[]) =>
      explainBy(answers({ groupB: { in: rules } }), lines).findings.flatMap((it) => explain(it).because);
    expect(because([rule]).join(' ')).toContain(
      'eni-a is in sg-a, but a rule that names a group does not hold',
    );
    expect(because([tcpFrom('10.9.0.0/16', 443)]).join(' ')).not.toContain('is in sg-a');
  });
});

describe('a conversation of which one leg is recorded', () => {
  it('is harmless where the log begins with the reply or ends with the request', () => {
    expect(explainBy(answers(), [reply({ flags: 18 }), idle('eni-b', 600)]).findings).toMatchObject([
      { code: 'one-leg-recorded', oneLegReason: 'edge-of-log' },
    ]);
    expect(explainBy(answers(), [idle('eni-b', -600), request({ flags: 2 })]).findings).toMatchObject([
      { code: 'one-leg-recorded', oneLegReason: 'edge-of-log' },
    ]);
  });

  it('was not answered where it was tried again and again until the log ends', () => {
    const tries = [0, 120, 240].map((later, i) => request({ flags: 2, sourcePort: 40_000 + i, later }));
    expect(explainBy(answers(), [idle('eni-b', -600), ...tries]).findings).toMatchObject([
      { code: 'no-reply-observed', certainty: 'likely', group: { conversations: 3 } },
    ]);
    const last = explainBy(answers(), [idle('eni-b', -600), ...tries.slice(0, 1)]).findings;
    expect(last).toMatchObject([{ code: 'one-leg-recorded', missing: [{ kind: 'log-window' }] }]);
  });

  it('is harmless where the flow log keeps one action, or nobody said which', () => {
    const [finding] = explainBy(without('FlowLogs')(answers()), [request({ flags: 2 }), ...WHOLE]).findings;
    expect(finding).toMatchObject({ code: 'one-leg-recorded', oneLegReason: 'traffic-type' });
    expect(finding?.missing).toMatchObject([{ kind: 'flow-logs' }]);
  });

  it('has had no reply when a SYN was accepted and the log goes on', () => {
    expect(codes(explainBy(answers(), [request({ flags: 2 }), ...WHOLE]))).toEqual([
      'no-reply-observed likely',
    ]);
  });

  it('has not been proven silent when it is not sure who spoke first, or records were skipped', () => {
    expect(codes(explainBy(answers(), [request(), ...WHOLE]))).not.toContain('no-reply-observed likely');
    const skipped = idle('eni-b', 60).replace('NODATA', 'SKIPDATA');
    expect(codes(explainBy(answers(), [request({ flags: 2 }), skipped, ...WHOLE]))).toEqual([
      'one-leg-recorded possible',
    ]);
  });
});

describe('both legs accepted', () => {
  it('are proven to pass, and only likely where a given interface may still reject the reply', () => {
    expect(codes(explainBy(answers(), [request(), reply()]))).toEqual(['allowed-both-ways proven']);
    const less = without('NetworkAcls', 'FlowLogs')(answers());
    expect(codes(explainBy(less, [request(), reply()]))).toEqual(['allowed-both-ways likely']);
    const seen = [request(), reply(), request({ at: 'eni-a' }), reply({ at: 'eni-a' })];
    expect(codes(explainBy(less, seen))).toEqual(['allowed-both-ways proven']);
  });

  it('contradict a configuration that denies one of them', () => {
    expect(codes(explainBy(answers({ groupB: { in: [] } }), [request(), reply()]))).toEqual([
      'log-contradicts-configuration likely',
    ]);
  });
});

describe('a packet of a tracked connection', () => {
  it('that came late is told by its flags where the rules allow it', () => {
    const late = [
      request({ flags: 3 }),
      reply({ flags: 19 }),
      request({ action: 'REJECT', flags: 1, sourcePort: 41_000 }),
    ];
    expect(codes(explainBy(answers(), late))).toEqual([
      'packet-outside-tracked-connection likely',
      'allowed-both-ways proven',
    ]);
  });
});

describe('a request that is rejected while the service still sends', () => {
  it('is not proven to be a reply, though the other direction was accepted', () => {
    const lines = [reply(), request({ action: 'REJECT' })];
    for (const doors of [{}, { aclB: { in: [] } }])
      for (const { certainty } of explainBy(answers(doors), lines).findings)
        expect(certainty).not.toBe('proven');
  });
});

describe('findings of one cause, ends and service', () => {
  const closed = answers({ aclA: { in: [] } });
  const first = [request({ at: 'eni-a' }), reply({ at: 'eni-a', action: 'REJECT' }), request(), reply()];
  // Of the second connection, from a port below 1024 (so that ports tell nothing, and flags do), the reply is missing at b.
  const second = [
    request({ at: 'eni-a', sourcePort: 700, flags: 2 }),
    reply({ at: 'eni-a', sourcePort: 700, action: 'REJECT' }),
    request({ sourcePort: 700 }),
  ];

  it('are one, with the ports and conversations of both, and a remedy for both', () => {
    for (const lines of [
      [...first, ...second],
      [...second, ...first],
    ]) {
      const [finding, ...more] = explainBy(closed, lines).findings;
      expect(more).toEqual([]);
      expect(finding).toMatchObject({
        code: 'network-acl-ingress-denies-reply',
        group: { sourcePorts: [700, 40_000], conversations: 2 },
        occurrences: { conversations: 2 },
      });
      expect(finding?.remedies[0]?.sourcePorts?.range.from).toBe(700);
    }
  });

  it('are told apart by how sure they are', () => {
    const lone = [ping({ action: 'REJECT' }), idle('eni-b', 600)];
    const sure = explainBy(answers({ groupB: { in: [] } }), [idle('eni-b', -600), ...lone]);
    expect(codes(sure)).toEqual(['security-group-ingress-lacks-rule proven']);
    // The group would let in the answer to a ping of its own, so this is none.
    const told = explainBy(answers({ groupB: { in: [] } }), lone);
    expect(codes(told)).toEqual(['security-group-ingress-lacks-rule proven']);
    // To a network ACL it could be the answer to one of before: the log should begin earlier.
    const unsure = explainBy(answers({ aclB: { in: [] } }), lone);
    expect(codes(unsure)).toEqual(['network-acl-ingress-denies-request likely']);
    expect(unsure.findings[0]?.missing).toMatchObject([{ kind: 'log-window' }]);
    const later = [...lone, ping({ action: 'REJECT', later: 3000 }), idle('eni-b', 3600)];
    expect(codes(explainBy(answers({ groupB: { in: [] } }), later))).toHaveLength(1);
  });
});
