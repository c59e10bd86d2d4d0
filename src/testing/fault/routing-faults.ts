import type { Network } from '../../network/network.js';
import { routeTableAt, routeTo } from '../simulator/route/route-table.js';
import { withRoutes } from './edit.js';
import {
  expects,
  type FaultMaker,
  interfaceAt,
  packetAt,
  reconfigures,
  type Scene,
  type Side,
} from './scene.js';

/** The route that a side's packets take; null where they stay in the VPC. */
const routeOf = (scene: Scene, side: Side) => {
  const it = interfaceAt(scene, side);
  const leg = side === 'client' ? 'request' : 'reply';
  if (it === null) return null;
  const table = routeTableAt(scene.network, it.subnetId);
  const route = routeTo(scene.network, it.subnetId, packetAt(scene, side, leg).destination);
  return table === null || route === null || route.target.kind === 'local' ? null : { table, route, leg };
};

const missing =
  (side: Side): FaultMaker =>
  (scene) => {
    const at = routeOf(scene, side);
    if (at === null) return null;
    return {
      kind: `no route for the ${at.leg}`,
      ...reconfigures((network) =>
        withRoutes(network, at.table.id, (routes) => routes.filter((it) => it !== at.route)),
      ),
      expects: expects(['no-route'], { component: at.table.id, isAsked: at.leg === 'request' }),
    };
  };

const blackhole =
  (side: Side): FaultMaker =>
  (scene) => {
    const at = routeOf(scene, side);
    if (at === null) return null;
    return {
      kind: `blackhole route for the ${at.leg}`,
      ...reconfigures((network) =>
        withRoutes(network, at.table.id, (routes) =>
          routes.map((it) => (it === at.route ? { ...it, state: 'blackhole' } : it)),
        ),
      ),
      expects: expects(['blackhole-route'], { component: at.table.id, isAsked: at.leg === 'request' }),
    };
  };

/** The route leads to an internet gateway, and the machine has no address that the internet knows. */
const noPublicAddress: FaultMaker = (scene) => {
  const it = interfaceAt(scene, 'client');
  if (it === null || routeOf(scene, 'client')?.route.target.kind !== 'internet-gateway') return null;
  const bare = { ...it, associations: [], publicAddresses: [] };
  return {
    kind: 'no public address',
    ...reconfigures((network) => ({ ...network, interfaces: new Map(network.interfaces).set(it.id, bare) })),
    expects: expects(['no-public-address'], { isAsked: true }),
  };
};

/** AWS shows no blocks of a connection that is not active. */
const peeringNotActive: FaultMaker = ({ network }) => {
  const [connection] = network.peeringConnections.values();
  if (connection === undefined) return null;
  const pending = {
    ...connection,
    status: 'pending-acceptance',
    requester: { ...connection.requester },
    accepter: { ...connection.accepter, cidrs: [] },
  };
  return {
    kind: 'peering not active',
    ...reconfigures((so) => ({
      ...so,
      peeringConnections: new Map(so.peeringConnections).set(connection.id, pending),
    })),
    expects: expects(['peering-not-usable'], { component: connection.id, isAsked: true }),
  };
};

const withoutGatewayRoute = (network: Network, tableId: string, index: number): Network => {
  const table = network.transitGatewayRouteTables.get(tableId);
  if (table === undefined) return network;
  const routes = (table.routes ?? []).filter((_, i) => i !== index);
  return {
    ...network,
    transitGatewayRouteTables: new Map(network.transitGatewayRouteTables).set(tableId, { ...table, routes }),
  };
};

/** The transit gateway's own table lacks the way there, or back. */
const transitGatewayLacksRoute =
  (leg: 'request' | 'reply'): FaultMaker =>
  ({ network }) => {
    const [table] = network.transitGatewayRouteTables.values();
    if (table === undefined) return null;
    return {
      kind: `transit gateway lacks a route for the ${leg}`,
      ...reconfigures((so) => withoutGatewayRoute(so, table.id, leg === 'request' ? 1 : 0)),
      expects: expects(['transit-gateway-does-not-forward'], {
        component: table.id,
        isAsked: leg === 'request',
      }),
    };
  };

/** The owner of the service has not accepted the endpoint yet: its interface is there, and nothing behind it. */
const endpointNotAccepted: FaultMaker = (scene) => {
  const server = interfaceAt(scene, 'server');
  const endpoint = [...scene.network.vpcEndpoints.values()].find(
    ({ interfaceIds }) => server !== null && interfaceIds.includes(server.id),
  );
  if (endpoint === undefined) return null;
  const pending = { ...endpoint, state: 'pendingAcceptance' };
  return {
    kind: 'endpoint not accepted',
    ...reconfigures((network) => ({
      ...network,
      vpcEndpoints: new Map(network.vpcEndpoints).set(endpoint.id, pending),
    })),
    expects: expects(['endpoint-cannot-carry'], { component: endpoint.id, isAsked: true }),
  };
};

export const ROUTING_FAULTS: readonly FaultMaker[] = [
  missing('client'),
  missing('server'),
  blackhole('client'),
  blackhole('server'),
  noPublicAddress,
  peeringNotActive,
  transitGatewayLacksRoute('request'),
  transitGatewayLacksRoute('reply'),
  endpointNotAccepted,
];
