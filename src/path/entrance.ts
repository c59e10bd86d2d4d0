import type { IpAddress } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { vpcHolds } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { VpcId } from '../resource/id.js';
import { type Carried, withDestination } from './carried.js';
import { componentStop } from './component/stop.js';
import { fromOutside } from './component/transit-gateway.js';
import type { Ends } from './endpoint.js';
import { publicAddressOf } from './holder.js';
import type { Doubt, Move } from './place.js';
import { chooseRoute, gatewayRouteTableOf, holderGap, isGap, subnetTable } from './route-look-up.js';
import { blockedBy } from './routing-blocker.js';

/** The other VPC that has the address in its blocks: what is missing then is the interface that sends. */
const homeOf = (network: Network, address: IpAddress): VpcId | null =>
  [...network.vpcs.keys()].find((vpcId) => vpcHolds(network, vpcId, address)) ?? null;

/** From outside a packet comes in where the interface's own route to the sender leads out. */
const entrance = (network: Network, it: NetworkInterface, carried: Carried): Move => {
  const { source, destination } = carried.packet;
  const { vpcId } = it;
  if (vpcId === null) {
    const needs = `aws ec2 describe-network-interfaces --network-interface-ids ${it.id}`;
    const doubt = {
      reason: 'not-given',
      component: 'interface',
      id: it.id,
      missing: [{ kind: 'interface', id: it.id, needs }],
    } as const;
    return { stops: [], carried, next: { kind: 'unknown' }, doubts: [doubt] };
  }
  if (vpcHolds(network, vpcId, source)) {
    const doubt = {
      reason: 'not-given',
      component: 'interface',
      id: null,
      missing: [holderGap(source, vpcId)],
    } as const;
    return { stops: [], carried, next: { at: 'in-vpc', vpcId, fromSubnetId: null }, doubts: [doubt] };
  }
  if (!isPrivate(source)) return fromInternet(it, carried);
  const table = subnetTable(network, vpcId, it.subnetId);
  if (isGap(table)) {
    const doubt = { reason: 'not-given', component: 'route-table', id: null, missing: [table] } as const;
    const stops = [componentStop('outside', 'outside', carried, { identity: 'unknown', tracks: 'unknown' })];
    return { stops, carried, next: { at: 'in-vpc', vpcId, fromSubnetId: null }, doubts: [doubt] };
  }
  const choice = chooseRoute(network, table, source);
  const target = choice.kind === 'route' && choice.route.state === 'active' ? choice.route.target : null;
  if (target?.kind === 'virtual-private-gateway') {
    const edge = gatewayRouteTableOf(network, target.id);
    return {
      stops: [componentStop('virtual-private-gateway', target.id, carried)],
      carried,
      next:
        edge === undefined
          ? { at: 'in-vpc', vpcId, fromSubnetId: null }
          : { at: 'routing', vpcId, subnetId: null, tableId: edge.id },
      assumes: ['enters-where-replies-leave'],
    };
  }
  const home = homeOf(network, source);
  if (target?.kind === 'transit-gateway' && home === null) {
    const inbound = fromOutside(network, target.id, vpcId, carried);
    if (inbound !== null) return inbound;
  }
  const doubt: Doubt = {
    reason: home === null ? 'not-modelled' : 'not-given',
    component: home === null ? 'outside' : 'interface',
    id: home !== null || target === null || target.kind === 'local' ? null : target.id,
    missing: home === null ? [] : [holderGap(source, home)],
  };
  const stops = [
    componentStop('outside', doubt.id ?? 'outside', carried, { identity: 'unknown', tracks: 'unknown' }),
  ];
  return {
    stops,
    carried: withDestination(carried, destination),
    next: { at: 'in-vpc', vpcId, fromSubnetId: null },
    doubts: [doubt],
  };
};

/** From the internet an interface is reached at its public address; IPv6 addresses are public as they are. */
const fromInternet = (it: NetworkInterface, carried: Carried): Move => {
  const { destination } = carried.packet;
  if (destination.family === 6 || !isPrivate(destination))
    return { stops: [], carried, next: { at: 'internet' } };
  const address = publicAddressOf(it, destination);
  if (address !== null)
    return { stops: [], carried: withDestination(carried, address), next: { at: 'internet' } };
  return {
    stops: [componentStop('internet', 'internet', carried)],
    carried,
    next: blockedBy(
      'no-public-address',
      'destination-has-no-public-address',
      'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
      it.id,
      carried.packet,
    ),
  };
};

export const start = (network: Network, { initiator, responder }: Ends, carried: Carried): Move => {
  if (initiator.kind === 'interface') {
    if (initiator.interface.type === 'vpc_endpoint') {
      const { id } = initiator.interface;
      const next = blockedBy(
        'endpoint-cannot-carry',
        'endpoint-cannot-start',
        'VPCE_INTRA_VPC_TRAFFIC',
        id,
        carried.packet,
      );
      return { stops: [], carried, next };
    }
    return { stops: [], carried, next: { at: 'leaving', interface: initiator.interface } };
  }
  return responder.kind === 'interface'
    ? entrance(network, responder.interface, carried)
    : { stops: [], carried, next: { kind: 'unknown' } };
};
