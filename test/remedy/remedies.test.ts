import { describe, expect, it } from 'vitest';
import type { Change, Remedy } from '../../src/index.js';
import {
  answers,
  type Doors,
  eni,
  explainBy,
  idle,
  reply,
  request,
  tcpFrom,
  without,
} from '../diagnosis/by-hand.js';

const remedyOf = (doors: Doors, lines: readonly string[]): Remedy => {
  const [first, ...more] = explainBy(answers(doors), lines).findings.flatMap(({ remedies }) => remedies);
  expect(more).toEqual([]);
  if (first === undefined) throw new Error('no remedy');
  return first;
};

const rejectedReply = [request(), reply({ action: 'REJECT' })];
const rejectedRequest = [request({ action: 'REJECT' })];

const told = (change: Change): string => {
  if (change.kind === 'add-security-group-rule')
    return `${change.groupId} ${change.rule.direction} ${change.rule.ports?.from}-${change.rule.ports?.to}`;
  if (change.kind === 'renumber-network-acl-entry') return `${change.entry.number} becomes ${change.to}`;
  if (change.kind === 'delete-network-acl-entry') return `${change.entry.number} goes`;
  if (change.kind === 'revoke-security-group-rule')
    return `${change.groupId} loses ${change.rule.ports?.from}`;
  if (change.kind !== 'add-network-acl-entry') return change.kind;
  const { number, direction, ports } = change.entry;
  return `${number} ${direction} ${ports?.from}-${ports?.to}`;
};

describe('the number of a new entry', () => {
  it('is the roundest one before the entry that denies', () => {
    const entry = (number: number) => [number, 'deny', '6', '10.0.0.0/8'] as const;
    const numbers = [300, 110, 15, 2].map((number) => {
      const { changes } = remedyOf({ aclB: { in: [entry(number)] } }, rejectedRequest);
      return changes.map(told);
    });
    expect(numbers).toEqual([
      ['100 ingress 443-443'],
      ['100 ingress 443-443'],
      ['10 ingress 443-443'],
      ['1 ingress 443-443'],
    ]);
  });

  it('is a free one further up where the deny follows its neighbour directly', () => {
    const doors: Doors = {
      aclB: {
        in: [
          [100, 'allow', '17', '0.0.0.0/0'],
          [101, 'deny', '6', '0.0.0.0/0'],
        ],
      },
    };
    expect(remedyOf(doors, rejectedRequest).changes.map(told)).toEqual(['99 ingress 443-443']);
  });

  it('is made free by renumbering when none precedes the deny', () => {
    const doors: Doors = {
      aclB: {
        in: [
          [1, 'deny', '6', '0.0.0.0/0'],
          [2, 'allow', '17', '0.0.0.0/0'],
          [4, 'deny', '6', '::/0'],
        ],
      },
    };
    expect(remedyOf(doors, rejectedRequest).changes.map(told)).toEqual([
      '2 becomes 3',
      '1 becomes 2',
      '1 ingress 443-443',
    ]);
  });

  it('is never one of those that AWS keeps for the final deny, in a VPC of both families too', () => {
    const full: Doors = { aclB: { in: [[32_766, 'allow', '17', '0.0.0.0/0']] } };
    const six = (text: string) =>
      text.replace('10.0.1.10', '2001:db8:0:1::10').replace('10.0.2.10', '2001:db8:0:2::10');
    expect(remedyOf(full, rejectedRequest).changes.map(told)).toEqual(['32765 ingress 443-443']);
    expect(remedyOf({ aclB: { in: [] } }, rejectedRequest.map(six)).changes.map(told)).toEqual([
      '100 ingress 443-443',
    ]);
  });
});

describe('what a remedy warns of', () => {
  it('is a deny that somebody wrote', () => {
    const { cautions } = remedyOf({ aclB: { in: [[50, 'deny', '6', '10.0.1.0/24']] } }, rejectedRequest);
    expect(cautions).toEqual([{ kind: 'overrides-written-deny', networkAclId: 'acl-b', numbers: [50] }]);
  });

  it('is not the final deny, which nobody wrote', () => {
    expect(remedyOf({ aclB: { in: [] } }, rejectedRequest).cautions).toEqual([]);
  });

  it('is another subnet that shares the network ACL', () => {
    const doors: Doors = { sharedAcl: true, aclB: { in: [[100, 'allow', '17', '0.0.0.0/0']] } };
    const { cautions, changes } = remedyOf(doors, rejectedRequest);
    expect(changes.map(told)).toEqual(['200 ingress 443-443', '300 ingress 32768-65535']);
    expect(cautions).toContainEqual({
      kind: 'affects-subnets',
      networkAclId: 'acl-b',
      subnetIds: ['subnet-1'],
    });
  });

  it('is another interface that carries the security group', () => {
    const doors: Doors = { groupB: { in: [] }, moreInterfaces: [eni('c', 2, 11, true, 'sg-b')] };
    expect(remedyOf(doors, rejectedRequest).cautions).toEqual([
      { kind: 'affects-interfaces', groupId: 'sg-b', interfaceIds: ['eni-c'] },
    ]);
  });
});

describe('a remedy', () => {
  it('mends every blocker on the round trip together', () => {
    const doors: Doors = { groupB: { in: [] }, aclB: { in: [], out: [] }, aclA: { in: [] } };
    const { changes, proof } = remedyOf(doors, rejectedRequest);
    expect(changes.map(told)).toEqual([
      '100 ingress 443-443',
      'sg-b ingress 443-443',
      '100 egress 32768-65535',
      '100 ingress 32768-65535',
    ]);
    expect(proof).toMatchObject({ scope: 'round-trip', outcome: 'passes', remaining: [] });
  });

  it('opens for a reply exactly the ports that the initiator may use', () => {
    const closed: Doors = { aclB: { out: [] } };
    const ports = (doors: Doors, lines: readonly string[]) => remedyOf(doors, lines).sourcePorts;
    expect(ports(closed, rejectedReply)).toEqual({ range: { from: 32768, to: 65535 }, reason: 'instance' });
    expect(ports({ ...closed, isInstance: false }, rejectedReply)).toEqual({
      range: { from: 1024, to: 65535 },
      reason: 'any-initiator',
    });
    const low = [request({ sourcePort: 20_000 }), reply({ sourcePort: 20_000, action: 'REJECT' })];
    expect(ports(closed, low)?.range).toEqual({ from: 1024, to: 65535 });
    const lower = [
      request({ sourcePort: 800, flags: 2 }),
      reply({ sourcePort: 800, action: 'REJECT', flags: 18 }),
    ];
    expect(ports(closed, lower)?.range).toEqual({ from: 800, to: 800 });
  });

  it('provides for the whole range even when only some of its ports are denied', () => {
    const doors: Doors = { aclB: { out: [[100, 'allow', '6', '0.0.0.0/0', [50_000, 65_535]]] } };
    const { changes, proof } = remedyOf(doors, rejectedReply);
    expect(changes.map(told)).toEqual(['200 egress 32768-65535']);
    expect(proof.outcome).toBe('passes');
  });

  it('puts its rule into the group whose rules came nearest', () => {
    const doors: Doors = { groupB: { in: [tcpFrom('10.0.9.0/24', 443)] } };
    expect(remedyOf(doors, rejectedRequest).changes).toMatchObject([
      {
        kind: 'add-security-group-rule',
        groupId: 'sg-b',
        rule: {
          protocol: 6,
          ports: { from: 443, to: 443 },
          peer: { kind: 'cidr', cidr: { network: { family: 4, value: 0x0a00010a }, prefixLength: 32 } },
        },
      },
    ]);
  });

  it('is proved for the interface alone where the other end is outside', () => {
    const outside = rejectedRequest.map((text) => text.replace('10.0.1.10', '203.0.113.7'));
    expect(remedyOf({ groupB: { in: [] } }, outside).proof).toMatchObject({
      scope: 'interface',
      outcome: 'passes',
    });
  });

  it('is not offered without configuration, nor where only one filter is known and it allows', () => {
    const remedies = (documents: readonly unknown[]) =>
      explainBy(documents, [...rejectedReply, idle('eni-b', 600)]).findings.flatMap((it) => it.remedies);
    expect(remedies([])).toEqual([]);
    expect(remedies(without('NetworkAcls')(answers()))).toEqual([]);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
describe('rules that are as many as AWS takes', () => {
  const https = (n: number) => [n * 10, 'allow', '6', `192.168.${n}.0/24`, [443, 443]] as const;
  /** With the final deny, 20 entries. */
  const full = Array.from({ length: 18 }, (_, i) => https(i + 1));

  it('lose an entry that never decides, and it makes room for the new one', () => {
    const doors: Doors = { aclB: { in: [...full, [500, 'allow', '6', '192.168.1.0/25', [443, 443]]] } };
    const { changes, cautions, proof } = remedyOf(doors, rejectedRequest);
    expect(changes.map(told)).toEqual(['500 goes', '200 ingress 443-443']);
    expect(cautions.map(({ kind }) => kind)).toEqual([]);
    expect(proof.outcome).toBe('passes');
  });

  it('lose one that others after it decide alike, where none is shadowed', () => {
    const doors: Doors = { aclB: { in: [...full, [500, 'deny', '17', '0.0.0.0/0', [53, 53]]] } };
    expect(remedyOf(doors, rejectedRequest).changes.map(told)).toEqual(['500 goes', '200 ingress 443-443']);
  });

  it('are said to be so where none of them can go, and no more than that', () => {
    const doors: Doors = { aclB: { in: [...full, https(19)] } };
    const { changes, cautions } = remedyOf(doors, rejectedRequest);
    expect(changes.map(told)).toEqual(['200 ingress 443-443']);
    expect(cautions.map(({ kind }) => kind)).toEqual(['quota-reached']);
    const roomy = remedyOf({ aclB: { in: full.slice(1) } }, rejectedRequest);
    expect(roomy.cautions).toEqual([]);
  });

  const rules = (count: number) => Array.from({ length: count }, (_, i) => tcpFrom(`192.168.${i}.0/24`, 443));

  it('lose a rule of a security group that others make needless', () => {
    const doors: Doors = { groupB: { in: [...rules(59), tcpFrom('192.168.1.7/32', 443)] } };
    const { changes, cautions } = remedyOf(doors, rejectedRequest);
    expect(changes.map(told)).toEqual(['sg-b loses 443', 'sg-b ingress 443-443']);
    expect(cautions).toEqual([]);
  });

  it('of a security group are said to be so where none of them can go', () => {
    const { changes, cautions } = remedyOf({ groupB: { in: rules(60) } }, rejectedRequest);
    expect(changes.map(told)).toEqual(['sg-b ingress 443-443']);
    expect(cautions).toMatchObject([{ kind: 'rule-quota-reached', rules: 60 }]);
    expect(remedyOf({ groupB: { in: rules(59) } }, rejectedRequest).cautions).toEqual([]);
  });
});
