import { equals } from '../../address/ip-address.js';
import { vpcHolds } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Route, RouteTable } from '../../network/route-table.js';
import type { Gap } from '../../problem/gap.js';
import type { Packet } from '../../traffic/packet.js';
import type { Carried } from '../carried.js';
import { holdersIn, isBesideAttachment, isNatGatewayInterface, owns } from '../holder.js';
import type { Doubt, Ending, Move, Place, Travel } from '../place.js';
import { chooseRoute, isGap, subnetTable } from '../route-look-up.js';
import { blockedBy } from '../routing-blocker.js';
import { componentStop } from './stop.js';

type Routing = Extract<Place, { at: 'routing' }>;

const tableDoubt = (id: string): Doubt => ({
  reason: 'not-given',
  component: 'route-table',
  id,
  missing: [{ kind: 'route-table', id, needs: `aws ec2 describe-route-tables --route-table-ids ${id}` }],
});

const tableFor = ({ network }: Travel, { vpcId, subnetId, tableId }: Routing): RouteTable | Gap => {
  if (tableId === null) return subnetTable(network, vpcId, subnetId);
  return (
    network.routeTables.get(tableId) ?? {
      kind: 'route-table',
      id: tableId,
      needs: `aws ec2 describe-route-tables --route-table-ids ${tableId}`,
    }
  );
};

/** The routes are not known: the packet is followed to where its address says, and the doubt stays. */
const unrouted = (travel: Travel, { vpcId, subnetId }: Routing, carried: Carried, doubt: Doubt): Move => {
  const { network, ends, leg } = travel;
  const { destination } = carried.packet;
  const end = leg === 'request' ? ends.responder : ends.initiator;
  if (
    vpcId !== null &&
    (vpcHolds(network, vpcId, destination) || holdersIn(network, vpcId, destination).length > 0)
  )
    return { stops: [], carried, next: { at: 'in-vpc', vpcId, fromSubnetId: subnetId }, doubts: [doubt] };
  const stops = [componentStop('unknown', 'unknown', carried, { identity: 'unknown', tracks: 'unknown' })];
  if (end.kind === 'interface' && owns(end.interface, destination)) {
    const isSure =
      network.given.has('transitGatewayAttachments') && !isBesideAttachment(network, end.interface);
    const boundary = isSure ? true : 'unknown';
    const next = { at: 'arriving', interface: end.interface, boundary, sent: true } as const;
    return { stops, carried, next, doubts: [doubt] };
  }
  return { stops, carried, next: { kind: 'unknown' }, doubts: [doubt] };
};

/**
 * The NAT gateway that a reply without a route may come back to: it sent the request over a peering connection, and what is
 * peered answers the sender. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
const natSender = ({ leg, request }: Travel, { destination }: Packet): NetworkInterface | null => {
  const isPeered = request?.stops.some(
    (stop) => stop.kind === 'component' && stop.component === 'vpc-peering-connection',
  );
  if (leg === 'request' || isPeered !== true) return null;
  const sent = request?.translations.find(({ after }) => equals(after.packet.source, destination));
  return sent?.interface != null && isNatGatewayInterface(sent.interface) ? sent.interface : null;
};

/**
 * A middlebox behind an internet gateway needs a public IPv4 address of its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html
 */
const middleboxWithoutAddress = (
  network: Network,
  { gatewayIds }: RouteTable,
  { target }: Route,
  packet: Packet,
): Ending | null => {
  if (target.kind !== 'network-interface' || packet.destination.family === 6) return null;
  const it = network.interfaces.get(target.id);
  return gatewayIds.some((id) => id.startsWith('igw-')) && it?.publicAddresses.length === 0
    ? blockedBy(
        'no-public-address',
        'middlebox-has-no-public-address',
        'INGRESS_RTB_NO_PUBLIC_IP',
        it.id,
        packet,
      )
    : null;
};

/** The route table of a subnet, of a regional NAT gateway or of a gateway says where the packet goes. */
export const routing = (travel: Travel, place: Routing, carried: Carried): Move => {
  const table = tableFor(travel, place);
  if (isGap(table))
    return unrouted(travel, place, carried, {
      reason: 'not-given',
      component: 'route-table',
      id: null,
      missing: [table],
    });
  const choice = chooseRoute(travel.network, table, carried.packet.destination);
  const stop = { kind: 'route-table', table, carried } as const;
  if (choice.kind === 'unknown') {
    const reason = choice.missing.length > 0 ? 'not-given' : 'ambiguous';
    const move = unrouted(travel, place, carried, {
      reason,
      component: 'route-table',
      id: table.id,
      missing: choice.missing,
    });
    return { ...move, stops: [{ ...stop, route: null }, ...move.stops] };
  }
  const { packet } = carried;
  const sender = choice.kind === 'no-route' ? natSender(travel, packet) : null;
  if (sender !== null) {
    const next = { at: 'arriving', interface: sender, boundary: true, sent: true } as const;
    const doubt = {
      reason: 'return-to-sender',
      component: 'nat-gateway',
      id: sender.id,
      missing: [],
    } as const;
    return { stops: [{ ...stop, route: null }], carried, next, doubts: [doubt] };
  }
  if (choice.kind === 'no-route')
    return {
      stops: [{ ...stop, route: null }],
      carried,
      next: blockedBy('no-route', 'table-has-no-route', 'NO_ROUTE_TO_DESTINATION', table.id, packet),
    };
  const { route } = choice;
  const stops = [{ ...stop, route }];
  if (route.state === 'blackhole')
    return {
      stops,
      carried,
      next: blockedBy('blackhole-route', 'route-is-blackhole', 'BAD_STATE_ROUTE', table.id, packet, route),
    };
  const vpcId = table.vpcId ?? place.vpcId;
  if (route.target.kind === 'local')
    return {
      stops,
      carried,
      ...(vpcId === null
        ? { next: { kind: 'unknown' }, doubts: [tableDoubt(table.id)] }
        : { next: { at: 'in-vpc', vpcId, fromSubnetId: place.subnetId } }),
    };
  const unseen = middleboxWithoutAddress(travel.network, table, route, packet);
  if (unseen !== null) return { stops, carried, next: unseen };
  return {
    stops,
    carried,
    next: {
      at: 'target',
      target: route.target,
      vpcId,
      subnetId: place.subnetId,
      byPrefixList: route.destination.kind === 'prefix-list',
    },
  };
};
