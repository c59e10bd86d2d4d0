import { describe, expect, it } from 'vitest';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import { awsExplanationCode, blockerCode, blockers, componentOf } from '../../src/path/blocker.js';
import { crossingOf } from '../../src/path/crossing-of.js';
import { atInterface, endpointOf, outside } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { ephemeralPorts } from '../../src/path/source-ports.js';
import {
  acl,
  allowAll,
  eni,
  entry,
  fromCidr,
  group,
  ip,
  network,
  rule,
  subnet,
  tcp,
} from '../filter/build.js';

const a = eni('eni-a', ['10.0.1.10'], ['sg-a']);
const b = eni('eni-b', ['10.0.2.10'], ['sg-b'], { subnetId: 'subnet-2' });

describe('the end that an address stands for', () => {
  const foreign = eni('eni-f', ['10.0.2.10', '10.9.0.1'], [], { vpcId: 'vpc-2' });
  const known = network({ interfaces: [a, b, foreign] });

  it('is the interface of the own VPC that holds it', () => {
    expect(endpointOf(known, ip('10.0.2.10'), 'vpc-1')).toMatchObject({ interface: { id: 'eni-b' } });
    expect(endpointOf(known, ip('10.0.2.10'), 'vpc-2')).toMatchObject({ interface: { id: 'eni-f' } });
  });

  it('is the only interface that holds it anywhere', () => {
    expect(endpointOf(known, ip('10.9.0.1'), 'vpc-1')).toMatchObject({ interface: { id: 'eni-f' } });
    expect(endpointOf(known, ip('10.0.1.10'), null)).toMatchObject({ interface: { id: 'eni-a' } });
  });

  it('is outside when several VPCs hold it and none is the own one', () => {
    expect(endpointOf(known, ip('10.0.2.10'), null)).toEqual(outside(ip('10.0.2.10')));
    expect(endpointOf(known, ip('10.0.2.10'), 'vpc-3')).toEqual(outside(ip('10.0.2.10')));
  });

  it('is outside when it is public, even if an own interface is behind it', () => {
    const behind = eni('eni-p', ['10.0.1.11'], [], { publicAddresses: [ip('203.0.113.5')] });
    expect(endpointOf(network({ interfaces: [behind] }), ip('203.0.113.5'), 'vpc-1').kind).toBe('outside');
  });
});

describe('the way between two ends', () => {
  const known = network({ interfaces: [a, b] });
  const crosses = (
    peer: string,
    self: NetworkInterface = a,
    given = known,
    direction: 'ingress' | 'egress' = 'egress',
  ) => crossingOf(given, self, endpointOf(given, ip(peer), 'vpc-1'), direction).subnetBoundary;

  it('crosses the boundary of the subnet unless both are in one', () => {
    const near = eni('eni-n', ['10.0.1.11'], []);
    expect(crosses('10.0.2.10')).toBe(true);
    expect(crosses('10.0.1.11', a, network({ interfaces: [a, near] }))).toBe(false);
    expect(crosses('10.0.1.99')).toBe(false);
    expect(crosses('10.0.3.99')).toBe(true);
    expect(crosses('203.0.113.7')).toBe(true);
  });

  it('stays in a subnet of public addresses, which a VPC may have', () => {
    const subnets = [subnet('subnet-1', ['203.0.113.0/24'])];
    const own = eni('eni-q', ['203.0.113.5'], []);
    expect(crosses('203.0.113.7', own, network({ interfaces: [own], subnets }))).toBe(false);
  });

  it('is not known where the subnet is not given and the address could be in it', () => {
    const less = network({ interfaces: [a], subnets: [] });
    expect(crosses('10.0.1.99', a, less)).toBe('unknown');
    expect(crosses('2001:db8::1', a, less)).toBe('unknown');
    expect(crosses('203.0.113.7', a, less)).toBe(true);
  });

  it('is asked for at a transit gateway or Gateway Load Balancer endpoint in the same subnet too', () => {
    const tgw = eni('eni-t', ['10.0.1.12'], [], { type: 'transit_gateway' });
    expect(crosses('10.0.1.12', a, network({ interfaces: [a, tgw] }))).toBe('unknown');
  });

  it('is not known to enter the subnet of a transit gateway attachment, where it comes from beyond the VPC', () => {
    const tgw = eni('eni-t', ['10.0.1.12'], [], { type: 'transit_gateway' });
    const beside = network({ interfaces: [a, b, tgw] });
    for (const peer of ['10.9.0.1', '203.0.113.7']) {
      expect(crosses(peer, a, beside, 'ingress')).toBe('unknown');
      expect(crosses(peer, a, beside, 'egress')).toBe(true);
      expect(crosses(peer, a, known, 'ingress')).toBe(true);
    }
    expect(crosses('10.0.2.10', a, beside, 'ingress')).toBe(true);
  });

  it('is always tracked where one end is a NAT gateway, and not known to be where an end is outside', () => {
    const nat = eni('eni-nat', ['10.0.1.13'], [], { type: 'nat_gateway' });
    const tracked = (peer: typeof a) =>
      crossingOf(known, a, atInterface(ip('10.0.1.13'), peer), 'egress').automaticallyTracked;
    expect(tracked(nat)).toBe(true);
    expect(tracked(b)).toBe(false);
    expect(crossingOf(known, a, outside(ip('203.0.113.7')), 'egress').automaticallyTracked).toBe('unknown');
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports */
describe('the source ports of an initiator', () => {
  const instance = atInterface(ip('10.0.1.10'), { ...a, instanceId: 'i-1' });

  it('are 32768-65535 of an instance, and 1024-65535 of anything else', () => {
    expect(ephemeralPorts(network({}), instance)).toEqual({
      range: { from: 32768, to: 65535 },
      reason: 'instance',
    });
    for (const end of [atInterface(ip('10.0.1.10'), a), outside(ip('203.0.113.7'))])
      expect(ephemeralPorts(network({}), end)).toEqual({
        range: { from: 1024, to: 65535 },
        reason: 'any-initiator',
      });
  });

  it('hold every port that was seen', () => {
    expect(ephemeralPorts(network({}), instance, [40_000, 20_000]).range).toEqual({ from: 1024, to: 65535 });
    expect(ephemeralPorts(network({}), instance, [40_000, 700]).range).toEqual({ from: 700, to: 65535 });
    expect(ephemeralPorts(network({}), instance, [65_535]).range).toEqual({ from: 32768, to: 65535 });
  });
});

describe('a blocker', () => {
  const closed = network({
    interfaces: [a, { ...b, securityGroupIds: ['sg-b', 'sg-c'] }],
    groups: [group('sg-a', []), group('sg-b', []), group('sg-c', [])],
    acls: [acl('acl-1', ['subnet-1'], []), acl('acl-2', ['subnet-2'], [])],
  });
  const ends = {
    initiator: endpointOf(closed, ip('10.0.1.10'), 'vpc-1'),
    responder: endpointOf(closed, ip('10.0.2.10'), 'vpc-1'),
  };
  const all = blockers(roundTrip(closed, ends, tcp('10.0.1.10', '10.0.2.10', 443)));

  it('is told for every filter that denies, in the order of evaluation, with the id of what blocks', () => {
    expect(all.map((it) => [blockerCode(it), componentOf(it), awsExplanationCode(it)])).toEqual([
      ['security-group-egress-lacks-rule', 'sg-a', 'SG_HAS_NO_RULES'],
      ['network-acl-egress-denies-request', 'acl-1', 'SUBNET_ACL_RESTRICTION'],
      ['network-acl-ingress-denies-request', 'acl-2', 'SUBNET_ACL_RESTRICTION'],
      ['security-group-ingress-lacks-rule', 'eni-b', 'SG_HAS_NO_RULES'],
      ['network-acl-egress-denies-reply', 'acl-2', 'SUBNET_ACL_RESTRICTION'],
      ['network-acl-ingress-denies-reply', 'acl-1', 'SUBNET_ACL_RESTRICTION'],
    ]);
  });

  it('is told apart from groups without any rule where their rules do not apply', () => {
    const codeWith = (rules: Parameters<typeof group>[1]) => {
      const known = network({ interfaces: [a, b], groups: [group('sg-a', rules), group('sg-b', [])] });
      const trip = roundTrip(known, { ...ends }, tcp('10.0.1.10', '10.0.2.10', 443));
      return awsExplanationCode(blockers(trip)[0] as never);
    };
    expect(codeWith([rule('egress', 17, fromCidr('0.0.0.0/0'))])).toBe('ENI_SG_RULES_MISMATCH');
    expect(codeWith([rule('ingress', 6, fromCidr('0.0.0.0/0'))])).toBe('SG_HAS_NO_RULES');
  });

  it('is never a security group for a reply to a tracked request', () => {
    expect(all.some((it) => it.leg === 'reply' && it.filter === 'security-groups')).toBe(false);
    const open = network({
      interfaces: [a, b],
      groups: [
        group('sg-a', [allowAll('egress', '0.0.0.0/0')]),
        group('sg-b', [allowAll('ingress', '0.0.0.0/0')]),
      ],
      acls: ['1', '2'].map((n) =>
        acl(
          `acl-${n}`,
          [`subnet-${n}`],
          [
            entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0'),
            entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
          ],
        ),
      ),
    });
    expect(blockers(roundTrip(open, ends, tcp('10.0.1.10', '10.0.2.10', 443)))).toEqual([]);
  });
});
