import type { Network } from '../../network/network.js';
import { draw } from '../drawing/draw.js';
import { gatewayEndpoint, interfaceEndpoint, servicePrefixList } from '../drawing/endpoints.js';
import { networkAcl, securityGroup } from '../drawing/filters.js';
import { DEFAULT_FIELDS, flowLog, prefixList, TELLING_FORMAT } from '../drawing/lists-and-logs.js';
import { networkLoadBalancer } from '../drawing/load-balancers.js';
import { instance } from '../drawing/machines.js';
import type { Drawn } from '../drawing/piece.js';
import { subnet, vpc } from '../drawing/places.js';
import { blockPublicAccess, publicAccessExclusion } from '../drawing/public-access.js';
import { transitGateway } from '../drawing/transit-gateways.js';
import {
  egressOnlyInternetGateway,
  internetGateway,
  natGateway,
  peering,
  routeTable,
} from '../drawing/ways.js';
import { type Ends, endsOf, PUBLIC_ADDRESS } from './ends.js';
import type { Plan } from './plan.js';
import { entriesFor, neededRules, SERVICE_LIST } from './site-filters.js';

const LOCAL = [
  ['10.0.0.0/16', 'local'],
  ['2001:db8::/56', 'local'],
] as const;
const FAR_LOCAL = [['10.8.0.0/16', 'local']] as const;

const openAcl = (id: string, vpcId: string, ...subnetIds: readonly string[]): Drawn =>
  networkAcl(id, vpcId, subnetIds);

const machineOf = (plan: Plan, side: 'client' | 'server', subnetId: string, isPublic: boolean): Drawn => {
  const { address } = endsOf(plan)[side];
  const block = address.includes(':') ? `10.0.${subnetId.at(-1)}` : address.replace(/\.\d+$/, '');
  const four = plan.isIpv6 ? [`${block}.${side === 'client' ? 10 : 20}`] : [];
  const isSecondary = !plan.isIpv6 && ['both', side].includes(plan.secondary);
  const primary = isSecondary ? [`${block}.${side === 'client' ? 11 : 21}`] : [];
  return instance(`eni-${side}`, subnetId, [...four, address, ...primary], {
    securityGroups: [`sg-${side}`],
    primaryAddress: primary[0] ?? null,
    publicAddress: isPublic ? PUBLIC_ADDRESS : null,
    operatingSystem: plan.isWindows && side === 'client' ? 'windows' : 'linux',
  });
};

const clientGroup = (plan: Plan, { front }: Ends): Drawn =>
  securityGroup('sg-client', 'vpc-1', {
    ingress: [['tcp 22', '192.168.0.0/16']],
    egress: neededRules(plan, plan.client, front),
  });

const serverGroup = (plan: Plan, { client }: Ends, vpcId: string): Drawn =>
  securityGroup('sg-server', vpcId, {
    ingress: neededRules(plan, plan.server, client),
    egress: [['all', '0.0.0.0/0']],
  });

const client = (plan: Plan, ends: Ends, isPublic = false): Drawn => [
  clientGroup(plan, ends),
  machineOf(plan, 'client', 'subnet-1', isPublic),
  networkAcl('acl-client', 'vpc-1', ['subnet-1'], entriesFor(plan, plan.clientAcl, ends.front, false)),
];

const server = (plan: Plan, ends: Ends, vpcId: string, subnetId: string, isPublic = false): Drawn => [
  serverGroup(plan, ends, vpcId),
  machineOf(plan, 'server', subnetId, isPublic),
  networkAcl('acl-server', vpcId, [subnetId], entriesFor(plan, plan.serverAcl, ends.client, true)),
];

const nearPlaces: Drawn = [
  vpc('vpc-1', '10.0.0.0/16', '2001:db8::/56'),
  subnet('subnet-1', 'vpc-1', ['10.0.1.0/24', '2001:db8:0:1::/64']),
  subnet('subnet-2', 'vpc-1', ['10.0.2.0/24', '2001:db8:0:2::/64']),
];

const farPlaces: Drawn = [vpc('vpc-2', '10.8.0.0/16'), subnet('subnet-8', 'vpc-2', ['10.8.1.0/24'])];

/** What joins the two ends. */
const between: Readonly<Record<Plan['shape'], (plan: Plan, ends: Ends) => Drawn>> = {
  'one-subnet': (plan, ends) => [
    client(plan, ends),
    serverGroup(plan, ends, 'vpc-1'),
    machineOf(plan, 'server', 'subnet-1', false),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    routeTable('rtb-main', 'vpc-1', 'main', LOCAL),
  ],
  'two-subnets': (plan, ends) => [
    client(plan, ends),
    server(plan, ends, 'vpc-1', 'subnet-2'),
    routeTable('rtb-main', 'vpc-1', 'main', LOCAL),
  ],
  'to-the-internet': (plan, ends) => [
    client(plan, ends, true),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    internetGateway('igw-1', 'vpc-1'),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['0.0.0.0/0', 'igw-1']]),
  ],
  'from-the-internet': (plan, ends) => [
    server(plan, ends, 'vpc-1', 'subnet-1', true),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    internetGateway('igw-1', 'vpc-1'),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['0.0.0.0/0', 'igw-1']]),
  ],
  'through-a-nat-gateway': (plan, ends) => [
    client(plan, ends),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    internetGateway('igw-1', 'vpc-1'),
    natGateway('nat-1', 'subnet-2', '10.0.2.5', '198.51.100.99'),
    routeTable('rtb-private', 'vpc-1', ['subnet-1'], [...LOCAL, ['0.0.0.0/0', 'nat-1']]),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['0.0.0.0/0', 'igw-1']]),
  ],
  peering: (plan, ends) => [
    farPlaces,
    client(plan, ends),
    server(plan, ends, 'vpc-2', 'subnet-8'),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    peering('pcx-1', ['vpc-1', '10.0.0.0/16'], ['vpc-2', '10.8.0.0/16']),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['10.8.0.0/16', 'pcx-1']]),
    routeTable('rtb-far', 'vpc-2', 'main', [...FAR_LOCAL, ['10.0.0.0/16', 'pcx-1']]),
  ],
  'transit-gateway': (plan, ends) => [
    farPlaces,
    subnet('subnet-9', 'vpc-2', ['10.8.9.0/24']),
    client(plan, ends),
    server(plan, ends, 'vpc-2', 'subnet-8'),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    openAcl('acl-far-rest', 'vpc-2', 'subnet-9'),
    transitGateway(
      'tgw-1',
      [
        { id: 'tgw-attach-1', vpcId: 'vpc-1', subnetId: 'subnet-2', address: '10.0.2.7' },
        { id: 'tgw-attach-2', vpcId: 'vpc-2', subnetId: 'subnet-9', address: '10.8.9.7' },
      ],
      [
        ['10.0.0.0/16', 'tgw-attach-1'],
        ['10.8.0.0/16', 'tgw-attach-2'],
      ],
    ),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['10.8.0.0/16', 'tgw-1']]),
    routeTable('rtb-far', 'vpc-2', 'main', [...FAR_LOCAL, ['10.0.0.0/16', 'tgw-1']]),
  ],
  'through-an-egress-only-gateway': (plan, ends) => [
    client(plan, ends),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    egressOnlyInternetGateway('eigw-1', 'vpc-1'),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, ['::/0', 'eigw-1']]),
  ],
  'to-a-gateway-endpoint': (plan, ends) => [
    client(plan, ends),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    servicePrefixList(SERVICE_LIST, plan.service, [ends.server.subnet]),
    gatewayEndpoint('vpce-1', 'vpc-1', plan.service, ['rtb-main']),
    routeTable('rtb-main', 'vpc-1', 'main', [...LOCAL, [SERVICE_LIST, 'vpce-1']]),
  ],
  'to-an-interface-endpoint': (plan, ends) => [
    client(plan, ends),
    serverGroup(plan, ends, 'vpc-1'),
    networkAcl('acl-server', 'vpc-1', ['subnet-2'], entriesFor(plan, plan.serverAcl, ends.client, true)),
    interfaceEndpoint('vpce-1', {
      service: 'execute-api',
      vpcId: 'vpc-1',
      subnetId: 'subnet-2',
      address: ends.server.address,
      securityGroups: ['sg-server'],
    }),
    routeTable('rtb-main', 'vpc-1', 'main', LOCAL),
  ],
  'through-a-load-balancer': (plan, ends) => [
    subnet('subnet-3', 'vpc-1', ['10.0.3.0/24']),
    client(plan, ends),
    server(plan, ends, 'vpc-1', 'subnet-3'),
    openAcl('acl-rest', 'vpc-1', 'subnet-2'),
    networkLoadBalancer('front', {
      vpcId: 'vpc-1',
      subnetId: 'subnet-2',
      address: ends.front.address,
      listener: ['TCP', plan.port],
      targetPort: plan.port,
      targets: [ends.server.address],
      preservesClientIp: true,
    }),
    routeTable('rtb-main', 'vpc-1', 'main', LOCAL),
  ],
};

/** Traffic of other shapes meets no internet gateway, and Block Public Access does not touch it. */
const publicAccessOf = ({ publicAccess }: Plan): Drawn => {
  if (publicAccess === 'off') return [];
  if (publicAccess === 'inbound-blocked') return blockPublicAccess('block-ingress');
  return [
    blockPublicAccess('block-bidirectional'),
    publicAccessExclusion('vpcbpa-exclude-1', 'vpc-1', 'allow-bidirectional'),
  ];
};

const bystandersOf = ({ bystanders }: Plan): Drawn =>
  bystanders === 0
    ? []
    : [
        securityGroup('sg-other', 'vpc-1', {
          ingress: [['tcp 22', '10.0.0.0/16']],
          egress: [['all', '0.0.0.0/0']],
        }),
        Array.from({ length: bystanders }, (_, i) =>
          instance(`eni-other-${i + 1}`, 'subnet-2', [`10.0.2.${200 + i}`], {
            securityGroups: ['sg-other'],
          }),
        ),
      ];

const VERSION_3 =
  'version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr srcport dstport pkt-srcaddr pkt-dstaddr protocol bytes packets start end action tcp-flags log-status';

const FORMATS: Readonly<Record<Plan['log']['format'], readonly string[]>> = {
  telling: TELLING_FORMAT,
  default: DEFAULT_FIELDS,
  'version-3': VERSION_3.split(' '),
};

/** One flow log for each VPC, or for each subnet or interface that anybody uses. */
const flowLogsOf = (plan: Plan, places: Network): Drawn => {
  const scopes = {
    vpc: [...places.vpcs.keys()],
    subnet: [...places.subnets.keys()],
    interface: [...places.interfaces.keys()],
  };
  return scopes[plan.log.scope].map((id, i) =>
    flowLog(`fl-${i + 1}`, id, {
      logFormat: FORMATS[plan.log.format],
      maxAggregationInterval: plan.log.interval,
      destination: plan.log.destination,
    }),
  );
};

/** The network of a plan, with everything that its traffic needs to pass. */
export const siteOf = (plan: Plan): Network => {
  const ends = endsOf(plan);
  const peers = [ends.server.subnet, ends.front.subnet, ends.client.subnet].filter(
    (block) => !block.includes(':'),
  );
  const drawn: Drawn = [
    nearPlaces,
    between[plan.shape](plan, ends),
    bystandersOf(plan),
    publicAccessOf(plan),
    peers.length === 0 ? [] : prefixList('pl-peers', [...new Set(peers)]),
  ];
  return draw(drawn, flowLogsOf(plan, draw(drawn)));
};
