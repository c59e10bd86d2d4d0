import type { AwsRoute, RoutedWorld } from '../oracle/path.js';
import {
  aclResources,
  camelCase,
  type Fields,
  groupItems,
  groupResources,
  itemOf,
  oldStateOf,
  type Resource,
  shownOf,
  stateOf,
} from './other-forms.js';

/** A network with routes in every form that people have of it. */

export const asLists = (world: RoutedWorld): readonly Fields[] =>
  Object.entries(world).map(([name, list]) => ({ [name]: list }));

const METADATA = {
  RequestId: 'x',
  HTTPStatusCode: 200,
  HTTPHeaders: { date: 'Wed, 01 May 2024 00:00:00 GMT' },
  RetryAttempts: 0,
};

const asRecordings = (world: RoutedWorld): readonly unknown[] =>
  asLists(world).map((answer) => ({ status_code: 200, data: { ...answer, ResponseMetadata: METADATA } }));

const asPages = (world: RoutedWorld): readonly unknown[] =>
  asLists(world).map((answer) =>
    Object.entries(answer).flatMap(([key, list]) => [
      { [key]: (list as unknown[]).slice(0, 1), NextToken: 'more' },
      { [key]: (list as unknown[]).slice(1) },
    ]),
  );

const asSnapshotTests = (world: RoutedWorld): readonly unknown[] => [
  {
    'tests/test_vpc.py::test_all': {
      'recorded-date': '10-05-2023, 11:22:33',
      'recorded-content': Object.fromEntries(asLists(world).map((answer, i) => [`step-${i}`, answer])),
    },
  },
];

const asBareLists = (world: RoutedWorld): readonly unknown[] =>
  Object.values(world).filter((list) => list.length > 0);

const snakeCase = (key: string): string => key.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

const asSections = (world: RoutedWorld): readonly unknown[] => [
  Object.fromEntries(Object.entries(world).map(([name, list]) => [snakeCase(name), list])),
];

/** By list: the type of AWS Config and the key of the id. */
const TYPES: Readonly<Record<string, readonly [type: string, id: string]>> = {
  Vpcs: ['AWS::EC2::VPC', 'VpcId'],
  Subnets: ['AWS::EC2::Subnet', 'SubnetId'],
  SecurityGroups: ['AWS::EC2::SecurityGroup', 'GroupId'],
  NetworkAcls: ['AWS::EC2::NetworkAcl', 'NetworkAclId'],
  NetworkInterfaces: ['AWS::EC2::NetworkInterface', 'NetworkInterfaceId'],
  RouteTables: ['AWS::EC2::RouteTable', 'RouteTableId'],
  InternetGateways: ['AWS::EC2::InternetGateway', 'InternetGatewayId'],
  NatGateways: ['AWS::EC2::NatGateway', 'NatGatewayId'],
  VpcPeeringConnections: ['AWS::EC2::VPCPeeringConnection', 'VpcPeeringConnectionId'],
};

const configItems = (world: RoutedWorld, asText: boolean): readonly Fields[] => [
  ...groupItems(world.SecurityGroups, asText),
  ...Object.entries(world).flatMap(([name, list]) => {
    const known = TYPES[name];
    if (known === undefined || name === 'SecurityGroups') return [];
    const [type, id] = known;
    return (list as readonly Fields[]).map((it) => itemOf(type, String(it[id]), camelCase(it), asText));
  }),
];

const asHistory = (world: RoutedWorld): readonly unknown[] => [
  { fileVersion: '1.0', configurationItems: configItems(world, true) },
];

/** One message of SNS for each item. */
const asMessages = (world: RoutedWorld): readonly unknown[] =>
  configItems(world, false).map((configurationItem) => ({
    Type: 'Notification',
    Message: JSON.stringify({ messageType: 'ConfigurationItemChangeNotification', configurationItem }),
  }));

/** The attribute of Terraform by the key of AWS. */
const TARGETS: readonly (readonly [keyof AwsRoute, string])[] = [
  ['GatewayId', 'gateway_id'],
  ['NatGatewayId', 'nat_gateway_id'],
  ['VpcPeeringConnectionId', 'vpc_peering_connection_id'],
];

const routeBlock = (route: AwsRoute): Fields => ({
  cidr_block: route.DestinationCidrBlock,
  ...Object.fromEntries(TARGETS.map(([key, name]) => [name, route[key] ?? ''])),
});

const tableResources = (world: RoutedWorld): readonly Resource[] =>
  world.RouteTables.flatMap((table) => [
    {
      type: 'aws_route_table',
      name: table.RouteTableId,
      values: {
        id: table.RouteTableId,
        vpc_id: table.VpcId,
        propagating_vgws: [],
        route: table.Routes.filter(({ GatewayId }) => GatewayId !== 'local').map(routeBlock),
      },
    },
    ...table.Associations.map((one, n): Resource => {
      const association = { id: `rtbassoc-${n}`, route_table_id: table.RouteTableId };
      return one.Main
        ? {
            type: 'aws_main_route_table_association',
            name: table.RouteTableId,
            values: { ...association, vpc_id: table.VpcId },
          }
        : {
            type: 'aws_route_table_association',
            name: `${table.RouteTableId}-${n}`,
            values: { ...association, subnet_id: one.SubnetId },
          };
    }),
  ]);

const interfaceResources = (world: RoutedWorld): readonly Resource[] =>
  world.NetworkInterfaces.flatMap((it) => [
    {
      type: 'aws_network_interface',
      name: it.NetworkInterfaceId,
      values: {
        id: it.NetworkInterfaceId,
        subnet_id: it.SubnetId,
        interface_type: it.NetworkInterfaceId === 'eni-nat' ? 'nat_gateway' : 'interface',
        private_ip: it.PrivateIpAddresses[0]?.PrivateIpAddress,
        private_ips: it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
        security_groups: it.Groups.map(({ GroupId }) => GroupId),
        source_dest_check: it.NetworkInterfaceId !== 'eni-nat',
        attachment: [],
      },
    },
    ...it.PrivateIpAddresses.flatMap(({ PrivateIpAddress, Association }): readonly Resource[] =>
      Association === undefined
        ? []
        : [
            {
              type: 'aws_eip',
              name: it.NetworkInterfaceId,
              values: {
                id: 'eipalloc-1',
                network_interface: it.NetworkInterfaceId,
                private_ip: PrivateIpAddress,
                public_ip: Association.PublicIp,
              },
            },
          ],
    ),
  ]);

const gatewayResources = (world: RoutedWorld): readonly Resource[] => [
  ...world.InternetGateways.map(
    ({ InternetGatewayId, Attachments }): Resource => ({
      type: 'aws_internet_gateway',
      name: InternetGatewayId,
      values: { id: InternetGatewayId, vpc_id: Attachments[0]?.VpcId ?? '' },
    }),
  ),
  ...world.NatGateways.map(
    (it): Resource => ({
      type: 'aws_nat_gateway',
      name: it.NatGatewayId,
      values: {
        id: it.NatGatewayId,
        subnet_id: it.SubnetId,
        connectivity_type: it.ConnectivityType,
        network_interface_id: it.NatGatewayAddresses[0]?.NetworkInterfaceId,
        private_ip: it.NatGatewayAddresses[0]?.PrivateIp,
        public_ip: it.NatGatewayAddresses[0]?.PublicIp,
      },
    }),
  ),
  ...world.VpcPeeringConnections.map(
    (it): Resource => ({
      type: 'aws_vpc_peering_connection',
      name: it.VpcPeeringConnectionId,
      values: {
        id: it.VpcPeeringConnectionId,
        accept_status: it.Status.Code,
        vpc_id: it.RequesterVpcInfo.VpcId,
        peer_vpc_id: it.AccepterVpcInfo.VpcId,
      },
    }),
  ),
];

const terraformResources = (world: RoutedWorld): readonly Resource[] => [
  ...world.Vpcs.map(
    ({ VpcId, CidrBlock }): Resource => ({
      type: 'aws_vpc',
      name: VpcId,
      values: { id: VpcId, cidr_block: CidrBlock },
    }),
  ),
  ...world.Subnets.map(
    ({ SubnetId, VpcId, CidrBlock }): Resource => ({
      type: 'aws_subnet',
      name: SubnetId,
      values: { id: SubnetId, vpc_id: VpcId, cidr_block: CidrBlock },
    }),
  ),
  ...groupResources(world, 'inline'),
  ...aclResources(world, false),
  ...interfaceResources(world),
  ...tableResources(world),
  ...gatewayResources(world),
];

/** What a plan is going to make; all else is there. */
const NEW = ['aws_network_interface', 'aws_security_group'];

/** Ids that are known only after apply: the address of the resource stands for each, and others refer to it. */
const asPlan = (world: RoutedWorld): readonly unknown[] => {
  const resources = terraformResources(world);
  const addressOf = ({ type, name }: Resource) => `${type}.${name}`;
  const made = new Map(
    resources.filter(({ type }) => NEW.includes(type)).map((it) => [it.values.id, addressOf(it)]),
  );
  const refersTo = (value: unknown): readonly string[] => [value].flat().flatMap((id) => made.get(id) ?? []);
  const unknownIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.some((id) => made.has(id)) ? true : value.map(unknownIn);
    if (typeof value !== 'object' || value === null) return made.has(value);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unknownIn(inner)]));
  };
  const knownIn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.some((id) => made.has(id)) ? undefined : value.map(knownIn);
    if (typeof value !== 'object' || value === null) return made.has(value) ? undefined : value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, knownIn(inner)]));
  };
  const references = ({ values }: Resource) =>
    Object.entries(values)
      .filter(([key, value]) => key !== 'id' && refersTo(value).length > 0)
      .map(([key, value]) => [key, { references: refersTo(value).flatMap((one) => [`${one}.id`, one]) }]);
  return [
    {
      format_version: '1.2',
      terraform_version: '1.9.0',
      planned_values: {
        root_module: {
          resources: resources.map((it) => ({
            address: addressOf(it),
            mode: 'managed',
            type: it.type,
            name: it.name,
            values: knownIn(it.values),
          })),
        },
      },
      resource_changes: resources.map((it) => ({
        address: addressOf(it),
        change: { actions: ['create'], after: knownIn(it.values), after_unknown: unknownIn(it.values) },
      })),
      configuration: {
        root_module: {
          resources: resources.map((it) => ({
            address: addressOf(it),
            expressions: Object.fromEntries(references(it)),
          })),
        },
      },
    },
  ];
};

/** Every form, by its name. */
export const FORMS: readonly (readonly [string, (world: RoutedWorld) => readonly unknown[]])[] = [
  ['answers', asLists],
  ['recordings of an SDK', asRecordings],
  ['lists of pages', asPages],
  ['what tests compare with', asSnapshotTests],
  ['lists without their keys', asBareLists],
  ['the sections of a collector', asSections],
  ['a history of AWS Config', asHistory],
  ['messages of AWS Config', asMessages],
  ['a Terraform state', (world) => stateOf(terraformResources(world))],
  ['a Terraform state of version 3', (world) => oldStateOf(terraformResources(world))],
  ['terraform show -json of a state', (world) => shownOf(terraformResources(world))],
  ['terraform show -json of a plan', asPlan],
];
