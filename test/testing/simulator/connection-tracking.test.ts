import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/network/network.js';
import {
  draw,
  exchange,
  instance,
  networkAcl,
  OPEN_ENTRIES,
  type Simulation,
  START,
  securityGroup,
  simulate,
  subnet,
  vpc,
} from '../../../src/testing/index.js';

/**
 * The worked example of https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html:
 * SSH from one address, HTTP and ICMP from everywhere, and everything out.
 */
const EXAMPLE = {
  ingress: [
    ['tcp 22', '10.0.1.10/32'],
    ['tcp 80', '0.0.0.0/0'],
    ['icmp', '0.0.0.0/0'],
  ],
  egress: [['all', '0.0.0.0/0']],
} as const;

const network = (rules: Parameters<typeof securityGroup>[2], acl = OPEN_ENTRIES): Network =>
  draw(
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
    subnet('subnet-2', 'vpc-1', ['10.0.2.0/24']),
    securityGroup('sg-client', 'vpc-1', { ingress: [], egress: [['all', '0.0.0.0/0']] }),
    securityGroup('sg-server', 'vpc-1', rules),
    instance('eni-client', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-client'] }),
    instance('eni-server', 'subnet-2', ['10.0.2.20'], { securityGroups: ['sg-server'] }),
    networkAcl('acl-server', 'vpc-1', ['subnet-2'], acl),
  );

const NOTHING = { ingress: [], egress: [] };

const LASTING = { rounds: 6, pause: 10, closes: 'never' } as const;

/** What happens to a conversation whose rules are gone after 25 seconds. */
const afterwards = (what: string, change: (so: Network) => Network): readonly string[] =>
  rejectedAt(
    simulate({
      network: network(EXAMPLE),
      traffic: [exchange('eni-client', '10.0.2.20', what, LASTING)],
      changes: [{ at: START + 25, apply: change }],
      seed: 3,
    }),
  );

const rejectedAt = ({ sightings }: Simulation): readonly string[] => [
  ...new Set(
    sightings
      .filter(({ action }) => action === 'REJECT')
      .map(({ interface: at, direction }) => `${direction} at ${at.id}`),
  ),
];

const withoutRules = (so: Network): Network => ({
  ...so,
  securityGroups: network(NOTHING).securityGroups,
});

const withoutEntries = (so: Network): Network => ({
  ...so,
  networkAcls: network(EXAMPLE, NOTHING).networkAcls,
});

describe('a connection whose security group loses its rules', () => {
  it('goes on where it is tracked', () => {
    expect(afterwards('tcp 22', withoutRules)).toEqual([]);
    expect(afterwards('icmp', withoutRules)).toEqual([]);
  });

  it('is cut at once where it is not', () => {
    expect(afterwards('tcp 80', withoutRules)).toEqual(['ingress at eni-server']);
  });

  it('is cut at once by a network ACL, tracked or not', () => {
    expect(afterwards('tcp 22', withoutEntries)).toEqual(['ingress at eni-server']);
    expect(afterwards('tcp 80', withoutEntries)).toEqual(['ingress at eni-server']);
  });
});

describe('an answer that comes late', () => {
  const late = (what: string, seconds: number): readonly string[] =>
    rejectedAt(
      simulate({
        network: network({ ingress: [['all', '10.0.1.0/24']], egress: [['all', '0.0.0.0/0']] }),
        traffic: [exchange('eni-client', '10.0.2.20', what, { closes: 'rst', lateData: seconds })],
        seed: 5,
      }),
    );

  it('is rejected after the connection was closed', () => {
    // At the server, too, AWS may count it as outside of any connection: which of the two is drawn.
    expect(late('tcp 443', 20).every((at) => / at eni-(client|server)$/.test(at))).toBe(true);
    expect(late('tcp 443', 20).length).toBeGreaterThan(0);
  });

  it('is rejected 30 seconds after a single UDP request, and not before', () => {
    expect(late('udp 514', 20)).toEqual([]);
    expect(late('udp 514', 40)).toEqual(['ingress at eni-client']);
  });
});

describe('a network ACL', () => {
  it('is not asked between two machines of one subnet', () => {
    const near = draw(
      vpc('vpc-1', '10.0.0.0/16'),
      subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
      securityGroup('sg-1', 'vpc-1', { ingress: [['all', 'sg-1']], egress: [['all', '0.0.0.0/0']] }),
      instance('eni-a', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-1'] }),
      instance('eni-b', 'subnet-1', ['10.0.1.20'], { securityGroups: ['sg-1'] }),
      networkAcl('acl-1', 'vpc-1', ['subnet-1'], NOTHING),
    );
    const run = simulate({ network: near, traffic: [exchange('eni-a', '10.0.1.20', 'tcp 443')], seed: 1 });
    expect(run.sightings.length).toBeGreaterThan(0);
    expect(rejectedAt(run)).toEqual([]);
  });
});

describe('traffic that is never logged', () => {
  it.each([
    ['169.254.169.254', 'tcp 80'],
    ['169.254.169.123', 'udp 123'],
    ['10.0.0.2', 'udp 53'],
    ['10.0.1.1', 'icmp'],
  ])('leaves no trace (%s, %s)', (to, what) => {
    const run = simulate({
      network: network(EXAMPLE),
      traffic: [exchange('eni-client', to, what)],
      seed: 1,
    });
    expect(run.sightings).toEqual([]);
  });
});
