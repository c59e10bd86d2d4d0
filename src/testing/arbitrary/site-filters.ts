import { type DrawnEntries, type DrawnEntry, type DrawnRule, OPEN_ENTRIES } from '../drawing/filters.js';
import type { End } from './ends.js';
import type { AclStyle, Plan, RuleStyle } from './plan.js';

const anywhere = (address: string): string => (address.includes(':') ? '::/0' : '0.0.0.0/0');

/** The prefix list that AWS keeps of the service's addresses. */
export const SERVICE_LIST = 'pl-service';

const hostBlock = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

export const protocolName = ({ protocol, isIpv6 }: Pick<Plan, 'protocol' | 'isIpv6'>): string =>
  protocol === 'icmp' && isIpv6 ? 'icmpv6' : protocol;

const ONE_VPC: readonly Plan['shape'][] = ['one-subnet', 'two-subnets', 'to-an-interface-endpoint'];

/** Groups name each other within one VPC; elsewhere the host stands in. */
const mayName = ({ shape, isIpv6 }: Plan, style: RuleStyle['peer']): RuleStyle['peer'] => {
  if (style === 'group' && !ONE_VPC.includes(shape)) return 'host';
  return style === 'prefix-list' && isIpv6 ? 'subnet' : style;
};

const peerText = (plan: Plan, style: RuleStyle, peer: End): string => {
  switch (mayName(plan, style.peer)) {
    case 'any':
      return anywhere(peer.address);
    case 'vpc':
      return peer.vpc;
    case 'subnet':
      return peer.subnet;
    case 'host':
      return hostBlock(peer.address);
    case 'group':
      return peer.interfaceId === 'eni-client' ? 'sg-client' : 'sg-server';
    case 'prefix-list':
      return plan.shape === 'to-a-gateway-endpoint' ? SERVICE_LIST : 'pl-peers';
  }
};

const whatText = (plan: Plan, { ports }: RuleStyle): string => {
  const name = protocolName(plan);
  if (ports === 'all-traffic') return 'all';
  if (plan.protocol === 'icmp' || ports === 'every-port') return name;
  return ports === 'exact' ? `${name} ${plan.port}` : `${name} ${plan.port - 2}-${plan.port + 10}`;
};

const BESIDES: readonly DrawnRule[] = [
  ['tcp 8443', '192.168.0.0/16'],
  ['udp 161', '10.99.0.0/16'],
];

/** The rules of one direction of a group: one that the traffic needs, and some that it does not. */
export const neededRules = (plan: Plan, style: RuleStyle, peer: End): readonly DrawnRule[] => [
  ...BESIDES.slice(0, style.besides),
  [whatText(plan, style), peerText(plan, style, peer)],
];

/** What a network ACL of one end has to let pass: requests one way, and their replies the other. */
const tight = (plan: Plan, peer: End, isServer: boolean, withDenials: boolean): DrawnEntries => {
  const name = protocolName(plan);
  const hasPorts = plan.protocol !== 'icmp';
  const request = hasPorts ? `${name} ${plan.port}` : name;
  const reply = hasPorts ? `${name} 1024-65535` : name;
  const denials: readonly DrawnEntry[] = withDenials
    ? [
        [10, 'deny', 'tcp 23', anywhere(peer.address)],
        [20, 'deny', 'all', '192.0.2.0/24'],
      ]
    : [];
  const list = (what: string): readonly DrawnEntry[] => [
    ...denials,
    [100, 'allow', what, withDenials ? peer.vpc : anywhere(peer.address)],
    [200, 'allow', 'tcp 9000-9010', '10.99.0.0/16'],
  ];
  return isServer
    ? { ingress: list(request), egress: list(reply) }
    : { ingress: list(reply), egress: list(request) };
};

export const entriesFor = (plan: Plan, style: AclStyle, peer: End, isServer: boolean): DrawnEntries =>
  style === 'open' ? OPEN_ENTRIES : tight(plan, peer, isServer, style === 'tight-with-denials');
