import type { Instance } from '../../src/network/instance.js';
import type { InternetGateway } from '../../src/network/internet-gateway.js';
import type { NatGateway } from '../../src/network/nat-gateway.js';
import { EMPTY_NETWORK, type Network, RESOURCE_KINDS, type ResourceKind } from '../../src/network/network.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { PeeringConnection } from '../../src/network/peering-connection.js';
import type { Route, RouteTable, RouteTarget } from '../../src/network/route-table.js';
import type {
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
} from '../../src/network/transit-gateway.js';
import type { VpcEndpoint } from '../../src/network/vpc-endpoint.js';
import { atInterface, type Endpoint, outside } from '../../src/path/endpoint.js';
import { blockersOf, type Reach, reach } from '../../src/path/reach.js';
import type { Packet } from '../../src/traffic/packet.js';
import { acl, allowAll, cidr, eni, entry, group, ip, subnet, vpc } from '../filter/build.js';

/** Short ways to write routes and gateways by hand. */

const kinds: Readonly<Record<string, RouteTarget['kind']>> = {
  igw: 'internet-gateway',
  eigw: 'egress-only-internet-gateway',
  vgw: 'virtual-private-gateway',
  vpce: 'vpc-endpoint',
  nat: 'nat-gateway',
  tgw: 'transit-gateway',
  pcx: 'vpc-peering-connection',
  eni: 'network-interface',
  i: 'instance',
  lgw: 'local-gateway',
};

/** `route('0.0.0.0/0', 'igw-1')`, `route('pl-1', 'vpce-1')`, `route('10.0.0.0/16', 'local')`. */
export const route = (destination: string, target: string, more: Partial<Route> = {}): Route => ({
  destination: destination.startsWith('pl-')
    ? { kind: 'prefix-list', id: destination }
    : { kind: 'cidr', cidr: cidr(destination) },
  target:
    target === 'local'
      ? { kind: 'local' }
      : { kind: kinds[target.split('-')[0] as string] as 'unknown', id: target },
  state: 'active',
  origin: target === 'local' ? 'table' : 'static',
  ...more,
});

/** A table of `vpc-1` with its local route. */
export const table = (
  id: string,
  subnetIds: readonly string[],
  routes: readonly Route[] = [],
  more: Partial<RouteTable> = {},
): RouteTable => ({
  id,
  vpcId: 'vpc-1',
  isMain: false,
  subnetIds,
  gatewayIds: [],
  routes: [route('10.0.0.0/16', 'local'), route('2001:db8::/56', 'local'), ...routes],
  ...more,
});

export const internetGateway = (id: string, more: Partial<InternetGateway> = {}): InternetGateway => ({
  id,
  egressOnly: id.startsWith('eigw-'),
  vpcIds: ['vpc-1'],
  ...more,
});

export const natGateway = (id: string, address: string, more: Partial<NatGateway> = {}): NatGateway => ({
  id,
  vpcId: 'vpc-1',
  subnetId: 'subnet-2',
  connectivity: 'public',
  availability: 'zonal',
  routeTableId: null,
  state: 'available',
  addresses: [
    {
      interfaceId: `eni-of-${id}`,
      privateAddress: ip(address),
      publicAddress: ip('198.51.100.9'),
      availabilityZone: null,
    },
  ],
  ...more,
});

export const peering = (id: string, more: Partial<PeeringConnection> = {}): PeeringConnection => ({
  id,
  status: 'active',
  requester: { vpcId: 'vpc-1', ownerId: null, region: 'eu-west-1', cidrs: [cidr('10.0.0.0/16')] },
  accepter: { vpcId: 'vpc-2', ownerId: null, region: 'eu-west-1', cidrs: [cidr('10.2.0.0/16')] },
  ...more,
});

export const endpoint = (
  id: string,
  type: VpcEndpoint['type'],
  more: Partial<VpcEndpoint> = {},
): VpcEndpoint => ({
  id,
  type,
  vpcId: 'vpc-1',
  serviceName: 'com.amazonaws.eu-west-1.s3',
  state: 'available',
  routeTableIds: [],
  subnetIds: [],
  securityGroupIds: [],
  interfaceIds: [],
  ...more,
});

export const attachment = (
  id: string,
  vpcId: string,
  subnetIds: readonly string[],
  more: Partial<TransitGatewayAttachment> = {},
): TransitGatewayAttachment => ({
  id,
  transitGatewayId: 'tgw-1',
  resourceType: 'vpc',
  resourceId: vpcId,
  vpcId,
  subnetIds,
  state: 'available',
  securityGroupReferencing: true,
  applianceMode: false,
  routeTableId: 'tgw-rtb-1',
  ...more,
});

export const transitTable = (
  id: string,
  routes: readonly (readonly [string, string])[],
): TransitGatewayRouteTable => ({
  id,
  transitGatewayId: 'tgw-1',
  propagatingAttachmentIds: null,
  routes: routes.map(([block, attachmentId]) => ({
    destination: { kind: 'cidr', cidr: cidr(block) },
    type: 'propagated',
    state: attachmentId === 'blackhole' ? 'blackhole' : 'active',
    attachmentIds: attachmentId === 'blackhole' ? [] : [attachmentId],
  })),
});

export const instance = (id: string, platform: Instance['platform']): Instance => ({
  id,
  vpcId: 'vpc-1',
  subnetId: null,
  type: null,
  platform,
  state: 'running',
});

export const OPEN = ['0.0.0.0/0', '::/0'];

/** A group that lets everything in and out. */
export const openGroup = (id: string, vpcId = 'vpc-1') =>
  group(
    id,
    OPEN.flatMap((block) => [allowAll('ingress', block), allowAll('egress', block)]),
    { vpcId },
  );

export const openAcl = (id: string, subnetIds: string[]) =>
  acl(
    id,
    subnetIds,
    OPEN.flatMap((block, i) =>
      (['ingress', 'egress'] as const).map((direction) => entry(100 + i, direction, 'allow', 'all', block)),
    ),
  );

type Parts = {
  readonly [K in ResourceKind]?: readonly (Network[K] extends ReadonlyMap<string, infer R> ? R : never)[];
};

/** Two subnets of `vpc-1` with an interface each, open filters, one main route table; `parts` replace whole kinds. */
export const world = (parts: Parts = {}, given: readonly ResourceKind[] = RESOURCE_KINDS): Network => {
  const base: Parts = {
    vpcs: [vpc(['10.0.0.0/16', '2001:db8::/56'])],
    subnets: [
      subnet('subnet-1', ['10.0.1.0/24', '2001:db8:0:1::/64'], { availabilityZone: 'a' }),
      subnet('subnet-2', ['10.0.2.0/24', '2001:db8:0:2::/64'], { availabilityZone: 'b' }),
    ],
    interfaces: [A, B],
    securityGroups: [openGroup('sg-a'), openGroup('sg-b')],
    networkAcls: [openAcl('acl-1', ['subnet-1']), openAcl('acl-2', ['subnet-2'])],
    routeTables: [table('rtb-1', [], [], { isMain: true })],
  };
  const all = { ...base, ...parts };
  const maps = Object.fromEntries(
    RESOURCE_KINDS.map((kind) => [
      kind,
      new Map((all[kind] ?? []).map((one: { readonly id: string }) => [one.id, one])),
    ]),
  );
  return { ...EMPTY_NETWORK, ...maps, given: new Set(given) } as Network;
};

export const A = eni('eni-a', ['10.0.1.10', '2001:db8:0:1::10'], ['sg-a']);
export const B = eni('eni-b', ['10.0.2.10', '2001:db8:0:2::10'], ['sg-b'], { subnetId: 'subnet-2' });

export const withPublic = (it: NetworkInterface, publicAddress: string): NetworkInterface => ({
  ...it,
  publicAddresses: [ip(publicAddress)],
  associations: [
    { publicAddress: ip(publicAddress), privateAddress: it.privateAddresses[0] as Packet['source'] },
  ],
});

const endAt = (network: Network, address: Packet['source']): Endpoint => {
  const it = [...network.interfaces.values()].find((one) =>
    [...one.privateAddresses, ...one.publicAddresses].some(
      (own) => own.family === address.family && own.value === address.value,
    ),
  );
  return it === undefined ? outside(address) : atInterface(address, it);
};

/** The round trip of a packet between whoever holds its addresses. */
export const trip = (network: Network, packet: Packet): Reach =>
  reach(network, {
    ends: { initiator: endAt(network, packet.source), responder: endAt(network, packet.destination) },
    packet,
    sourcePorts: packet.sourcePort === null ? null : { from: packet.sourcePort, to: packet.sourcePort },
  });

/** Blockers in short: `request no-route rtb-1 NO_ROUTE_TO_DESTINATION`, with `beyond` where they are. */
export const told = (it: Reach): readonly string[] => {
  const { request, reply } = blockersOf(it);
  return [
    ...request.map((one) => ['request', one] as const),
    ...reply.map((one) => ['reply', one] as const),
  ].map(
    ([leg, one]) =>
      `${leg} ${
        one.kind === 'routing'
          ? `${one.at.code} ${one.at.component} ${one.at.awsExplanationCode}`
          : `${one.at.filter} ${one.at.direction} ${one.at.interface.id}`
      }${one.beyond ? ' beyond' : ''}`,
  );
};

/** The places of a leg in short: `eni-a out`, `rtb-1`, `igw-1`. */
export const way = (it: Reach, leg: 'request' | 'reply' = 'request'): readonly string[] =>
  (it[leg]?.course.stops ?? []).map((stop) => {
    if (stop.kind === 'interface')
      return `${stop.interface.id} ${stop.direction === 'egress' ? 'out' : 'in'}`;
    return stop.kind === 'route-table' ? stop.table.id : stop.id;
  });
