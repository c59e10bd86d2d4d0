import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { admits, emits } from '../../src/filter/passing.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import { UNFILTERED_SERVICES, unfilteredService } from '../../src/filter/unfiltered-service.js';
import * as Headers from '../../src/traffic/header-set.js';
import type { Packet } from '../../src/traffic/packet.js';
import { reply } from '../../src/traffic/packet.js';
import { acl, eni, group, icmp, network, subnet, tcp, udp } from './build.js';

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);
const net = network({
  groups: [group('sg-1', [])],
  acls: [acl('acl-1', ['subnet-1'], [])],
  subnets: [subnet('subnet-1', ['10.0.1.0/24', '2001:db8::/64'])],
});
const own = '10.0.1.10';
const own6 = '2001:db8::10';

const EXAMPLES: Readonly<Record<string, readonly Packet[]>> = {
  'amazon-dns': [udp(own, '169.254.169.253', 53), tcp(own, '10.0.0.2', 53), udp(own6, 'fd00:ec2::253', 53)],
  dhcp: [udp('0.0.0.0', '255.255.255.255', 67, 68), udp('fe80::1', 'ff02::1:2', 547, 546)],
  'instance-metadata': [tcp(own, '169.254.169.254', 80), tcp(own6, 'fd00:ec2::254', 80)],
  'ecs-task-metadata': [tcp(own, '169.254.170.2', 80)],
  'windows-licensing': [
    tcp(own, '169.254.169.250', 1688),
    tcp(own, '169.254.169.251', 1688),
    tcp(own6, 'fd00:ec2::250', 1688),
  ],
  'time-sync': [udp(own, '169.254.169.123', 123), udp(own6, 'fd00:ec2::123', 123)],
  'default-router': [
    udp(own, '10.0.1.1', 33434),
    icmp(own6, '2001:db8::1', { type: 128, code: 0 }),
    icmp(own6, 'fe80:ec2::1', { type: 135, code: 0 }),
  ],
};

const neighbours: readonly Packet[] = [
  udp(own, '10.0.0.2', 5353),
  udp(own, '10.0.2.2', 53),
  udp(own, '10.0.0.3', 53),
  udp(own, '10.0.1.20', 67, 40_000),
  tcp(own, '169.254.169.250', 80),
  tcp(own, '10.0.2.1', 80),
  tcp(own, '169.254.169.252', 80),
  tcp(own6, 'fd00:ec2::250', 80),
  icmp(own, '169.254.169.253', { type: 8, code: 0 }),
  tcp(own, '10.0.1.20', 67, 68),
  tcp(own, '169.254.169.253', 40_000, 53),
  // The far end's port counts, wherever the addresses are looked at.
  udp(own, '169.254.169.253', 40_000, 53),
];

describe('traffic that filters never see', () => {
  it.each(UNFILTERED_SERVICES)(
    '$service passes both filters, both ways, and says why',
    ({ id, service, source }) => {
      const deciding = [{ kind: 'unfiltered-service', service, source }];
      for (const request of EXAMPLES[id] ?? []) {
        expect(unfilteredService(net, host, request)?.id).toBe(id);
        const verdicts = [
          judgeSecurityGroups(net, host, 'egress', request, PLAIN_CROSSING),
          judgeNetworkAcl(net, host, 'egress', request, PLAIN_CROSSING),
          judgeSecurityGroups(net, host, 'ingress', reply(request), PLAIN_CROSSING),
          judgeNetworkAcl(net, host, 'ingress', reply(request), PLAIN_CROSSING),
        ];
        for (const verdict of verdicts) expect(verdict).toMatchObject({ outcome: 'allowed', deciding });
      }
      expect(EXAMPLES[id]).toBeDefined();
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    },
  );

  it('is no neighbour of it', () => {
    for (const packet of neighbours) expect(unfilteredService(net, host, packet)).toBeNull();
  });

  it('is in the sets of what passes, and its neighbours are not', () => {
    const out = emits(net, host, PLAIN_CROSSING);
    const inward = admits(net, host, PLAIN_CROSSING);
    for (const request of Object.values(EXAMPLES).flat()) {
      // DHCP speaks before the interface has an address.
      if (![own, own6].includes(print(request.source))) continue;
      expect(Headers.contains(out.allowed, request)).toBe(true);
      expect(Headers.contains(inward.allowed, reply(request))).toBe(true);
    }
    for (const packet of neighbours) {
      expect(Headers.contains(out.denied, packet)).toBe(true);
      expect(Headers.contains(inward.denied, reply(packet))).toBe(true);
    }
  });

  it('may be Amazon DNS where nobody said where the VPC begins', () => {
    const blind = { ...net, vpcs: new Map() };
    const judge = (packet: Packet) => judgeSecurityGroups(blind, host, 'egress', packet, PLAIN_CROSSING);
    expect(judge(udp(own, '10.0.0.2', 53))).toMatchObject({
      outcome: 'undetermined',
      missing: [{ kind: 'vpc', id: 'vpc-1', needs: 'aws ec2 describe-vpcs --vpc-ids vpc-1' }],
    });
    expect(judge(udp(own, '10.0.0.3', 53)).outcome).toBe('denied');
    expect(judge(udp(own, '8.8.8.8', 53)).outcome).toBe('denied');
    // The largest block a VPC can have is a /16, the smallest a /28.
    expect(judge(udp(own, '10.0.1.2', 53)).outcome).toBe('undetermined');
    expect(judge(udp(own, '10.0.1.8', 53)).outcome).toBe('denied');
    expect(judge(udp(own, '10.0.1.10', 53)).outcome).toBe('denied');
    expect(judge(udp(own6, '2001:db8::2', 53)).outcome).toBe('denied');
    expect(judge(tcp(own, '10.0.0.2', 40_000, 53)).outcome).toBe('denied');
    expect(judge(udp(own, '10.0.0.2', 54)).outcome).toBe('denied');
    expect(judge(icmp(own, '10.0.0.2', null)).outcome).toBe('denied');
    expect(
      judgeSecurityGroups(
        blind,
        { ...host, vpcId: null },
        'egress',
        udp(own, '10.0.0.2', 53),
        PLAIN_CROSSING,
      ),
    ).toMatchObject({
      outcome: 'undetermined',
      missing: [{ kind: 'vpc', id: null, needs: 'aws ec2 describe-vpcs' }],
    });
    expect(judgeSecurityGroups(net, host, 'egress', udp(own, '10.0.1.2', 53), PLAIN_CROSSING).outcome).toBe(
      'denied',
    );
    const server = eni('eni-dns', ['10.0.0.2'], []);
    const known = { ...blind, interfaces: new Map([[server.id, server]]) };
    expect(judgeSecurityGroups(known, host, 'egress', udp(own, '10.0.0.2', 53), PLAIN_CROSSING).outcome).toBe(
      'denied',
    );
  });
});
