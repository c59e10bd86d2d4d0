import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { distinct, type Gap } from '../problem/gap.js';
import type { InterfaceId } from '../resource/id.js';
import { type Direction, opposite } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import { tracking } from './connection-tracking.js';
import type { Crossing } from './crossing.js';
import type { IdleTimeout } from './idle-timeout.js';
import { judgeNetworkAcl } from './network-acl.js';
import { judgeSecurityGroups } from './security-group.js';
import { allowed, type Deciding, undetermined, type Verdict } from './verdict.js';

/** What a change of configuration does to a connection that passed before it. */
export type ConnectionFate = {
  readonly outcome: 'continues' | 'ends' | 'undetermined';
  /** What is said of further packets of this connection. */
  readonly request: LegVerdicts;
  readonly reply: LegVerdicts;
  /** What is said of a new connection like it. */
  readonly newRequest: LegVerdicts;
  /** A tracked connection that continues is forgotten after this long a silence; then it is a new one. */
  readonly idleTimeouts: readonly IdleTimeout[];
  readonly missing: readonly Gap[];
};

export type LegVerdicts = { readonly securityGroups: Verdict; readonly networkAcl: Verdict };

type Change = {
  readonly before: Network;
  readonly after: Network;
  readonly interfaceId: InterfaceId;
  readonly direction: Direction;
  readonly request: Packet;
  readonly crossing: Crossing;
};

const outcomeOf = (verdicts: readonly Verdict[]): ConnectionFate['outcome'] => {
  if (verdicts.some(({ outcome }) => outcome === 'denied')) return 'ends';
  return verdicts.some(({ outcome }) => outcome === 'undetermined') ? 'undetermined' : 'continues';
};

/** Rules decide, unless the connection may be remembered: then a denial by rules is no longer certain. */
const ifTracked = (
  tracked: boolean | 'unknown',
  remembered: Deciding,
  missing: readonly Gap[],
  byRules: Verdict,
): Verdict => {
  if (tracked === true) return allowed(remembered);
  if (tracked === false || byRules.outcome === 'allowed') return byRules;
  return undetermined(distinct([...missing, ...byRules.missing]), byRules.deciding);
};

const fate = (was: NetworkInterface, is: NetworkInterface, change: Change): ConnectionFate => {
  const { before, after, direction, request, crossing } = change;
  const state = tracking(before, was, direction, request, crossing);
  const leg = (way: Direction, packet: Packet): LegVerdicts => ({
    securityGroups: judgeSecurityGroups(after, is, way, packet, crossing),
    networkAcl: judgeNetworkAcl(after, is, way, packet, crossing),
  });
  const newRequest = leg(direction, request);
  const existing = (way: Direction, judged: LegVerdicts): LegVerdicts => {
    const remembered: Deciding = { kind: 'connection-tracking', interfaceId: is.id, direction: way };
    return {
      ...judged,
      securityGroups: ifTracked(state.tracked, remembered, state.missing, judged.securityGroups),
    };
  };
  const forward = existing(direction, newRequest);
  const back = existing(opposite(direction), leg(opposite(direction), reply(request)));
  const verdicts = [forward, back].flatMap((one) => [one.securityGroups, one.networkAcl]);
  return {
    outcome: outcomeOf(verdicts),
    request: forward,
    reply: back,
    newRequest,
    idleTimeouts: state.idleTimeouts,
    missing: distinct(verdicts.flatMap(({ missing }) => missing)),
  };
};

/**
 * A tracked connection outlives the removal of its rule and (inferred from AWS's containment runbook) a swap of the
 * groups, until it closes or falls silent; an untracked one is cut as soon as a rule it needs is gone, in either
 * direction; a network ACL cuts both at once. Null when the interface is missing before or after the change.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html#untracked-connections
 */
export const afterChange = (change: Change): ConnectionFate | null => {
  const was = change.before.interfaces.get(change.interfaceId);
  const is = change.after.interfaces.get(change.interfaceId);
  return was === undefined || is === undefined ? null : fate(was, is, change);
};
