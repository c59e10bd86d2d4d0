import type { SecurityGroupId, VpcId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import { membersOf } from './look-up.js';
import type { Network } from './network.js';
import type { NetworkInterface } from './network-interface.js';
import type { PeeringConnection } from './peering-connection.js';
import type { TransitGatewayAttachment } from './transit-gateway.js';

/** Whether a rule in one VPC can mean interfaces in another one by their group. */
export type GroupReach = 'reaches' | 'does-not-reach' | 'unknown';

const isBetween =
  (a: VpcId, b: VpcId) =>
  ({ requester, accepter }: PeeringConnection): boolean =>
    (requester.vpcId === a && accepter.vpcId === b) || (requester.vpcId === b && accepter.vpcId === a);

const isActive = (status: string | null): boolean => status === null || status.toLowerCase() === 'active';

/**
 * Over an active peering connection, within one Region.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
const overPeering = (network: Network, a: VpcId, b: VpcId): GroupReach => {
  const reaches = [...network.peeringConnections.values()]
    .filter(isBetween(a, b))
    .some(
      ({ status, requester, accepter }) =>
        isActive(status) &&
        (requester.region === null || accepter.region === null || requester.region === accepter.region),
    );
  if (reaches) return 'reaches';
  return network.given.has('peeringConnections') ? 'does-not-reach' : 'unknown';
};

type Switch = boolean | null;

const allOn = (switches: readonly Switch[]): GroupReach =>
  switches.includes(false) ? 'does-not-reach' : switches.includes(null) ? 'unknown' : 'reaches';

const best = (reaches: readonly GroupReach[]): GroupReach =>
  reaches.includes('reaches') ? 'reaches' : reaches.includes('unknown') ? 'unknown' : 'does-not-reach';

/**
 * Over a transit gateway that both VPCs are attached to, for inbound rules only, when the gateway and both attachments
 * have security group referencing on. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
const overTransitGateway = (network: Network, a: VpcId, b: VpcId): GroupReach => {
  const attachments = [...network.transitGatewayAttachments.values()];
  const of = (vpcId: VpcId) => attachments.filter((it) => it.vpcId === vpcId && isAttached(it));
  const pairs = of(a).flatMap((one) =>
    of(b)
      .filter((other) => other.transitGatewayId === one.transitGatewayId)
      .map((other) => {
        const gateway = network.transitGateways.get(one.transitGatewayId ?? '');
        return allOn([
          gateway?.securityGroupReferencing ?? null,
          one.securityGroupReferencing,
          other.securityGroupReferencing,
        ]);
      }),
  );
  if (pairs.length > 0) return best(pairs);
  return network.given.has('transitGatewayAttachments') ? 'does-not-reach' : 'unknown';
};

const isAttached = ({ state }: TransitGatewayAttachment): boolean =>
  state === null || ['available', 'modifying', 'associated'].includes(state);

/**
 * Whether rules of `direction` in the VPC `from` can refer to groups of interfaces in the VPC `to`.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export const groupReach = (network: Network, from: VpcId, to: VpcId, direction: Direction): GroupReach => {
  if (from === to) return 'reaches';
  const peering = overPeering(network, from, to);
  return direction === 'egress' ? peering : best([peering, overTransitGateway(network, from, to)]);
};

/** The interfaces that a reference to the group means for rules in this VPC, and those of which that is not known. */
export const membersSeenFrom = (
  network: Network,
  id: SecurityGroupId,
  vpcId: VpcId,
  direction: Direction,
): { readonly certain: readonly NetworkInterface[]; readonly possible: readonly NetworkInterface[] } => {
  const reaches = new Map<VpcId, GroupReach>();
  const reachOf = (to: VpcId | null): GroupReach => {
    if (to === null) return 'unknown';
    const known = reaches.get(to) ?? groupReach(network, vpcId, to, direction);
    reaches.set(to, known);
    return known;
  };
  const members = membersOf(network, id);
  return {
    certain: members.filter((it) => reachOf(it.vpcId) === 'reaches'),
    possible: members.filter((it) => reachOf(it.vpcId) === 'unknown'),
  };
};
