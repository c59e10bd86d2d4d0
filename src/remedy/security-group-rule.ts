import { familyOf, host } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { rulesOf, type SecurityGroup, type SecurityGroupRule } from '../network/security-group.js';
import type { Checkpoint } from '../path/round-trip.js';
import type { InterfaceId, SecurityGroupId } from '../resource/id.js';
import { type Packet, reply } from '../traffic/packet.js';
import { onePort } from '../traffic/ports.js';
import { hasPorts } from '../traffic/protocol.js';
import type { Edit } from './edit.js';
import type { Caution } from './remedy.js';

/** The group whose rules came nearest, else the first that is known: a rule fits best where its like are. */
const groupFor = (network: Network, at: Checkpoint): SecurityGroup | undefined => {
  const nearest = at.verdict.nearest.find((it) => it.kind === 'security-group-rule')?.groupId;
  const ids = [...(nearest === undefined ? [] : [nearest]), ...(at.interface.securityGroupIds ?? [])];
  return ids.map((id) => network.securityGroups.get(id)).find((group) => group !== undefined);
};

/**
 * Rules per security group, for each direction and family.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const DEFAULT_QUOTA = 60;

const familyOfPeer = ({ peer }: SecurityGroupRule): Family | null =>
  peer.kind === 'cidr' ? familyOf(peer.cidr) : null;

const quotaOf = (group: SecurityGroup, rule: SecurityGroupRule): readonly Caution[] => {
  const family = familyOfPeer(rule);
  const rules = (rulesOf(group, rule.direction) ?? []).filter(
    (it) => (familyOfPeer(it) ?? family) === family,
  ).length;
  return rules >= DEFAULT_QUOTA ? [{ kind: 'rule-quota-reached', groupId: group.id, rules }] : [];
};

const sharedWith = (groupId: SecurityGroupId, others: readonly InterfaceId[]): readonly Caution[] =>
  others.length === 0 ? [] : [{ kind: 'affects-interfaces', groupId, interfaceIds: others }];

/** A rule that lets this leg pass: this one peer, this one port, in one of the interface's groups. */
export const addSecurityGroupRule = (network: Network, at: Checkpoint, request: Packet): Edit | null => {
  const group = groupFor(network, at);
  if (group === undefined) return null;
  const packet = at.leg === 'request' ? request : reply(request);
  const port = hasPorts(packet.protocol) ? packet.destinationPort : null;
  const rule: SecurityGroupRule = {
    id: null,
    direction: at.direction,
    protocol: packet.protocol,
    ports: port === null ? null : onePort(port),
    icmp: null,
    peer: { kind: 'cidr', cidr: host(at.direction === 'ingress' ? packet.source : packet.destination) },
    description: null,
  };
  const others = membersOf(network, group.id)
    .map(({ id }) => id)
    .filter((id) => id !== at.interface.id);
  return {
    changes: [{ kind: 'add-security-group-rule', groupId: group.id, rule }],
    cautions: [...sharedWith(group.id, others), ...quotaOf(group, rule)],
  };
};
