import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { distinct, type Gap } from '../problem/gap.js';
import type { Direction } from '../traffic/direction.js';
import { type Packet, peerAddress } from '../traffic/packet.js';
import { attachedRules, type GroupRule, groupsOf } from './attached-rules.js';
import type { Crossing } from './crossing.js';
import { nearestFirst } from './near-miss.js';
import { matchPeer, type PeerMatch } from './peer-match.js';
import { judgePossible } from './possible-packets.js';
import { missedFields } from './traffic-match.js';
import { unlessUnfiltered } from './unfiltered-service.js';
import {
  allowed,
  type Deciding,
  denied,
  type MissedField,
  type NearMiss,
  undetermined,
  type Verdict,
} from './verdict.js';

/** How one rule meets one packet: it allows it, misses it by some fields, or may allow it. */
type RuleMatch = GroupRule & { readonly missed: readonly MissedField[]; readonly peer: PeerMatch };

const matchRule = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
  crossing: Crossing,
  { groupId, rule }: GroupRule,
): RuleMatch => {
  const peer = matchPeer(network, it, crossing, peerAddress(direction, packet), rule.peer);
  const missedPeer: readonly MissedField[] =
    peer.kind === 'missed' ? [direction === 'ingress' ? 'source' : 'destination'] : [];
  return { groupId, rule, missed: [...missedFields(packet)(rule), ...missedPeer], peer };
};

const decidingRules = (direction: Direction, matches: readonly RuleMatch[]): readonly Deciding[] =>
  matches.flatMap(({ groupId, rule, missed, peer }) =>
    missed.length === 0 && peer.kind === 'matched'
      ? [{ kind: 'security-group-rule', groupId, direction, rule, peer: peer.peer } as const]
      : [],
  );

/** A rule whose peer is not known cannot be said to have come close. */
const nearMisses = (direction: Direction, matches: readonly RuleMatch[]): readonly NearMiss[] =>
  nearestFirst(
    matches
      .filter(({ peer }) => peer.kind !== 'unknown')
      .map(({ groupId, rule, missed }) => ({
        kind: 'security-group-rule',
        groupId,
        direction,
        rule,
        missed,
      })),
  );

/** A certain allow beats whatever is unknown; what is unknown beats the default deny. */
const verdictOf = (
  byDefault: Deciding,
  direction: Direction,
  matches: readonly RuleMatch[],
  missing: readonly Gap[],
): Verdict => {
  const deciding = decidingRules(direction, matches);
  if (deciding.length > 0) return allowed(...deciding);
  const maybes = matches.flatMap(({ missed, peer }) =>
    missed.length === 0 && peer.kind === 'unknown' ? [peer.gap] : [],
  );
  const gaps = distinct([...missing, ...maybes]);
  return gaps.length > 0 ? undetermined(gaps) : denied([byDefault], nearMisses(direction, matches));
};

/**
 * What all security groups of an interface say of a packet, connection tracking aside: rules only allow, all groups
 * count together, one match is enough.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export const judgeSecurityGroups = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
  crossing: Crossing,
): Verdict =>
  unlessUnfiltered(network, it, packet, () => {
    const groupIds = it.securityGroupIds;
    if (groupIds === null) return undetermined([groupsOf(it)]);
    if (groupIds.length === 0) return allowed({ kind: 'no-security-groups', interfaceId: it.id });
    const { rules, missing } = attachedRules(network, groupIds, direction);
    const isEmpty = rules.length === 0;
    const byDefault: Deciding = {
      kind: 'security-group',
      interfaceId: it.id,
      groupIds,
      direction,
      isEmpty,
    };
    return judgePossible(
      packet,
      rules.map(({ rule }) => rule),
      (possible) => {
        const matches = rules.map((rule) => matchRule(network, it, direction, possible, crossing, rule));
        return verdictOf(byDefault, direction, matches, missing);
      },
    );
  });
