import { covers } from '../../address/cidr.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { Network } from '../../network/network.js';
import type { GatewayId, VpcId } from '../../resource/id.js';
import type { Packet } from '../../traffic/packet.js';
import { TCP } from '../../traffic/protocol.js';
import { type Carried, withSource } from '../carried.js';
import { holdersIn } from '../holder.js';
import type { Doubt, Ending, Move, PathAssumption, Travel } from '../place.js';
import { blockedBy } from '../routing-blocker.js';
import { exclusionDoubts, publicAccessOf } from './block-public-access.js';
import { sourceOutside } from './public-address.js';
import { componentStop } from './stop.js';

const isDetached = (network: Network, id: GatewayId, vpcId: VpcId): boolean =>
  network.internetGateways.get(id)?.vpcIds.includes(vpcId) === false;

export const attachment = (network: Network, id: GatewayId): readonly PathAssumption[] =>
  network.internetGateways.has(id) ? [] : ['gateway-attached'];

/**
 * "Amazon EC2 allows outbound traffic over port 25 by default" to private addresses only, unless the account asked.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html
 */
const smtpDoubt = (
  { leg }: Travel,
  { protocol, destinationPort, destination }: Packet,
  id: string,
): readonly Doubt[] =>
  leg === 'request' && protocol === TCP && destinationPort === 25 && !isPrivate(destination)
    ? [{ reason: 'outbound-smtp-restricted', component: 'internet-gateway', id, missing: [] }]
    : [];

const egressBlock = (
  { network }: Travel,
  carried: Carried,
  vpcId: VpcId,
  id: GatewayId,
): {
  readonly stopped: Ending | null;
  readonly doubts: readonly Doubt[];
  readonly assumes: readonly PathAssumption[];
} => {
  const subnetId = holdersIn(network, vpcId, carried.packet.source)[0]?.subnetId ?? null;
  const mode = publicAccessOf(network, vpcId, subnetId);
  return mode === 'block-bidirectional'
    ? {
        stopped: blockedBy(
          'block-public-access',
          'internet-blocked',
          'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
          id,
          carried.packet,
        ),
        doubts: exclusionDoubts(network, subnetId, id),
        assumes: [],
      }
    : { stopped: null, doubts: [], assumes: mode === null ? ['block-public-access-off'] : [] };
};

const refusal = (travel: Travel, carried: Carried, vpcId: VpcId, id: GatewayId): Ending | null => {
  const { packet } = carried;
  if (isDetached(travel.network, id, vpcId))
    return blockedBy('blackhole-route', 'gateway-not-attached', 'BAD_STATE_ATTACHMENT', id, packet);
  if (isPrivate(packet.destination))
    return blockedBy(
      'no-route',
      'private-destination',
      packet.destination.family === 6
        ? null
        : isShared(packet.destination)
          ? 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS'
          : 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS',
      id,
      packet,
    );
  return null;
};

const isShared = (address: IpAddress): boolean =>
  covers(address)({ network: { family: 4, value: 100 * 2 ** 24 + 64 * 2 ** 16 }, prefixLength: 10 });

/**
 * A route leads to an internet gateway. It puts the public IPv4 address in the place of the private one; IPv6 is not
 * translated. https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const outThroughInternetGateway = (
  travel: Travel,
  id: GatewayId,
  vpcId: VpcId,
  carried: Carried,
): Move => {
  const { network } = travel;
  const seen = componentStop('internet-gateway', id, carried);
  const refused = refusal(travel, carried, vpcId, id);
  if (refused !== null) return { stops: [seen], carried, next: refused };
  const source = sourceOutside(network, vpcId, carried.packet.source);
  if (source === null)
    return {
      stops: [seen],
      carried,
      next: blockedBy(
        'no-public-address',
        'source-has-no-public-address',
        'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
        id,
        carried.packet,
      ),
    };
  const { stopped, doubts, assumes } = egressBlock(travel, carried, vpcId, id);
  if (stopped !== null) return { stops: [seen], carried, next: stopped, doubts };
  const after = withSource(carried, source);
  return {
    stops: [
      componentStop('internet-gateway', id, carried, equals(source, carried.packet.source) ? {} : { after }),
    ],
    carried: after,
    next: { at: 'internet' },
    doubts: smtpDoubt(travel, carried.packet, id),
    assumes: [...assumes, ...attachment(network, id)],
  };
};

/**
 * A route leads to an egress-only internet gateway: IPv6 out, and only what was opened from inside comes back.
 * https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html
 */
export const outThroughEgressOnlyGateway = (
  travel: Travel,
  id: GatewayId,
  vpcId: VpcId,
  carried: Carried,
): Move => {
  const stops = [componentStop('egress-only-internet-gateway', id, carried, { tracks: true })];
  const refused = refusal(travel, carried, vpcId, id);
  if (refused !== null) return { stops, carried, next: refused };
  if (travel.leg === 'reply')
    return {
      stops,
      carried,
      next: blockedBy('asymmetric-path', 'reply-takes-another-way', null, id, carried.packet),
    };
  if (sourceOutside(travel.network, vpcId, carried.packet.source) === null)
    return {
      stops,
      carried,
      next: blockedBy('no-public-address', 'source-has-no-public-address', null, id, carried.packet),
    };
  const { stopped, doubts, assumes } = egressBlock(travel, carried, vpcId, id);
  if (stopped !== null) return { stops, carried, next: stopped, doubts };
  return {
    stops,
    carried,
    next: { at: 'internet' },
    doubts: smtpDoubt(travel, carried.packet, id),
    assumes: [...assumes, ...attachment(travel.network, id)],
  };
};
