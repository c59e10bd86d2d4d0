import { describe, expect, it } from 'vitest';
import { judgeSecurityGroupsReply, tracking } from '../../src/filter/connection-tracking.js';
import { type Crossing, PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { idleTimeouts } from '../../src/filter/idle-timeout.js';
import { isNitroV6 } from '../../src/filter/nitro.js';
import type { PrefixList } from '../../src/network/prefix-list.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import type { Packet } from '../../src/traffic/packet.js';
import {
  allowAll,
  eni,
  fromCidr,
  fromGroup,
  fromList,
  group,
  icmp,
  network,
  other,
  ports,
  prefixList,
  rule,
  tcp,
  udp,
} from './build.js';

/** The example of AWS's page: SSH from one host, HTTP from anywhere, ICMP from anywhere, everything out. */
const example = [
  rule('ingress', 6, fromCidr('203.0.113.1/32'), { ports: ports(22) }),
  rule('ingress', 6, fromCidr('0.0.0.0/0'), { ports: ports(80) }),
  rule('ingress', 6, fromCidr('::/0'), { ports: ports(80) }),
  rule('ingress', 1, fromCidr('0.0.0.0/0')),
];
const outV4 = allowAll('egress', '0.0.0.0/0');
const outV6 = allowAll('egress', '::/0');

const host = eni('eni-1', ['10.0.1.10', '2001:db8::10'], ['sg-1']);

const ask = (
  rules: readonly SecurityGroupRule[],
  request: Packet,
  crossing: Partial<Crossing> = {},
  it: typeof host = host,
) =>
  tracking(network({ groups: [group('sg-1', rules)] }), it, 'ingress', request, {
    ...PLAIN_CROSSING,
    ...crossing,
  });

const ssh = tcp('203.0.113.1', '10.0.1.10', 22);
const http = tcp('198.51.100.2', '10.0.1.10', 80);
const http6 = tcp('2001:db8:9::1', '2001:db8::10', 80);

describe('connection tracking', () => {
  it('follows the example of AWS: SSH tracked, HTTP not, ICMP tracked', () => {
    const rules = [...example, outV4, outV6];
    expect(ask(rules, ssh)).toMatchObject({ tracked: true, basis: { kind: 'rules', open: null } });
    expect(ask(rules, http)).toMatchObject({
      tracked: false,
      basis: { kind: 'rules', open: { rule: { ports: { from: 80 } } }, openBack: { rule: outV4 } },
      idleTimeouts: [],
    });
    expect(ask(rules, icmp('198.51.100.2', '10.0.1.10', null))).toMatchObject({
      tracked: true,
      basis: { kind: 'icmp' },
    });
  });

  it('is told per family: without the IPv4 egress rule HTTP over IPv4 is tracked, over IPv6 it is not', () => {
    expect(ask([...example, outV6], http).tracked).toBe(true);
    expect(ask([...example, outV6], http6).tracked).toBe(false);
  });

  it('knows an open way back only by every port of the protocol', () => {
    const back = (one: Partial<SecurityGroupRule>, protocol: 6 | 17 = 6) =>
      ask([...example, rule('egress', protocol, fromCidr('0.0.0.0/0'), one)], http).tracked;
    expect(back({ ports: ports(0, 65535) })).toBe(false);
    expect(back({ ports: null })).toBe(false);
    // What stands as ports of a rule for every protocol says nothing.
    expect(ask([...example, { ...outV4, ports: ports(0) }], http).tracked).toBe(false);
    expect(back({ ports: ports(1024, 65535) })).toBe(true);
    expect(back({ ports: ports(0, 65534) })).toBe(true);
    expect(back({ ports: ports(0, 65535) }, 17)).toBe(true);
  });

  it('takes only the literal 0.0.0.0/0, not two halves of it', () => {
    const halves = ['0.0.0.0/1', '128.0.0.0/1'].map((block) => allowAll('egress', block));
    expect(ask([...example, ...halves], http).tracked).toBe(true);
  });

  it('is unknown where only a prefix list is open, as AWS does not say whether that counts', () => {
    const viaList = rule('egress', 'all', fromList('pl-1'));
    const asked = (entries: readonly string[] | null, more: Partial<PrefixList> = {}, rules = example) =>
      tracking(
        network({
          groups: [group('sg-1', [...rules, viaList])],
          prefixLists: [prefixList('pl-1', entries, more)],
        }),
        host,
        'ingress',
        http,
        PLAIN_CROSSING,
      );
    expect(asked(['0.0.0.0/0'])).toMatchObject({
      tracked: 'unknown',
      missing: [{ kind: 'open-prefix-list', id: 'pl-1', needs: 'AWS to document it' }],
    });
    expect(asked(null)).toMatchObject({ tracked: 'unknown', missing: [{ kind: 'prefix-list-entries' }] });
    expect(asked(null, { family: 4 }).tracked).toBe('unknown');
    expect(asked(null, { family: 6 }).tracked).toBe(true);
    expect(asked(null, { ownerId: 'AWS' }).tracked).toBe(true);
    expect(asked(['0.0.0.0/1', '128.0.0.0/1', '::/0']).tracked).toBe(true);
    expect(asked([]).tracked).toBe(true);
    // A list that nothing describes, and a group, which is never open.
    expect(ask([...example, viaList], http).tracked).toBe('unknown');
    expect(ask([...example, rule('egress', 'all', fromGroup('sg-2'))], http).tracked).toBe(true);
    // Where another rule settles it, the list is not asked for.
    expect(asked(['0.0.0.0/0'], {}, [...example, outV4])).toMatchObject({ tracked: false, missing: [] });
    expect(asked(['0.0.0.0/0'], {}, []).tracked).toBe(true);
  });

  it('forgets after the time configured at the interface, else after the default of its instance type', () => {
    const seconds = (type: string | null, it: Partial<typeof host> = {}) =>
      tracking(
        network({
          groups: [group('sg-1', example)],
          instances: [{ id: 'i-1', vpcId: null, subnetId: null, type, platform: null, state: null }],
        }),
        { ...host, instanceId: 'i-1', ...it },
        'ingress',
        ssh,
        PLAIN_CROSSING,
      ).idleTimeouts.flatMap((one) => one.seconds);
    expect(seconds('m8i.large')).toEqual([350]);
    expect(seconds('m5.large')).toEqual([432_000]);
    expect(seconds('m99z.large')).toEqual([350, 432_000]);
    expect(seconds(null)).toEqual([350, 432_000]);
    expect(seconds('m8i.large', { instanceId: null })).toEqual([350, 432_000]);
    expect(seconds('m8i.large', { instanceId: 'i-elsewhere' })).toEqual([350, 432_000]);
    const configured = { tcpEstablishedTimeout: 900, udpStreamTimeout: null, udpTimeout: null };
    expect(seconds('m8i.large', { connectionTracking: configured })).toEqual([900]);
  });

  it('is automatic on some ways, and unknown where the way is unknown and rules are open', () => {
    const rules = [...example, outV4];
    expect(ask(rules, http, { automaticallyTracked: true })).toMatchObject({
      tracked: true,
      basis: { kind: 'automatic' },
    });
    expect(ask(rules, http, { automaticallyTracked: 'unknown' })).toMatchObject({
      tracked: 'unknown',
      missing: [{ kind: 'routes' }],
    });
    expect(ask(rules, ssh, { automaticallyTracked: 'unknown' }).tracked).toBe(true);
  });

  it('is unknown where a group that was not given could hold the open rule', () => {
    const it2 = { ...host, securityGroupIds: ['sg-1', 'sg-lost'] };
    expect(ask(example, http, {}, it2)).toMatchObject({
      tracked: 'unknown',
      missing: [{ kind: 'security-group', id: 'sg-lost' }],
    });
    expect(ask([...example, outV4], http, {}, it2).tracked).toBe(false);
    expect(ask([...example, outV4], http, {}, { ...host, securityGroupIds: null }).tracked).toBe('unknown');
  });

  it('is unknown for an unknown port that an open rule may name', () => {
    const request = { ...http, destinationPort: null };
    expect(ask([...example, outV4], request)).toMatchObject({
      tracked: 'unknown',
      missing: [{ kind: 'record-field', id: 'dstport' }],
    });
    expect(ask(example, request)).toMatchObject({ tracked: true, missing: [] });
    // An open rule for every port settles it; one of another protocol does not come into question.
    const everyPort = rule('ingress', 6, fromCidr('0.0.0.0/0'));
    expect(ask([everyPort, outV4], request)).toMatchObject({ tracked: false, missing: [] });
    const dns = rule('ingress', 17, fromCidr('0.0.0.0/0'), { ports: ports(53) });
    expect(ask([dns, outV4], request).tracked).toBe(true);
  });

  it('goes by address pair for other protocols, and is nothing without groups', () => {
    expect(ask([], other(47, '203.0.113.1', '10.0.1.10'))).toMatchObject({
      tracked: true,
      basis: { kind: 'other-protocol' },
      idleTimeouts: [{ state: 'other', seconds: [600] }],
    });
    expect(ask([], http, {}, { ...host, securityGroupIds: [] })).toMatchObject({
      tracked: false,
      basis: { kind: 'no-security-groups' },
    });
    expect(ask([], udp('10.0.1.10', '169.254.169.253', 53))).toMatchObject({
      tracked: false,
      basis: { kind: 'unfiltered-service' },
    });
  });
});

describe('the reply to a request that passed', () => {
  const reply = (rules: readonly SecurityGroupRule[], request: Packet, crossing: Partial<Crossing> = {}) =>
    judgeSecurityGroupsReply(network({ groups: [group('sg-1', rules)] }), host, 'ingress', request, {
      ...PLAIN_CROSSING,
      ...crossing,
    });

  it('passes without a rule when tracked', () => {
    expect(reply(example, ssh)).toMatchObject({
      outcome: 'allowed',
      deciding: [{ kind: 'connection-tracking', interfaceId: 'eni-1', direction: 'egress' }],
    });
  });

  it('passes by the open rule when untracked', () => {
    expect(reply([...example, outV4], http)).toMatchObject({
      outcome: 'allowed',
      deciding: [{ kind: 'security-group-rule', direction: 'egress', rule: outV4 }],
    });
  });

  it('passes for both reasons where it is not known which', () => {
    const verdict = reply([...example, outV4], http, { automaticallyTracked: 'unknown' });
    expect(verdict.outcome).toBe('allowed');
    expect(verdict.deciding.map(({ kind }) => kind)).toEqual(['connection-tracking', 'security-group-rule']);
  });
});

describe('version 6 of the Nitro System', () => {
  it.each([
    'c8i-flex.large',
    'M8A.medium',
    'r8gb.metal-24xl',
    'x8aedz.large',
    'p6-b200.48xlarge',
    'i8ge.large',
  ])('carries %s', (type) => {
    expect(isNitroV6(type)).toBe(true);
  });

  it.each([
    'm8g.large',
    't3.micro',
    'c7i-flex.large',
    'p6e-gb200.36xlarge',
    'u-6tb1.metal',
    'u7i-6tb.112xlarge',
    'im4gn.large',
    'mac2-m2.metal',
  ])('does not carry %s', (type) => {
    expect(isNitroV6(type)).toBe(false);
  });

  it.each(['m10g.large', 'p7.48xlarge', 'trn3.48xlarge', 'dl9.large', ''])('may carry %j', (type) => {
    expect(isNitroV6(type)).toBe('unknown');
  });
});

describe('idle timeouts', () => {
  it('have the defaults of AWS', () => {
    expect(idleTimeouts(6)).toEqual([
      { state: 'tcp-established', seconds: [350, 432_000], basis: 'default' },
    ]);
    expect(idleTimeouts(6, null, true)).toMatchObject([{ seconds: [350] }]);
    expect(idleTimeouts(6, null, false)).toMatchObject([{ seconds: [432_000] }]);
    expect(idleTimeouts(17)).toMatchObject([
      { state: 'udp', seconds: [30] },
      { state: 'udp-stream', seconds: [180] },
    ]);
    expect(idleTimeouts(1)).toEqual([]);
    expect(idleTimeouts(58)).toEqual([]);
  });

  it('can be configured per interface', () => {
    const configured = { tcpEstablishedTimeout: 60, udpStreamTimeout: 90, udpTimeout: null };
    expect(idleTimeouts(6, configured)).toEqual([
      { state: 'tcp-established', seconds: [60], basis: 'configured' },
    ]);
    expect(idleTimeouts(17, configured)).toMatchObject([
      { seconds: [30], basis: 'default' },
      { seconds: [90], basis: 'configured' },
    ]);
  });
});
