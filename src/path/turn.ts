import type { NetworkInterface } from '../network/network-interface.js';
import { answer } from './carried.js';
import { componentStop } from './component/stop.js';
import type { Ends } from './endpoint.js';
import type { Course, Move, Travel } from './place.js';
import { gatewayRouteTableOf } from './route-look-up.js';

const lastInterface = ({ stops }: Course): NetworkInterface | null => {
  const found = stops.findLast((stop) => stop.kind === 'interface');
  return found?.kind === 'interface' ? found.interface : null;
};

/** Where the reply starts: where the request ended. Null when that is not known. */
export const turn = ({ network }: Pick<Travel, 'network'>, request: Course, ends: Ends): Move | null => {
  const carried = answer(request.carried);
  const { ending } = request;
  if (ending.kind === 'arrived') return { stops: [], carried, next: { at: 'leaving', interface: ending.at } };
  if (ending.kind !== 'left') {
    const { responder } = ends;
    const isOwn =
      responder.kind === 'interface' &&
      responder.interface.privateAddresses.some(
        ({ family, value }) =>
          family === carried.packet.source.family && value === carried.packet.source.value,
      );
    return isOwn ? { stops: [], carried, next: { at: 'leaving', interface: responder.interface } } : null;
  }
  const last = lastInterface(request);
  if (ending.through === 'internet') return { stops: [], carried, next: { at: 'internet' } };
  if (ending.through === 'transit-gateway-attachment')
    return { stops: [], carried, next: { at: 'out-of-attachment', attachmentId: ending.id } };
  if (last === null || last.vpcId === null) return null;
  const stops = [componentStop(ending.through, ending.id, carried, { identity: 'kept' })];
  if (ending.through === 'amazon-service')
    return { stops, carried, next: { at: 'arriving', interface: last, boundary: false, sent: false } };
  const edge = gatewayRouteTableOf(network, ending.id);
  return {
    stops,
    carried,
    next:
      edge === undefined
        ? { at: 'in-vpc', vpcId: last.vpcId, fromSubnetId: null }
        : { at: 'routing', vpcId: last.vpcId, subnetId: null, tableId: edge.id },
  };
};
