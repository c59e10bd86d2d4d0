import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { distinct, type Gap } from '../problem/gap.js';
import { type Direction, opposite } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import { ALL_PORTS, isSubset } from '../traffic/ports.js';
import { hasPorts, isIcmp, matches as matchesProtocol } from '../traffic/protocol.js';
import { attachedRules, type GroupRule, groupsOf } from './attached-rules.js';
import type { Crossing } from './crossing.js';
import { type IdleTimeout, idleTimeouts } from './idle-timeout.js';
import { isNitroV6 } from './nitro.js';
import { openTo } from './open-rule.js';
import { judgeSecurityGroups } from './security-group.js';
import { missedFields } from './traffic-match.js';
import { unfilteredService } from './unfiltered-service.js';
import { allowed, type Deciding, type Verdict } from './verdict.js';

/** Whether the security groups of an interface remember a connection, and why. */
export type Tracking = {
  readonly tracked: boolean | 'unknown';
  readonly basis: TrackingBasis;
  /** When a tracked connection is forgotten; empty when it is not tracked or AWS publishes no time. */
  readonly idleTimeouts: readonly IdleTimeout[];
  /** What would settle `unknown`. */
  readonly missing: readonly Gap[];
};

export type TrackingBasis =
  /** ICMP is always tracked. */
  | { readonly kind: 'icmp' }
  /** Neither TCP nor UDP: tracked by address pair and protocol number. */
  | { readonly kind: 'other-protocol' }
  /** The way uses a component whose connections are always tracked. */
  | { readonly kind: 'automatic' }
  /** No security group, so nothing to remember. */
  | { readonly kind: 'no-security-groups' }
  /** Traffic that security groups never see. */
  | { readonly kind: 'unfiltered-service' }
  /**
   * TCP and UDP: untracked only if both are there: a rule that allows the request from or to anywhere, and a rule of
   * the other direction that allows all ports from or to anywhere.
   */
  | { readonly kind: 'rules'; readonly open: GroupRule | null; readonly openBack: GroupRule | null };

const takesEveryPort = ({ protocol, ports }: SecurityGroupRule): boolean =>
  protocol === 'all' || ports === null || isSubset(ALL_PORTS, ports);

/** A rule of some kind, if there is one; `missing` is what could hide one. */
type Look = { readonly found: GroupRule | null; readonly missing: readonly Gap[] };

/** A rule may be said to suit, or not to, or what is missing to say so. */
const look = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  suits: (rule: SecurityGroupRule) => boolean | Gap,
): Look => {
  if (it.securityGroupIds === null) return { found: null, missing: [groupsOf(it)] };
  const { rules, missing } = attachedRules(network, it.securityGroupIds, direction);
  const answers = rules.map((one) => ({ one, answer: suits(one.rule) }));
  const found = answers.find(({ answer }) => answer === true)?.one ?? null;
  const maybes = answers.flatMap(({ answer }) => (typeof answer === 'boolean' ? [] : [answer]));
  return { found, missing: found === null ? distinct([...missing, ...maybes]) : [] };
};

/** Null ports of TCP and UDP are unknown ones: a rule for some ports may be the open one. */
const unknownPort: Gap = { kind: 'record-field', id: 'dstport', needs: 'dstport in the log format' };

const lookForOpen = (network: Network, it: NetworkInterface, direction: Direction, request: Packet): Look => {
  const { family } = request.destination;
  const misses = missedFields(request);
  const lookAmong = (matches: (rule: SecurityGroupRule) => boolean) =>
    look(network, it, direction, (rule) => matches(rule) && openTo(network, family, rule));
  const certain = lookAmong((rule) => misses(rule).length === 0);
  if (certain.found !== null || request.destinationPort !== null) return certain;
  const possible = lookAmong((rule) => !misses(rule).includes('protocol'));
  return possible.found === null ? possible : { found: null, missing: [...certain.missing, unknownPort] };
};

const byRules = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  request: Packet,
): {
  readonly tracked: boolean | 'unknown';
  readonly basis: TrackingBasis;
  readonly missing: readonly Gap[];
} => {
  const { family } = request.destination;
  const open = lookForOpen(network, it, direction, request);
  const openBack = look(
    network,
    it,
    opposite(direction),
    (rule) =>
      takesEveryPort(rule) &&
      matchesProtocol(request.protocol)(rule.protocol) &&
      openTo(network, family, rule),
  );
  const basis: TrackingBasis = { kind: 'rules', open: open.found, openBack: openBack.found };
  const missing = distinct([...open.missing, ...openBack.missing]);
  if (open.found !== null && openBack.found !== null) return { tracked: false, basis, missing: [] };
  const couldBeOpen = (one: Look) => one.found !== null || one.missing.length > 0;
  return couldBeOpen(open) && couldBeOpen(openBack)
    ? { tracked: 'unknown', basis, missing }
    : { tracked: true, basis, missing: [] };
};

/** The timeouts that hold at this interface: as configured there, else the defaults of its instance's type. */
export const timeoutsAt = (
  network: Network,
  it: NetworkInterface,
  { protocol }: Pick<Packet, 'protocol'>,
): readonly IdleTimeout[] => {
  const type = it.instanceId === null ? null : (network.instances.get(it.instanceId)?.type ?? null);
  return idleTimeouts(protocol, it.connectionTracking, type === null ? 'unknown' : isNitroV6(type));
};

/**
 * Whether the connection that `request` opens is tracked at this interface, by the rules as they are now.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const tracking = (
  network: Network,
  it: NetworkInterface,
  requestDirection: Direction,
  request: Packet,
  crossing: Crossing,
): Tracking => {
  const settled = (tracked: boolean, basis: TrackingBasis): Tracking => ({
    tracked,
    basis,
    idleTimeouts: tracked ? timeoutsAt(network, it, request) : [],
    missing: [],
  });
  if (unfilteredService(network, it, request) !== null) return settled(false, { kind: 'unfiltered-service' });
  if (it.securityGroupIds?.length === 0) return settled(false, { kind: 'no-security-groups' });
  if (isIcmp(request.protocol)) return settled(true, { kind: 'icmp' });
  if (!hasPorts(request.protocol)) return settled(true, { kind: 'other-protocol' });
  if (crossing.automaticallyTracked === true) return settled(true, { kind: 'automatic' });
  const { tracked, basis, missing } = byRules(network, it, requestDirection, request);
  if (tracked === true) return settled(true, basis);
  if (tracked === false && crossing.automaticallyTracked === false) return settled(false, basis);
  return {
    tracked: 'unknown',
    basis,
    idleTimeouts: timeoutsAt(network, it, request),
    missing: crossing.automaticallyTracked === 'unknown' ? [...missing, unknownWay] : missing,
  };
};

const unknownWay: Gap = { kind: 'routes', id: null, needs: 'aws ec2 describe-route-tables' };

/**
 * What the security groups say of the reply to a request that passed this interface under the rules as they are now.
 * Tracked: it passes and no rule is asked. Untracked: the rules of its own direction decide, and they allow it, because
 * an open rule of that direction is what made the connection untracked. So whether it is tracked is a matter of *why*,
 * never of *whether*; a reply is lost to security groups only when rules changed after the request (`state-change.ts`)
 * or the connection was forgotten.
 */
export const judgeSecurityGroupsReply = (
  network: Network,
  it: NetworkInterface,
  requestDirection: Direction,
  request: Packet,
  crossing: Crossing,
): Verdict => {
  const { tracked, basis } = tracking(network, it, requestDirection, request, crossing);
  const direction = opposite(requestDirection);
  const remembered: Deciding = { kind: 'connection-tracking', interfaceId: it.id, direction };
  if (tracked === true) return allowed(remembered);
  const asked = judgeSecurityGroups(network, it, direction, reply(request), crossing);
  if (tracked === false || basis.kind !== 'rules') return asked;
  return allowed(remembered, ...(asked.outcome === 'allowed' ? asked.deciding : []));
};
