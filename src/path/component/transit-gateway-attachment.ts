import { networkAclOf, routeTableOf } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { TransitGatewayAttachment } from '../../network/transit-gateway.js';
import { oncePer } from '../../prelude/once-per.js';
import type { Gap } from '../../problem/gap.js';
import type { SubnetId, VpcId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import { holdersIn, undescribed, zoneOf } from '../holder.js';
import type { Move, Travel } from '../place.js';
import { componentStop } from './stop.js';

export const attachmentsGap = (id: string): Gap => ({
  kind: 'transit-gateway',
  id,
  needs: `aws ec2 describe-transit-gateway-vpc-attachments --filters Name=transit-gateway-id,Values=${id}`,
});

export const attachmentGap = (id: string): Gap => ({
  kind: 'transit-gateway',
  id,
  needs: `aws ec2 describe-transit-gateway-attachments --transit-gateway-attachment-ids ${id}`,
});

export const attachmentOf = (
  network: Network,
  id: string,
  vpcId: string,
): TransitGatewayAttachment | undefined =>
  [...network.transitGatewayAttachments.values()].find(
    (it) => it.transitGatewayId === id && it.resourceType === 'vpc' && (it.vpcId ?? it.resourceId) === vpcId,
  );

const vpcsWithUnlisted = oncePer(({ transitGatewayAttachments, interfaces }: Network): ReadonlySet<VpcId> => {
  const listed = new Set([...transitGatewayAttachments.values()].flatMap(({ subnetIds }) => subnetIds));
  const vpcIds = [...interfaces.values()].flatMap(({ type, vpcId, subnetId }) =>
    type === 'transit_gateway' && vpcId !== null && subnetId !== null && !listed.has(subnetId) ? [vpcId] : [],
  );
  return new Set(vpcIds);
});

/** An interface of the VPC shows that it has an attachment which no answer lists. */
export const hasUnlisted = (network: Network, vpcId: VpcId | null): boolean =>
  vpcId !== null && vpcsWithUnlisted(network).has(vpcId);

export const isUsable = ({ state }: TransitGatewayAttachment): boolean =>
  state === null || ['available', 'modifying'].includes(state.toLowerCase());

/** The interface of an attachment in a subnet; it carries no security group. */
export const attachmentInterface = (
  network: Network,
  attachment: TransitGatewayAttachment,
  subnetId: SubnetId,
) =>
  [...network.interfaces.values()].find((it) => it.subnetId === subnetId && it.type === 'transit_gateway') ??
  undescribed(attachment.id, 'transit_gateway', attachment.vpcId ?? attachment.resourceId, subnetId, []);

/** Subnets of an attachment that may carry it: the one in the zone it comes from, else any. */
export const carriers = (network: Network, { subnetIds }: TransitGatewayAttachment, zone: string | null) => {
  const near = zone === null ? [] : subnetIds.filter((it) => zoneOf(network, it) === zone);
  return near.length > 0 ? near : subnetIds;
};

/** Whether it matters which of these subnets carries a packet: one network ACL and one route table treat it alike. */
export const matters = (network: Network, subnetIds: readonly SubnetId[]): boolean => {
  const acls = new Set(subnetIds.map((id) => networkAclOf(network, id)));
  const tables = new Set(subnetIds.map((id) => routeTableOf(network, id)));
  return subnetIds.length > 1 && (acls.size > 1 || tables.size > 1 || acls.has(undefined));
};

/** Going in, the network ACL of the attachment's subnet is asked even where the sender is in that subnet. */
export const entering = (
  network: Network,
  from: TransitGatewayAttachment,
  subnetId: SubnetId,
  carried: Carried,
) => [
  {
    kind: 'interface',
    interface: attachmentInterface(network, from, subnetId),
    direction: 'ingress',
    carried,
    boundary: true,
  } as const,
  componentStop('transit-gateway-attachment', from.id, carried, { identity: 'kept' }),
];

/**
 * Out of a transit gateway the network ACL of the attachment's subnet is asked, and its routes; not where the
 * destination is in that very subnet. https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export const fromAttachment = (travel: Travel, it: NetworkInterface, carried: Carried): Move => {
  const { network } = travel;
  const holders = it.vpcId === null ? [] : holdersIn(network, it.vpcId, carried.packet.destination);
  const near = holders.find(({ subnetId }) => subnetId === it.subnetId);
  const leaving = { kind: 'interface', interface: it, direction: 'egress', carried } as const;
  if (near !== undefined)
    return {
      stops: [{ ...leaving, boundary: false }],
      carried,
      next: { at: 'arriving', interface: near, boundary: false, sent: false },
    };
  return {
    stops: [{ ...leaving, boundary: true }],
    carried,
    next: { at: 'routing', vpcId: it.vpcId, subnetId: it.subnetId, tableId: null },
  };
};
