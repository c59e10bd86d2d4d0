import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import type { Edit } from './edit.js';
import type { Need } from './need.js';
import type { Caution } from './remedy.js';
import { askedFor, peerFor } from './rule-peer.js';
import { countedWith, placeFor } from './rule-place.js';

const sharedWith = (groupId: SecurityGroupId, others: readonly InterfaceId[]): readonly Caution[] =>
  others.length === 0 ? [] : [{ kind: 'affects-interfaces', groupId, interfaceIds: others }];

/** A rule that lets pass what is needed: this one peer, this one port, in one of the interface's groups. */
export const addSecurityGroupRule = (network: Network, need: Need): Edit | null => {
  const { packet, direction, ports } = need;
  const rule: SecurityGroupRule = {
    id: null,
    direction,
    protocol: packet.protocol,
    ports,
    icmp: packet.icmp,
    peer: peerFor(network, need),
    description: null,
  };
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
        ? [{ kind: 'rule-quota-reached' as const, groupId: group.id, rules: countedWith(group, rule) }]
        : []),
    ],
    asked: askedFor(network, need, rule.peer),
  };
};
