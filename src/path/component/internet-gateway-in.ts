import { equals } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import type { GatewayId, VpcId } from '../../resource/id.js';
import { type Carried, withDestination } from '../carried.js';
import { holdersIn, isNatGatewayInterface } from '../holder.js';
import type { Doubt, Move, Place, Travel } from '../place.js';
import { gatewayRouteTableOf } from '../route-look-up.js';
import { blockedBy } from '../routing-blocker.js';
import { exclusionDoubts, publicAccessOf } from './block-public-access.js';
import { attachment } from './internet-gateway-out.js';
import { backThroughRegional } from './nat-gateway.js';
import { insideOf, privateDestination } from './public-address.js';
import { componentStop } from './stop.js';

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
      doubts: exclusionDoubts(network, holder?.subnetId ?? null, id),
      assumes: [] as const,
    };
  return { stopped: null, doubts: [], assumes: mode === null ? (['block-public-access-off'] as const) : [] };
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
  const { stopped, assumes, doubts: unless } = ingressBlock(travel, place, id, after);
  if (stopped !== null) return { stops, carried: after, next: stopped, doubts: [...doubts, ...unless] };
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
