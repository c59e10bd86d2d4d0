import { describe, expect, it } from 'vitest';
import { answers, eni, explainBy, tcpFrom } from '../diagnosis/by-hand.js';

const START = 1_700_000_000;
const check = `eni-b 10.0.1.50 10.0.2.10 20000 443 6 1 60 ${START} ${START + 60} REJECT 2 OK`;

/** Two nodes of a load balancer that carry sg-a, beside other members of it. */
const world = (ingress: readonly unknown[]) =>
  answers({
    groupB: { in: ingress },
    moreInterfaces: [50, 51].map((last) => ({
      ...eni(`node-${last}`, 1, last, false, 'sg-a'),
      Description: 'ELB app/web/1234567890abcdef',
    })),
  });

const rulesFor = (ingress: readonly unknown[]) =>
  explainBy(world(ingress), [check])
    .findings.flatMap(({ remedies }) => remedies)
    .flatMap(({ changes }) => changes)
    .flatMap((change) => (change.kind === 'add-security-group-rule' ? [change.rule.peer] : []));

const naming = (GroupId: string, PeeringStatus?: string) => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  UserIdGroupPairs: [{ GroupId, ...(PeeringStatus === undefined ? {} : { PeeringStatus }) }],
});

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html */
describe('a rule for what a load balancer sends', () => {
  it('names the group of its nodes, whose addresses change', () => {
    expect(rulesFor([tcpFrom('10.0.1.50/32', 80)])).toMatchObject([{ kind: 'security-group', id: 'sg-a' }]);
  });

  it('names the address where a rule for the group is there and does not hold', () => {
    expect(rulesFor([naming('sg-a', 'deleted')])).toMatchObject([{ kind: 'cidr' }]);
  });
});
