import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import { failingChosenPorts, failingPorts } from '../../src/path/failing-ports.js';
import { doubtsOf } from '../../src/path/left-open.js';
import { findEnds, type UnknownEnds } from '../../src/path/named-end.js';
import { blockersOf } from '../../src/path/reach.js';
import { acl, eni, entry, fromCidr, fromGroup, group, ip, rule, subnet, tcp, vpc } from '../filter/build.js';
import {
  A,
  attachment,
  B,
  natGateway,
  openAcl,
  openGroup,
  route,
  table,
  told,
  transitTable,
  trip,
  way,
  withPublic,
  world,
} from './build.js';

const across = tcp('10.0.1.10', '10.0.2.10', 443);

const box = eni('eni-box', ['10.0.2.50'], ['sg-a'], { subnetId: 'subnet-2', sourceDestCheck: false });
const oneWay = [
  table('rtb-1', ['subnet-1'], [route('10.0.2.0/24', 'eni-box')]),
  table('rtb-2', ['subnet-2'], [], { isMain: true }),
];

describe('a reply whose request may have taken another way', () => {
  it('is not decided, for the reason that the request is not', () => {
    const it = trip(world({ interfaces: [A, B, box], routeTables: oneWay }), across);
    expect(it.replyVerdict).toBe('undetermined');
    expect(doubtsOf(it).reply).toMatchObject([{ reason: 'not-modelled', id: 'eni-box' }]);
  });

  it('is not decided where the request never gets outside, and says so', () => {
    const it = trip(world(), tcp('10.0.1.10', '203.0.113.7', 443));
    expect([it.replyVerdict, doubtsOf(it).reply]).toMatchObject([
      'undetermined',
      [{ reason: 'request-does-not-arrive' }],
    ]);
  });

  it('has no blocker without the condition that it comes this way', () => {
    const known = world({
      interfaces: [A, B, box],
      routeTables: oneWay,
      networkAcls: [
        openAcl('acl-1', ['subnet-1']),
        acl('acl-2', ['subnet-2'], [entry(100, 'ingress', 'allow', 'all', '0.0.0.0/0')]),
      ],
      securityGroups: [openGroup('sg-a'), group('sg-b', [rule('ingress', 6, fromCidr('10.0.2.50/32'))])],
    });
    const it = trip(known, across);
    const { request, reply } = blockersOf(it);
    expect(it.verdict).toBe('undetermined');
    expect([...request, ...reply].map(({ conditional }) => conditional)).toEqual([true, true]);
  });
});

describe('what an interface endpoint would have to start', () => {
  it('is stopped there alone: groups that track everything do not stop its answer', () => {
    const service = eni('eni-service', ['10.0.1.80'], ['sg-a'], { type: 'vpc_endpoint' });
    const it = trip(
      world({
        interfaces: [service, B],
        securityGroups: [group('sg-a', [rule('ingress', 6, fromCidr('10.9.0.0/16'))]), openGroup('sg-b')],
      }),
      tcp('10.0.1.80', '10.0.2.10', 443),
    );
    expect(told(it)).toEqual(['request endpoint-cannot-carry eni-service VPCE_INTRA_VPC_TRAFFIC']);
  });
});

describe('an end that has several interfaces', () => {
  const two: readonly NetworkInterface[] = ['10.0.1.10', '10.0.1.11'].map((address, i) =>
    eni(`eni-${i}`, [address], [], { instanceId: 'i-1' }),
  );

  it('is asked for with the call that tells them apart', () => {
    const ends = findEnds(
      world({ interfaces: two }),
      { kind: 'instance', id: 'i-1' },
      { kind: 'address', address: ip('10.0.2.10') },
      print,
    );
    expect(ends).toMatchObject({ reason: 'several-interfaces' });
    expect((ends as UnknownEnds).missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 describe-network-interfaces --network-interface-ids eni-0 eni-1',
    ]);
  });
});

describe('a rule that refers to a group beyond a transit gateway', () => {
  it('asks for the switches of the gateway where they are not known, not for routes that were given', () => {
    const far = eni('eni-far', ['10.2.1.10'], ['sg-far'], { vpcId: 'vpc-2', subnetId: 'subnet-far' });
    const known = world({
      vpcs: [vpc(['10.0.0.0/16']), vpc(['10.2.0.0/16'], { id: 'vpc-2' })],
      subnets: [
        subnet('subnet-1', ['10.0.1.0/24'], { availabilityZone: 'a' }),
        subnet('subnet-far', ['10.2.1.0/24'], { vpcId: 'vpc-2', availabilityZone: 'a' }),
      ],
      interfaces: [A, far],
      securityGroups: [openGroup('sg-a'), group('sg-far', [rule('ingress', 6, fromGroup('sg-a'))])],
      networkAcls: [openAcl('acl-1', ['subnet-1']), openAcl('acl-far', ['subnet-far'])],
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('10.2.0.0/16', 'tgw-1')]),
        table('rtb-far', ['subnet-far'], [], {
          vpcId: 'vpc-2',
          routes: [route('10.2.0.0/16', 'local'), route('10.0.0.0/16', 'tgw-1')],
        }),
      ],
      transitGatewayAttachments: [
        attachment('tgw-attach-1', 'vpc-1', ['subnet-1'], { securityGroupReferencing: null }),
        attachment('tgw-attach-2', 'vpc-2', ['subnet-far']),
      ],
      transitGatewayRouteTables: [
        transitTable('tgw-rtb-1', [
          ['10.0.0.0/16', 'tgw-attach-1'],
          ['10.2.0.0/16', 'tgw-attach-2'],
        ]),
      ],
    });
    const it = trip(known, tcp('10.0.1.10', '10.2.1.10', 443));
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ kind, id }) => [kind, id])).toEqual([['security-group-reference', 'tgw-1']]);
  });
});

describe('the ports that a NAT gateway may choose', () => {
  it('are told where the reply dies for them, beside those of the initiator, which do not matter', () => {
    const known = world({
      interfaces: [
        A,
        withPublic(
          eni('eni-of-nat-1', ['10.0.2.5'], [], { type: 'nat_gateway', subnetId: 'subnet-2' }),
          '198.51.100.9',
        ),
      ],
      natGateways: [natGateway('nat-1', '10.0.2.5')],
      routeTables: [
        table('rtb-1', ['subnet-1'], [route('0.0.0.0/0', 'nat-1')]),
        table('rtb-2', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
      ],
      networkAcls: [
        openAcl('acl-1', ['subnet-1']),
        acl(
          'acl-2',
          ['subnet-2'],
          [
            entry(90, 'ingress', 'allow', 'all', '10.0.0.0/16'),
            entry(100, 'ingress', 'allow', 6, '0.0.0.0/0', { ports: { from: 32768, to: 65535 } }),
            entry(100, 'egress', 'allow', 'all', '0.0.0.0/0'),
          ],
        ),
      ],
    });
    const it = trip(known, tcp('10.0.1.10', '203.0.113.7', 443));
    expect([it.replyVerdict, way(it, 'reply').at(-1)]).toEqual(['partial', 'eni-a in']);
    expect(it.reply && failingPorts(it, it.reply)).toEqual([]);
    expect(it.reply && failingChosenPorts(it.reply)).toEqual([
      { chosenBy: 'nat-1', ranges: [{ from: 1024, to: 32767 }] },
    ]);
  });
});

describe('the route table of a subnet', () => {
  it('is not taken to be the main one where not all tables were given', () => {
    const it = trip(world({}, ['subnets', 'interfaces']), across);
    expect(it.verdict).toBe('undetermined');
    expect(it.missing.map(({ kind }) => kind)).toContain('route-table');
  });
});
