import { covers } from '../../address/cidr.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { GatewayId, VpcId } from '../../resource/id.js';
import type { Packet } from '../../traffic/packet.js';
import { TCP } from '../../traffic/protocol.js';
import { type Carried, withDestination, withSource } from '../carried.js';
import { holdersIn, isNatGatewayInterface, privateAddressOf, publicAddressOf } from '../holder.js';
import type { Doubt, Ending, Move, PathAssumption, Place, Travel } from '../place.js';
import { gatewayRouteTableOf } from '../route-look-up.js';
import { blockedBy } from '../routing-blocker.js';
import { publicAccessOf } from './block-public-access.js';
import { backThroughRegional } from './nat-gateway.js';
import { componentStop } from './stop.js';

const regionalAddresses = (network: Network) =>
  [...network.natGateways.values()]
    .filter(({ availability }) => availability === 'regional')
    .flatMap((gateway) => gateway.addresses.map((at) => ({ gateway, address: at.publicAddress })));

/** The public address of a source inside the VPC; a regional NAT gateway sends from its public one already. */
const sourceOutside = (network: Network, vpcId: VpcId, source: IpAddress): IpAddress | null => {
  if (source.family === 6) return isPrivate(source) ? null : source;
  const [holder] = holdersIn(network, vpcId, source);
  const listed = holder === undefined ? null : publicAddressOf(holder, source);
  if (listed !== null) return listed;
  const addresses = [...network.natGateways.values()]
    .filter((gateway) => gateway.vpcId === vpcId)
    .flatMap((gateway) => gateway.addresses);
  const own = addresses.find(
    ({ privateAddress, publicAddress }) =>
      (privateAddress !== null && equals(privateAddress, source)) ||
      (publicAddress !== null && equals(publicAddress, source)),
  );
  return own?.publicAddress ?? null;
};

const isDetached = (network: Network, id: GatewayId, vpcId: VpcId): boolean =>
  network.internetGateways.get(id)?.vpcIds.includes(vpcId) === false;

const attachment = (network: Network, id: GatewayId): readonly PathAssumption[] =>
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
): { readonly stopped: Ending | null; readonly assumes: readonly PathAssumption[] } => {
  const mode = publicAccessOf(
    network,
    vpcId,
    holdersIn(network, vpcId, carried.packet.source)[0]?.subnetId ?? null,
  );
  return mode === 'block-bidirectional'
    ? {
        stopped: blockedBy(
          'block-public-access',
          'internet-blocked',
          'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
          id,
          carried.packet,
        ),
        assumes: [],
      }
    : { stopped: null, assumes: mode === null ? ['block-public-access-off'] : [] };
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
  const { stopped, assumes } = egressBlock(travel, carried, vpcId, id);
  if (stopped !== null) return { stops: [seen], carried, next: stopped };
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
  const { stopped, assumes } = egressBlock(travel, carried, vpcId, id);
  if (stopped !== null) return { stops, carried, next: stopped };
  return {
    stops,
    carried,
    next: { at: 'internet' },
    doubts: smtpDoubt(travel, carried.packet, id),
    assumes: [...assumes, ...attachment(travel.network, id)],
  };
};

type Inside = { readonly vpcId: VpcId };

/** The VPC of the input that an address of the internet belongs to. */
const insideOf = (network: Network, address: IpAddress): Inside | null => {
  const holder = interfacesWithAddress(network, address).find((it) =>
    address.family === 4 ? privateAddressOf(it, address) !== null : !isPrivate(address),
  );
  if (holder?.vpcId != null) return { vpcId: holder.vpcId };
  const regional = regionalAddresses(network).find(
    (it) => it.address !== null && equals(it.address, address),
  );
  const zonal = [...network.natGateways.values()].find(({ addresses }) =>
    addresses.some(({ publicAddress }) => publicAddress !== null && equals(publicAddress, address)),
  );
  const vpcId = regional?.gateway.vpcId ?? zonal?.vpcId ?? null;
  if (vpcId !== null) return { vpcId };
  if (address.family === 4 || isPrivate(address)) return null;
  const vpc = [...network.vpcs.values()].find(({ cidrs }) => cidrs.some(covers(address)));
  return vpc === undefined ? null : { vpcId: vpc.id };
};

/** The gateway by which the request left: its answer comes back the same way. */
const gatewayUsed = ({ request }: Travel): GatewayId | null => {
  const used = request?.stops.findLast(
    (stop) =>
      stop.kind === 'component' &&
      (stop.component === 'internet-gateway' || stop.component === 'egress-only-internet-gateway'),
  );
  return used?.kind === 'component' ? used.id : null;
};

/** On the internet: the packet is there, or it goes back into a VPC of the input. */
export const acrossInternet = (travel: Travel, carried: Carried): Move => {
  const stops = [componentStop('internet', 'internet', carried)];
  const { initiator } = travel.ends;
  const isBack =
    travel.leg === 'reply' &&
    initiator.kind === 'outside' &&
    equals(initiator.address, carried.packet.destination);
  const inside = isBack ? null : insideOf(travel.network, carried.packet.destination);
  if (inside === null) return { stops, carried, next: { kind: 'left', through: 'internet', id: 'internet' } };
  return {
    stops,
    carried,
    next: {
      at: 'inbound-gateway',
      vpcId: inside.vpcId,
      gatewayId: travel.leg === 'reply' ? gatewayUsed(travel) : null,
    },
  };
};

const gatewayOf = (
  network: Network,
  vpcId: VpcId,
): { readonly id: GatewayId | null; readonly sure: boolean } => {
  const attached = [...network.internetGateways.values()].find(
    (it) => !it.egressOnly && it.vpcIds.includes(vpcId),
  );
  if (attached !== undefined) return { id: attached.id, sure: true };
  const routed = [...network.routeTables.values()]
    .filter((table) => table.vpcId === vpcId)
    .flatMap(({ routes }) => routes)
    .find(({ target, state }) => target.kind === 'internet-gateway' && state === 'active');
  if (routed !== undefined && routed.target.kind !== 'local') return { id: routed.target.id, sure: true };
  return { id: null, sure: network.given.has('internetGateways') };
};

const gatewayDoubt = (vpcId: VpcId): Doubt => ({
  reason: 'not-given',
  component: 'internet-gateway',
  id: null,
  missing: [
    {
      kind: 'internet-gateway',
      id: vpcId,
      needs: `aws ec2 describe-internet-gateways --filters Name=attachment.vpc-id,Values=${vpcId}`,
    },
  ],
});

const privateDestination = (network: Network, vpcId: VpcId, address: IpAddress): IpAddress | null => {
  if (address.family === 6) return address;
  const holder = interfacesWithAddress(network, address, vpcId).find(
    (it) => privateAddressOf(it, address) !== null,
  );
  if (holder !== undefined) return privateAddressOf(holder, address);
  const own = [...network.natGateways.values()]
    .filter((gateway) => gateway.vpcId === vpcId)
    .flatMap(({ addresses }) => addresses)
    .find(({ publicAddress }) => publicAddress !== null && equals(publicAddress, address));
  return own?.privateAddress ?? null;
};

/** Mode `block-ingress` lets in only what NAT gateways and egress-only gateways asked for. */
const ingressBlock = (
  travel: Travel,
  place: Place & { at: 'inbound-gateway' },
  id: string,
  carried: Carried,
) => {
  const { network } = travel;
  const [holder] = holdersIn(network, place.vpcId, carried.packet.destination);
  const mode = publicAccessOf(network, place.vpcId, holder?.subnetId ?? null);
  const isEgressOnly = network.internetGateways.get(id)?.egressOnly === true || id.startsWith('eigw-');
  const lets = isEgressOnly || (holder !== undefined && isNatGatewayInterface(holder));
  if (mode === 'block-bidirectional' || (mode === 'block-ingress' && !lets))
    return {
      stopped: blockedBy(
        'block-public-access',
        mode === 'block-ingress' ? 'inbound-internet-blocked' : 'internet-blocked',
        'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
        id,
        carried.packet,
      ),
      assumes: [] as const,
    };
  return { stopped: null, assumes: mode === null ? (['block-public-access-off'] as const) : [] };
};

/** A packet of the internet comes in: public address to private one, then a gateway route table, if there is one. */
export const inThroughGateway = (
  travel: Travel,
  place: Extract<Place, { at: 'inbound-gateway' }>,
  carried: Carried,
): Move => {
  const { network } = travel;
  const { vpcId } = place;
  const found = place.gatewayId === null ? gatewayOf(network, vpcId) : { id: place.gatewayId, sure: true };
  const doubts = found.id === null && !found.sure ? [gatewayDoubt(vpcId)] : [];
  if (found.id === null && found.sure)
    return {
      stops: [],
      carried,
      next: blockedBy('no-route', 'no-inbound-gateway', 'NO_PATH', vpcId, carried.packet),
    };
  const id = found.id ?? vpcId;
  const regional = backThroughRegional(travel, carried);
  if (regional !== null)
    return {
      ...regional,
      stops: [componentStop('internet-gateway', id, carried), ...regional.stops],
      doubts,
    };
  const destination = privateDestination(network, vpcId, carried.packet.destination);
  if (destination === null)
    return {
      stops: [componentStop('internet-gateway', id, carried)],
      carried,
      next: blockedBy(
        'no-public-address',
        'destination-has-no-public-address',
        'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
        id,
        carried.packet,
      ),
    };
  const after = withDestination(carried, destination);
  const isEgressOnly = network.internetGateways.get(id)?.egressOnly === true || id.startsWith('eigw-');
  const kind = isEgressOnly ? 'egress-only-internet-gateway' : 'internet-gateway';
  const stops = [
    componentStop(kind, id, carried, {
      tracks: isEgressOnly,
      ...(equals(destination, carried.packet.destination) ? {} : { after }),
    }),
  ];
  const { stopped, assumes } = ingressBlock(travel, place, id, after);
  if (stopped !== null) return { stops, carried: after, next: stopped };
  const edge = gatewayRouteTableOf(network, id);
  return {
    stops,
    carried: after,
    next:
      edge === undefined
        ? { at: 'in-vpc', vpcId, fromSubnetId: null }
        : { at: 'routing', vpcId, subnetId: null, tableId: edge.id },
    doubts,
    assumes: [...assumes, ...(found.id === null ? [] : attachment(network, id))],
  };
};
