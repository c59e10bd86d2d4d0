import { describe, expect, it } from 'vitest';
import { NEVER_LOGGED, neverLogged } from '../../src/capture/never-logged.js';
import { EMPTY_NETWORK } from '../../src/network/network.js';
import { ANY_TRAFFIC, type TrafficFilter } from '../../src/traffic/traffic-filter.js';
import { ip, network } from '../filter/build.js';

/** VPC 10.0.0.0/16, of which Amazon DNS answers at 10.0.0.2. */
const VPC = network({});

const ICMP = 1;
const TCP = 6;
const UDP = 17;

const ask = (
  filter: Partial<Omit<TrafficFilter, 'source' | 'destination'>> & { from?: string; to?: string },
) => {
  const { from, to, ...rest } = filter;
  const asked: TrafficFilter = {
    ...ANY_TRAFFIC,
    ...rest,
    source: from === undefined ? null : ip(from),
    destination: to === undefined ? null : ip(to),
  };
  return neverLogged(VPC, asked)?.code ?? null;
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html */
describe('traffic that is never logged', () => {
  it.each([
    ['instance metadata', { to: '169.254.169.254' }, 'never-logged-instance-metadata'],
    [
      'instance metadata, TCP 80',
      { to: '169.254.169.254', protocol: TCP, port: 80 },
      'never-logged-instance-metadata',
    ],
    [
      'instance metadata over IPv6',
      { to: 'fd00:ec2::254', protocol: TCP, port: 80 },
      'never-logged-instance-metadata',
    ],
    [
      'what instance metadata answers',
      { from: '169.254.169.254', to: '10.0.1.10' },
      'never-logged-instance-metadata',
    ],
    ['Amazon Time Sync', { to: '169.254.169.123', protocol: UDP, port: 123 }, 'never-logged-time-sync'],
    [
      'Amazon Time Sync over IPv6',
      { to: 'fd00:ec2::123', protocol: UDP, port: 123 },
      'never-logged-time-sync',
    ],
    ['DHCP', { protocol: UDP, port: 67 }, 'never-logged-dhcp'],
    ['what the DHCP server answers', { protocol: UDP, sourcePort: 67, port: 68 }, 'never-logged-dhcp'],
    ['DHCPv6', { protocol: UDP, port: 547, sourcePort: 546 }, 'never-logged-dhcp'],
    [
      'Amazon DNS at base + 2 of the VPC',
      { to: '10.0.0.2', protocol: UDP, port: 53 },
      'never-logged-amazon-dns',
    ],
    ['Amazon DNS over TCP', { to: '10.0.0.2', protocol: TCP, port: 53 }, 'never-logged-amazon-dns'],
    ['Amazon DNS at its link-local address', { to: '169.254.169.253', port: 53 }, 'never-logged-amazon-dns'],
    ['Amazon DNS over IPv6', { to: 'fd00:ec2::253', protocol: UDP, port: 53 }, 'never-logged-amazon-dns'],
    [
      'Windows licence activation',
      { to: '169.254.169.250', protocol: TCP, port: 1688 },
      'never-logged-windows-licensing',
    ],
    [
      'the second host of it',
      { to: '169.254.169.251', protocol: TCP, port: 1688 },
      'never-logged-windows-licensing',
    ],
    [
      'Windows licence activation over IPv6',
      { to: 'fd00:ec2::250', port: 1688 },
      'never-logged-windows-licensing',
    ],
  ] as const)('is %s', (_, filter, code) => {
    expect(ask(filter)).toBe(code);
  });

  it.each([
    ['an own DNS server', { to: '10.0.1.2', protocol: UDP, port: 53 }],
    ['DNS at base + 2 of a subnet that is not the first', { to: '10.0.2.2', protocol: UDP, port: 53 }],
    ['a public DNS server', { to: '192.0.2.53', protocol: UDP, port: 53 }],
    ['another service at base + 2', { to: '10.0.0.2', protocol: TCP, port: 443 }],
    ['a ping to base + 2', { to: '10.0.0.2', protocol: ICMP }],
    ['public NTP', { to: '192.0.2.123', protocol: UDP, port: 123 }],
    ['an own KMS host', { to: '10.0.1.20', protocol: TCP, port: 1688 }],
    ['another port of the licensing host', { to: '169.254.169.250', protocol: TCP, port: 443 }],
    ['TCP on the ports of DHCP', { protocol: TCP, port: 67 }],
    ['a neighbour of instance metadata', { to: '169.254.169.255' }],
    ['traffic of which nothing is said', {}],
    ['traffic of which only the protocol is said', { protocol: UDP }],
  ] as const)('is not %s', (_, filter) => {
    expect(ask(filter)).toBeNull();
  });

  it('at base + 2 is known only of a VPC that was described', () => {
    const asked = { ...ANY_TRAFFIC, destination: ip('10.0.0.2'), protocol: UDP, port: 53 };
    expect(neverLogged(EMPTY_NETWORK, asked)).toBeNull();
  });

  it('says where AWS documents it', () => {
    for (const row of NEVER_LOGGED) {
      expect(row.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
      expect(row.addressSource).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    }
  });
});
