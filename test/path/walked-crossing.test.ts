import { describe, expect, it } from 'vitest';
import { atInterface, outside } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { eni, fromGroup, group, ip, rule, subnet, tcp, vpc } from '../filter/build.js';
import { A, internetGateway, natGateway, openGroup, peering, route, table, world } from './build.js';

/** What `explain` judges: the filters of the two ends, told by the way between them where the routes are known. */
describe('the way between two logged ends', () => {
  const toInternet = tcp('10.0.1.10', '203.0.113.7', 443);
  const ends = { initiator: atInterface(ip('10.0.1.10'), A), responder: outside(ip('203.0.113.7')) };
  const natted = world({
    interfaces: [A],
    routeTables: [
      table('rtb-private', ['subnet-1'], [route('0.0.0.0/0', 'nat-1')]),
      table('rtb-public', ['subnet-2'], [route('0.0.0.0/0', 'igw-1')]),
    ],
    internetGateways: [internetGateway('igw-1')],
    natGateways: [natGateway('nat-1', '10.0.2.5')],
  });
  const deciding = (network: typeof natted) =>
    roundTrip(network, ends, toInternet)
      .checkpoints.at(-1)
      ?.verdict.deciding.map(({ kind }) => kind);

  it('over a NAT gateway is always tracked, and known to be where the routes were given', () => {
    expect(roundTrip(natted, ends, toInternet).isRouted).toBe(true);
    expect(deciding(natted)).toEqual(['connection-tracking']);
  });

  it('without route tables may be tracked or not, and is not known', () => {
    const bare = { ...natted, routeTables: new Map() };
    expect(roundTrip(bare, ends, toInternet).isRouted).toBe(false);
    expect(deciding(bare)).toEqual(['connection-tracking', 'security-group-rule']);
  });

  it('is not known where the routes stop short: what was logged was there all the same', () => {
    const stopped = { ...natted, natGateways: new Map() };
    expect(roundTrip(stopped, ends, toInternet).isRouted).toBe(false);
    expect(
      roundTrip(stopped, ends, toInternet).checkpoints.map(({ verdict }) => verdict.outcome),
    ).not.toContain('denied');
  });

  it('over a peering connection settles how rules see the peer', () => {
    const far = eni('eni-far', ['10.2.1.10'], ['sg-far'], { vpcId: 'vpc-2', subnetId: 'subnet-far' });
    const known = world({
      vpcs: [vpc(['10.0.0.0/16']), vpc(['10.2.0.0/16'], { id: 'vpc-2' })],
      subnets: [...world().subnets.values(), subnet('subnet-far', ['10.2.1.0/24'], { vpcId: 'vpc-2' })],
      interfaces: [A, far],
      securityGroups: [
        openGroup('sg-a'),
        group('sg-far', [rule('ingress', 6, fromGroup('sg-a'), { ports: { from: 443, to: 443 } })], {
          vpcId: 'vpc-2',
        }),
      ],
      routeTables: [
        table('rtb-1', [], [route('10.2.0.0/16', 'pcx-1')], { isMain: true }),
        table('rtb-far', [], [], {
          vpcId: 'vpc-2',
          isMain: true,
          routes: [route('10.2.0.0/16', 'local'), route('10.0.0.0/16', 'pcx-1')],
        }),
      ],
      peeringConnections: [peering('pcx-1')],
    });
    const both = { initiator: atInterface(ip('10.0.1.10'), A), responder: atInterface(ip('10.2.1.10'), far) };
    const groupsIn = (network: typeof known) =>
      roundTrip(network, both, tcp('10.0.1.10', '10.2.1.10', 443)).checkpoints.find(
        ({ side, leg, filter }) => side === 'responder' && leg === 'request' && filter === 'security-groups',
      )?.verdict.outcome;
    expect(groupsIn(known)).toBe('allowed');
    expect(groupsIn({ ...known, routeTables: new Map() })).toBe('undetermined');
  });
});
