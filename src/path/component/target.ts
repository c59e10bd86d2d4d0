import type { NetworkInterface } from '../../network/network-interface.js';
import type { Carried } from '../carried.js';
import type { ComponentKind, Doubt, Move, Place, Travel } from '../place.js';
import { outThroughEgressOnlyGateway, outThroughInternetGateway } from './internet-gateway-out.js';
import { throughNatGateway } from './nat-gateway.js';
import { throughPeering } from './peering-connection.js';
import { componentStop } from './stop.js';
import { throughTransitGateway } from './transit-gateway.js';
import { throughEndpoint } from './vpc-endpoint.js';

type Target = Extract<Place, { at: 'target' }>;

const unknownBeyond = (
  component: ComponentKind,
  id: string,
  carried: Carried,
  doubt: Partial<Doubt>,
): Move => ({
  stops: [componentStop(component, id, carried, { identity: 'unknown', tracks: 'unknown' })],
  carried,
  next: { kind: 'unknown' },
  doubts: [{ reason: 'not-modelled', component, id, missing: [], ...doubt }],
});

const toInterface = (it: NetworkInterface, { subnetId }: Target, carried: Carried): Move => ({
  stops: [],
  carried,
  next: { at: 'arriving', interface: it, boundary: it.subnetId !== subnetId, sent: true },
});

const interfaceTarget = ({ network }: Travel, place: Target, id: string, carried: Carried): Move => {
  const byInstance = [...network.interfaces.values()].filter(({ instanceId }) => instanceId === id);
  const it = network.interfaces.get(id) ?? (byInstance.length === 1 ? byInstance[0] : undefined);
  if (it !== undefined) return toInterface(it, place, carried);
  const filter = id.startsWith('i-')
    ? `--filters Name=attachment.instance-id,Values=${id}`
    : `--network-interface-ids ${id}`;
  return unknownBeyond('appliance', id, carried, {
    reason: 'not-given',
    missing: [{ kind: 'interface', id, needs: `aws ec2 describe-network-interfaces ${filter}` }],
  });
};

/** VPN and Direct Connect leave over a virtual private gateway; what is beyond is outside. */
const overVirtualPrivateGateway = (id: string, carried: Carried): Move => ({
  stops: [componentStop('virtual-private-gateway', id, carried)],
  carried,
  next: { kind: 'left', through: 'virtual-private-gateway', id },
});

/** A route's target takes the packet. */
export const throughTarget = (travel: Travel, place: Target, carried: Carried): Move => {
  const { target, vpcId } = place;
  const { network } = travel;
  if (target.kind === 'local' || vpcId === null)
    return unknownBeyond('unknown', target.kind === 'local' ? 'local' : target.id, carried, {});
  switch (target.kind) {
    case 'internet-gateway':
      return outThroughInternetGateway(travel, target.id, vpcId, carried);
    case 'egress-only-internet-gateway':
      return outThroughEgressOnlyGateway(travel, target.id, vpcId, carried);
    case 'nat-gateway':
      return throughNatGateway(travel, place, target.id, carried);
    case 'vpc-peering-connection':
      return throughPeering(network, target.id, vpcId, carried);
    case 'transit-gateway':
      return throughTransitGateway(network, place, target.id, carried);
    case 'vpc-endpoint':
      return throughEndpoint(network, place, target.id, carried);
    case 'network-interface':
    case 'instance':
      return interfaceTarget(travel, place, target.id, carried);
    case 'virtual-private-gateway':
      return overVirtualPrivateGateway(target.id, carried);
    default:
      return unknownBeyond(target.kind, target.id, carried, {});
  }
};
