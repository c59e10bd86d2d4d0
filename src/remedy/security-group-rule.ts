import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { ruleKey } from '../network/rule-key.js';
import { type Peer, rulesOf, type SecurityGroupRule } from '../network/security-group.js';
import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import type { Edit } from './edit.js';
import type { Need } from './need.js';
import type { Caution } from './remedy.js';
import { askedFor, peersFor } from './rule-peer.js';
import { countedWith, groupsOf, placeFor } from './rule-place.js';

const sharedWith = (groupId: SecurityGroupId, others: readonly InterfaceId[]): readonly Caution[] =>
  others.length === 0 ? [] : [{ kind: 'affects-interfaces', groupId, interfaceIds: others }];

const ruleWith =
  ({ packet: { protocol, icmp }, direction, ports }: Need) =>
  (peer: Peer): SecurityGroupRule => ({
    id: null,
    direction,
    protocol,
    ports,
    icmp,
    peer,
    description: null,
  });

/** The rule for the best peer that is not there already: a reference that does not hold on this way is no help. */
const ruleFor = (network: Network, need: Need): SecurityGroupRule | undefined => {
  const there = new Set(
    groupsOf(network, need).flatMap((group) => (rulesOf(group, need.direction) ?? []).map(ruleKey)),
  );
  return peersFor(network, need)
    .map(ruleWith(need))
    .find((rule) => !there.has(ruleKey(rule)));
};

/** A rule that lets pass what is needed: this one peer, this one port, in one of the interface's groups. */
export const addSecurityGroupRule = (network: Network, need: Need): Edit | null => {
  const rule = ruleFor(network, need);
  if (rule === undefined) return null;
  const place = placeFor(network, need, rule);
  if (place === null) return null;
  const { group, room, isFull } = place;
  const others = membersOf(network, group.id)
    .map(({ id }) => id)
    .filter((id) => id !== need.interface.id);
  return {
    changes: [...room, { kind: 'add-security-group-rule', groupId: group.id, rule }],
    cautions: [
      ...sharedWith(group.id, others),
      ...(isFull
        ? [
            {
              kind: 'rule-quota-reached' as const,
              groupId: group.id,
              rules: countedWith(network, group, rule),
            },
          ]
        : []),
    ],
    asked: askedFor(network, need, rule.peer),
  };
};
