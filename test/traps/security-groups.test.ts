import { describe } from 'vitest';
import { covers, isAny } from '../../src/address/cidr.js';
import { readAnswers } from '../../src/aws/read-answers.js';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Outcome } from '../../src/filter/verdict.js';
import type { Network } from '../../src/network/network.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Direction } from '../../src/traffic/direction.js';
import { type Packet, reply } from '../../src/traffic/packet.js';
import { readPacket } from '../arbitrary/read-aws.js';
import {
  acl,
  allowAll,
  cidr,
  eni,
  entry,
  fromCidr,
  fromGroup,
  fromList,
  group,
  network,
  ports,
  prefixList,
  rule,
  tcp,
} from '../filter/build.js';
import type { AwsIpPermission, WrittenPacket } from '../oracle/filter.js';
import { naiveAcl, naiveGroups, permits } from './naive.js';
import { trap } from './trap.js';

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);
const peer = eni('eni-2', ['10.0.2.20'], ['sg-2'], { subnetId: 'subnet-2' });
const fromPeer = tcp('10.0.2.20', '10.0.1.10', 443);

type Parts = Parameters<typeof network>[0];
const withRules = (rules: readonly SecurityGroupRule[], more: Parts = {}): Network =>
  network({ interfaces: [host, peer], groups: [group('sg-1', rules), group('sg-2', [])], ...more });

/** The naive and the true verdict of `host`'s groups on one packet. */
const outcomes = (
  net: Network,
  packet: Packet,
  direction: Direction = 'ingress',
  crossing: Partial<Crossing> = {},
) => ({
  naive: (): Outcome => naiveGroups(net, host, direction, packet),
  truth: (): Outcome =>
    judgeSecurityGroups(net, host, direction, packet, { ...PLAIN_CROSSING, ...crossing }).outcome,
});

/** The same from one permission as AWS prints it, read by `aws/`. */
const permission = (
  parts: Partial<AwsIpPermission> & Pick<AwsIpPermission, 'IpProtocol'>,
  packet: Partial<WrittenPacket>,
) => {
  const whole: AwsIpPermission = {
    IpRanges: [{ CidrIp: '10.0.0.0/8' }],
    Ipv6Ranges: [],
    PrefixListIds: [],
    UserIdGroupPairs: [],
    ...parts,
  };
  const written: WrittenPacket = {
    source: '10.0.2.20',
    destination: '10.0.1.10',
    protocol: 6,
    sourcePort: 40_000,
    destinationPort: 443,
    icmpType: null,
    icmpCode: null,
    ...packet,
  };
  const { network: net } = readAnswers([
    { source: 'groups.json', json: { SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [whole] }] } },
  ]);
  return {
    naive: (): Outcome => (permits(whole, written) ? 'allowed' : 'denied'),
    truth: (): Outcome =>
      judgeSecurityGroups(net, host, 'ingress', readPacket(written), PLAIN_CROSSING).outcome,
  };
};
const PING = { protocol: 1, sourcePort: null, destinationPort: null, icmpType: 8, icmpCode: 0 };

describe('traps of security groups', () => {
  trap(1, 'a rule for all protocols has no ports and takes every port', {
    ...permission({ IpProtocol: '-1' }, {}),
    correct: 'allowed',
  });

  trap(1, 'ports -1 to -1 or 0 to 0 on a rule for all protocols mean every port too', {
    ...permission({ IpProtocol: '-1', FromPort: -1, ToPort: -1 }, {}),
    correct: 'allowed',
  });

  trap(1, 'ICMPv6 without numbers is every type', {
    ...permission(
      { IpProtocol: 'icmpv6', IpRanges: [], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
      { ...PING, protocol: 58, source: '2001:db8::20', destination: '2001:db8::10' },
    ),
    correct: 'allowed',
  });

  trap(2, 'FromPort 8 and ToPort -1 is one ICMP type with every code, not an empty range', {
    ...permission({ IpProtocol: 'icmp', FromPort: 8, ToPort: -1 }, PING),
    correct: 'allowed',
  });

  const type4 = { ...PING, icmpType: 4, icmpCode: 0 };
  trap<Outcome>(2, 'FromPort 3 and ToPort 4 is type 3 code 4, not the types 3 and 4', {
    naive: () => (3 <= type4.icmpType && type4.icmpType <= 4 ? 'allowed' : 'denied'),
    truth: permission({ IpProtocol: 'icmp', FromPort: 3, ToPort: 4 }, type4).truth,
    correct: 'denied',
  });

  trap(3, 'a logged ICMP packet has no type: a rule for echo requests neither allows nor denies it', {
    ...permission(
      { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 },
      { ...PING, destinationPort: 0, icmpType: null, icmpCode: null },
    ),
    correct: 'undetermined',
  });

  trap(
    4,
    'behind a Network Load Balancer that keeps client addresses, its group is matched and not the client’s address',
    {
      ...outcomes(
        withRules([rule('ingress', 6, fromGroup('sg-nlb'))]),
        tcp('203.0.113.9', '10.0.1.10', 443),
        'ingress',
        { peerGroups: ['sg-nlb'] },
      ),
      correct: 'allowed',
    },
  );

  trap(4, 'a middlebox hides the peer’s group although its address arrives unchanged', {
    ...outcomes(withRules([rule('ingress', 6, fromGroup('sg-2'))]), fromPeer, 'ingress', {
      peerGroups: 'lost',
    }),
    correct: 'denied',
  });

  const elastic = { ...peer, publicAddresses: eni('x', ['198.51.100.7'], []).privateAddresses };
  trap(4, 'a member that comes by its public address is not matched by its group', {
    ...outcomes(
      withRules([rule('ingress', 6, fromGroup('sg-2'))], { interfaces: [host, elastic] }),
      tcp('198.51.100.7', '10.0.1.10', 443),
    ),
    correct: 'denied',
  });

  const twin = { ...peer, securityGroupIds: ['sg-1'] };
  trap<Outcome>(5, 'sharing a group lets nobody talk without a rule that refers to the group itself', {
    naive: () =>
      host.securityGroupIds?.some((id) => twin.securityGroupIds.includes(id)) ? 'allowed' : 'denied',
    truth: outcomes(network({ interfaces: [host, twin], groups: [group('sg-1', [])] }), fromPeer).truth,
    correct: 'denied',
  });

  trap(6, 'a reference over a peering connection that was deleted matches nothing', {
    ...outcomes(withRules([rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'deleted' }))]), fromPeer),
    correct: 'denied',
  });

  trap(7, 'an egress rule cannot refer to a group beyond a transit gateway, where the crossing loses it', {
    ...outcomes(withRules([rule('egress', 6, fromGroup('sg-2'))]), reply(fromPeer), 'egress', {
      peerGroups: 'lost',
    }),
    correct: 'denied',
  });

  // As describe-managed-prefix-lists and get-managed-prefix-list-entries tell them; NACLs take no prefix list.
  const toS3 = tcp('10.0.1.10', '52.216.0.1', 443);
  const s3 = { prefixLists: [prefixList('pl-s3', ['52.216.0.0/15'], { ownerId: 'AWS' })] };
  trap(23, 'a gateway endpoint is public addresses, which a group may name by the prefix list', {
    ...outcomes(withRules([rule('egress', 6, fromList('pl-s3'))], s3), toS3, 'egress'),
    correct: 'allowed',
  });

  // Where the address of an interface endpoint would be.
  const endpoint = '10.0.2.5';
  const openToVpc = [entry(100, 'egress', 'allow', 6, '10.0.0.0/8')];
  trap<Outcome>(
    23,
    'a gateway endpoint is public addresses, so a network ACL open to the VPC is not enough',
    {
      naive: () => naiveAcl(openToVpc, 'egress', tcp('10.0.1.10', endpoint, 443)),
      truth: () =>
        judgeNetworkAcl(
          network({ acls: [acl('acl-1', ['subnet-1'], openToVpc)] }),
          host,
          'egress',
          toS3,
          PLAIN_CROSSING,
        ).outcome,
      correct: 'denied',
    },
  );

  const client = '203.0.113.9';
  const fromBalancer = tcp('10.0.2.50', '10.0.1.10', 443);
  const forClients = withRules([rule('ingress', 6, fromCidr('203.0.113.0/24'))]);
  trap<Outcome>(
    24,
    'without client addresses a target sees the load balancer’s, which a rule for clients misses',
    {
      naive: () => naiveGroups(forClients, host, 'ingress', tcp(client, '10.0.1.10', 443)),
      truth: outcomes(forClients, fromBalancer).truth,
      correct: 'denied',
    },
  );

  const anywhere = allowAll('ingress', '0.0.0.0/0');
  trap<Outcome>(28, '0.0.0.0/0 never matches IPv6', {
    naive: () => (anywhere.peer.kind === 'cidr' && isAny(anywhere.peer.cidr) ? 'allowed' : 'denied'),
    truth: outcomes(withRules([anywhere]), tcp('2001:db8::20', '2001:db8::10', 443)).truth,
    correct: 'denied',
  });

  const everyIcmp = { IpProtocol: 'icmp', Ipv6Ranges: [{ CidrIpv6: '::/0' }], FromPort: -1, ToPort: -1 };
  trap<Outcome>(28, 'a ping over IPv6 needs a rule for protocol 58', {
    naive: () => (everyIcmp.IpProtocol === 'icmp' ? 'allowed' : 'denied'),
    truth: permission(everyIcmp, {
      ...PING,
      protocol: 58,
      source: '2001:db8::20',
      destination: '2001:db8::10',
    }).truth,
    correct: 'denied',
  });

  const viaList = [rule('ingress', 6, fromList('pl-1'))];
  trap(29, 'a prefix list without its newest entries may allow: it is no empty list', {
    ...outcomes(withRules(viaList), fromPeer),
    correct: 'undetermined',
  });

  const yesterday = [cidr('10.0.2.0/24')];
  trap<Outcome>(29, 'a rule means the newest version of a list, not the one of yesterday', {
    naive: () => (yesterday.some(covers(fromPeer.source)) ? 'allowed' : 'denied'),
    truth: outcomes(withRules(viaList, { prefixLists: [prefixList('pl-1', ['10.0.3.0/24'])] }), fromPeer)
      .truth,
    correct: 'denied',
  });

  trap(31, 'a stale rule looks like any other and still matches nothing', {
    ...outcomes(
      withRules([rule('ingress', 6, fromGroup('sg-2', { peeringStatus: 'expired' }), { ports: ports(443) })]),
      fromPeer,
    ),
    correct: 'denied',
  });

  trap(31, 'a group that was deleted in the other VPC shows only in the owner that is missing', {
    ...outcomes(
      withRules([
        rule('ingress', 6, fromGroup('sg-2', { vpcId: 'vpc-2', peeringStatus: 'active' }), {
          ports: ports(443),
        }),
      ]),
      fromPeer,
    ),
    correct: 'denied',
  });
});
