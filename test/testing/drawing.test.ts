import { describe, expect, it } from 'vitest';
import {
  draw,
  exchange,
  instance,
  networkAcl,
  party,
  routeTable,
  securityGroup,
  simulate,
  subnet,
  vpc,
} from '../../src/testing/index.js';

const place = [vpc('vpc-1', '10.0.0.0/16'), subnet('subnet-1', 'vpc-1', ['10.0.1.0/24'])] as const;

const group = securityGroup('sg-1', 'vpc-1', { ingress: [], egress: [] });

const rule = (what: string) => () =>
  securityGroup('sg-1', 'vpc-1', { ingress: [[what, '0.0.0.0/0']], egress: [] });

it('takes what is drawn again for the earlier piece', () => {
  const open = securityGroup('sg-1', 'vpc-1', { ingress: [['all', '0.0.0.0/0']], egress: [] });
  expect(draw(place, group, open)).toEqual(draw(place, open));
});

describe('a slip of the pen', () => {
  it.each([
    ['a subnet of no VPC', () => draw(subnet('subnet-1', 'vpc-9', ['10.0.1.0/24'])), 'subnet-1 names vpc-9'],
    [
      'an instance in no subnet',
      () => draw(instance('eni-1', 'subnet-9', ['10.0.1.1'], { securityGroups: [] })),
      'eni-1 names subnet-9, which is not drawn',
    ],
    [
      'an instance of no group',
      () => draw(place, instance('eni-1', 'subnet-1', ['10.0.1.1'], { securityGroups: ['sg-9'] })),
      'eni-1 names sg-9',
    ],
    ['a group of no VPC', () => draw(group), 'sg-1 names vpc-1'],
    [
      'a network ACL of no subnet',
      () => draw(place, networkAcl('acl-1', 'vpc-1', ['subnet-2'])),
      'acl-1 names subnet-2',
    ],
    ['a route table of no VPC', () => draw(routeTable('rtb-1', 'vpc-1', 'main', [])), 'rtb-1 names vpc-1'],
    [
      'a route to nowhere',
      () => routeTable('rtb-1', 'vpc-1', 'main', [['0.0.0.0/0', 'x-1']]),
      'no route can be drawn',
    ],
    ['a block that is none', () => vpc('vpc-1', '10.0.0.0/99'), '"10.0.0.0/99" is not a CIDR block'],
    ['an address that is none', () => exchange('eni-1', 'nowhere', 'tcp 1'), '"nowhere" is not an IPv4'],
    [
      'an exchange with no port',
      () => exchange('eni-1', '10.0.1.1', 'tcp'),
      '"tcp": an exchange is with one',
    ],
    [
      'an exchange with many',
      () => exchange('eni-1', '10.0.1.1', 'udp 1-9'),
      '"udp 1-9": an exchange is with',
    ],
    [
      'a source port that is none',
      () => exchange('eni-1', '10.0.1.1', 'tcp 1', { sourcePort: 65536 }),
      '65536 is no source port',
    ],
    ['a protocol that is none', rule('tpc 1'), '"tpc" is no protocol'],
    ['a port that is none', rule('tcp 99999'), '"99999" is neither a port nor a range'],
    ['a range the wrong way round', rule('tcp 20-10'), '"20-10" is neither a port nor a range'],
    ['a port by name', rule('tcp https'), '"https" is neither a port nor a range'],
    ['a type of ICMP that is none', rule('icmp echo'), '"echo" is no type of ICMP'],
  ])('is told at once: %s', (_, drawn, words) => {
    expect(drawn).toThrow(words);
  });

  it.each([
    ['asks', { traffic: [exchange('eni-typo', '10.0.1.1', 'tcp 1')] }],
    [
      'listens',
      { traffic: [], hosts: [{ at: party('eni-typo'), services: [], operatingSystem: 'linux' as const }] },
    ],
  ])('is told before a machine %s that is not there', (_, what) => {
    expect(() => simulate({ network: draw(place), seed: 1, ...what })).toThrow(
      'eni-typo is no interface of the network',
    );
  });
});
