import { blockOf, covers, familyOf } from '../address/cidr.js';
import { type Family, ipv4, ipv6 } from '../address/ip-address.js';
import { networkAclOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { entriesFor, isFinalDeny, type NetworkAcl, type NetworkAclEntry } from '../network/network-acl.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Gap } from '../problem/gap.js';
import type { SubnetId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import { type Packet, peerAddress } from '../traffic/packet.js';
import { ICMPV6 } from '../traffic/protocol.js';
import type { Crossing } from './crossing.js';
import { nearestFirst } from './near-miss.js';
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

/**
 * What AWS compares of an entry. Protocol 58 in an IPv4 entry takes every type and code, whatever is written there.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
export const asCompared = (entry: NetworkAclEntry): NetworkAclEntry =>
  entry.protocol === ICMPV6 && familyOf(entry.cidr) === 4 ? { ...entry, icmp: null } : entry;

/** The entry that every list ends with, whether or not the answer showed it; the console prints `*`. */
export const finalDeny = (direction: Direction, family: Family): NetworkAclEntry => ({
  number: family === 4 ? 32767 : 32768,
  direction,
  action: 'deny',
  protocol: 'all',
  cidr: blockOf(family === 4 ? ipv4(0) : ipv6(0n), 0),
  ports: null,
  icmp: null,
});

/** The fields in which a packet and an entry differ; none when the entry decides the packets that reach it. */
export const missedByEntry =
  (direction: Direction, packet: Packet) =>
  (entry: NetworkAclEntry): readonly MissedField[] => [
    ...missedFields(packet)(asCompared(entry)),
    ...(covers(peerAddress(direction, packet))(entry.cidr)
      ? []
      : [direction === 'ingress' ? ('source' as const) : ('destination' as const)]),
  ];

/**
 * Allow entries that came close and stand where they could have decided: before the entry that did, or in the list of
 * the other family.
 */
const nearMisses = (
  acl: NetworkAcl,
  direction: Direction,
  packet: Packet,
  deciding: NetworkAclEntry,
): readonly NearMiss[] => {
  const family = familyOf(deciding.cidr);
  const candidates = acl.entries.filter(
    (entry) =>
      entry.direction === direction &&
      entry.action === 'allow' &&
      (familyOf(entry.cidr) !== family || entry.number < deciding.number),
  );
  return nearestFirst(
    candidates.map((entry) => ({
      kind: 'network-acl-entry',
      networkAclId: acl.id,
      direction,
      entry,
      missed: missedByEntry(direction, packet)(entry),
    })),
  );
};

/**
 * The lowest number that matches decides; higher numbers are not asked. `packet` has no unknown field.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
const firstMatch = (acl: NetworkAcl, direction: Direction, packet: Packet): Verdict => {
  const { family } = peerAddress(direction, packet);
  const matching = entriesFor(acl, direction, family).filter(
    (entry) => missedByEntry(direction, packet)(entry).length === 0,
  );
  const [entry = finalDeny(direction, family), ...later] = matching;
  const shadowed = later.filter((other) => !isFinalDeny(other)).map((other) => other.number);
  const deciding: Deciding = { kind: 'network-acl-entry', networkAclId: acl.id, direction, entry, shadowed };
  return entry.action === 'allow'
    ? allowed(deciding)
    : denied([deciding], nearMisses(acl, direction, packet, entry));
};

const judgeAcl = (network: Network, acl: NetworkAcl, direction: Direction, packet: Packet): Verdict => {
  const unmodelled = network.gaps.filter((gap) => gap.kind === 'unmodelled-rule' && gap.id === acl.id);
  if (unmodelled.length > 0) return undetermined(unmodelled);
  const entries = entriesFor(acl, direction, peerAddress(direction, packet).family).map(asCompared);
  return judgePossible(packet, entries, (possible) => firstMatch(acl, direction, possible));
};

const unknownSubnet = (it: NetworkInterface): Gap => ({
  kind: 'subnet',
  id: it.id,
  needs: `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`,
});

const unknownAcl = (id: SubnetId): Gap => ({
  kind: 'network-acl',
  id,
  needs: `aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=${id}`,
});

const unknownBoundary = (id: SubnetId): Gap => ({
  kind: 'subnet',
  id,
  needs: `aws ec2 describe-subnets --subnet-ids ${id}`,
});

/** Whether the packet crosses the subnet's boundary matters only where its network ACL would not let it pass. */
const ifBoundary = (
  verdict: Verdict,
  subnetId: SubnetId,
  { subnetBoundary, subnetBoundaryGap }: Crossing,
): Verdict =>
  subnetBoundary === 'unknown' && verdict.outcome !== 'allowed'
    ? undetermined([subnetBoundaryGap ?? unknownBoundary(subnetId), ...verdict.missing], verdict.deciding)
    : verdict;

/**
 * What the network ACL of the interface's subnet says of a packet that enters or leaves the subnet. Direction is the
 * same seen from the interface and from the subnet.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export const judgeNetworkAcl = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
  crossing: Crossing,
): Verdict =>
  unlessUnfiltered(network, it, packet, () => {
    if (crossing.subnetBoundary === false) return allowed({ kind: 'same-subnet', interfaceId: it.id });
    if (it.subnetId === null) return undetermined([unknownSubnet(it)]);
    const acl = networkAclOf(network, it.subnetId);
    const verdict =
      acl === undefined ? undetermined([unknownAcl(it.subnetId)]) : judgeAcl(network, acl, direction, packet);
    return ifBoundary(verdict, it.subnetId, crossing);
  });
