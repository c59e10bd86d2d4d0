import { describe, expect, it } from 'vitest';
import { printAddress } from '../../src/index.js';
import { answers, eni, explainBy, idle } from './by-hand.js';

/**
 * An interface of several private addresses whose records show the primary one, in a VPC with an internet gateway: which
 * of them have a public address, and where the default route leads.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
const PRIVATE = { primary: '10.0.2.10', secondary: '10.0.2.20', third: '10.0.2.30' } as const;
type Own = keyof typeof PRIVATE;

const network = (own: readonly Own[], isPublic: readonly Own[], state = 'active') => [
  ...answers().filter((one) => !Object.keys(one).includes('NetworkInterfaces')),
  {
    NetworkInterfaces: [
      {
        ...eni('b', 2, 10, true),
        PrivateIpAddresses: own.map((name, i) => ({
          PrivateIpAddress: PRIVATE[name],
          Primary: name === 'primary',
          ...(isPublic.includes(name) ? { Association: { PublicIp: `198.51.100.${i + 1}` } } : {}),
        })),
      },
    ],
  },
  {
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ VpcId: 'vpc-1', State: 'available' }] }],
  },
  {
    RouteTables: [
      {
        RouteTableId: 'rtb-1',
        VpcId: 'vpc-1',
        Associations: [{ Main: true }],
        Routes: [
          { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
          { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: state },
        ],
      },
    ],
  },
];

const START = 1_700_000_000;
const line = (from: string, to: string, ports: string, flags: number) =>
  `eni-b ${from} ${to} ${ports} 6 3 180 ${START} ${START + 50} ACCEPT ${flags} OK`;

/** Quiet minutes, one with these lines, and quiet minutes. */
const log = (...lines: readonly string[]) => [
  ...[-180, -120, -60].map((later) => idle('eni-b', later)),
  ...lines,
  ...[60, 120, 180].map((later) => idle('eni-b', later)),
];

const OUTSIDE = '203.0.113.7';
const comes = line(OUTSIDE, PRIVATE.primary, '40000 443', 2);
const leaves = line(PRIVATE.primary, OUTSIDE, '40000 443', 2);
const answered = line(PRIVATE.primary, OUTSIDE, '443 40000', 18);

const found = (documents: ReturnType<typeof network>, lines: readonly string[]) => {
  const [finding] = explainBy(documents, lines).findings;
  if (finding?.group == null) throw new Error('nothing found');
  return {
    code: finding.code,
    certainty: finding.certainty,
    ends: [finding.group.initiator, finding.group.responder].map(({ address }) => printAddress(address)),
    also: finding.alternatives.map(({ code }) => code),
    missing: finding.missing.map(({ id }) => id),
    shows: finding.seenAt.map(({ shows }) => (shows === null ? null : printAddress(shows))),
  };
};

describe('of several addresses of an interface, one of which is shown', () => {
  it('the one is named that alone can be spoken with from the internet', () => {
    expect(
      found(network(['primary', 'secondary', 'third'], ['secondary'], 'blackhole'), log(comes, answered)),
    ).toMatchObject({
      code: 'blackhole-route',
      ends: [OUTSIDE, PRIVATE.secondary],
      shows: [PRIVATE.primary],
    });
  });

  it('none is named where two can be', () => {
    expect(
      found(network(['primary', 'secondary', 'third'], ['secondary', 'third']), log(comes, answered)),
    ).toMatchObject({ ends: [OUTSIDE, PRIVATE.primary], shows: [null] });
  });

  it('the one shown is believed where it can have been that', () => {
    expect(found(network(['primary', 'secondary'], ['primary']), log(comes, answered))).toMatchObject({
      code: 'allowed-both-ways',
      ends: [OUTSIDE, PRIVATE.primary],
    });
  });

  it('that which got an answer from the internet is named', () => {
    const reply = line(OUTSIDE, PRIVATE.primary, '443 40000', 18);
    expect(found(network(['primary', 'secondary'], ['secondary']), log(leaves, reply))).toMatchObject({
      code: 'allowed-both-ways',
      ends: [PRIVATE.secondary, OUTSIDE],
    });
  });

  it('what left has no public address for sure where none of them has one', () => {
    expect(found(network(['primary', 'secondary'], []), log(leaves))).toMatchObject({
      code: 'no-public-address',
      certainty: 'proven',
    });
  });

  it.each<[string, readonly Own[]]>([
    ['the primary one', ['primary']],
    ['another one', ['secondary']],
  ])('what left has perhaps none where only %s has one', (_, isPublic) => {
    const { code, certainty, also, missing } = found(
      network(['primary', 'secondary'], isPublic),
      log(leaves),
    );
    expect([code, ...also].sort()).toEqual(['no-public-address', 'no-reply-observed']);
    expect(certainty).toBe('possible');
    expect(missing).toContain('pkt-srcaddr');
  });

  it('what left has a public address for sure where each of them has one', () => {
    const { code, also } = found(network(['primary', 'secondary'], ['primary', 'secondary']), log(leaves));
    expect([code, ...also]).toEqual(['no-reply-observed']);
  });
});
