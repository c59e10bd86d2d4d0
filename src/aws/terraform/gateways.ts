import type { PlainObject } from '../../prelude/plain-object.js';
import { stated } from '../stated.js';
import { blocks, present, text, texts } from './attribute.js';
import { vpcOfSubnet } from './interfaces.js';
import {
  each,
  idOf,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const attachedTo = (vpcIds: readonly (string | null)[]): readonly PlainObject[] =>
  [...new Set(vpcIds)].flatMap((VpcId) => (VpcId === null ? [] : [{ VpcId, State: 'available' }]));

export const internetGateways: Reading = each(['aws_internet_gateway'], (it, world) => [
  stated('InternetGateways', {
    InternetGatewayId: idOf(it),
    Attachments: attachedTo([
      text(it.values, 'vpc_id'),
      ...world
        .of('aws_internet_gateway_attachment')
        .filter(({ values }) => text(values, 'internet_gateway_id') === idOf(it))
        .map(({ values }) => text(values, 'vpc_id')),
    ]),
  }),
]);

export const egressOnlyInternetGateways: Reading = each(['aws_egress_only_internet_gateway'], (it) => [
  stated('EgressOnlyInternetGateways', {
    EgressOnlyInternetGatewayId: idOf(it),
    Attachments: attachedTo([text(it.values, 'vpc_id')]),
  }),
]);

const natAddresses = ({ values }: TerraformResource): readonly PlainObject[] => {
  const first = present({
    NetworkInterfaceId: text(values, 'network_interface_id'),
    PrivateIp: text(values, 'private_ip'),
    PublicIp: text(values, 'public_ip'),
  });
  const regional = blocks(values, 'regional_nat_gateway_address').map((one) =>
    present({
      NetworkInterfaceId: text(one, 'network_interface_id'),
      PublicIp: text(one, 'public_ip'),
      AvailabilityZone: text(one, 'availability_zone'),
    }),
  );
  const secondary = texts(values, 'secondary_private_ip_addresses').map((PrivateIp) => ({ PrivateIp }));
  return [first, ...secondary, ...regional].filter((one) => Object.keys(one).length > 0);
};

export const natGateways: Reading = each(['aws_nat_gateway'], (it, world) => {
  const subnetId = text(it.values, 'subnet_id');
  return [
    stated(
      'NatGateways',
      present({
        NatGatewayId: idOf(it),
        VpcId: text(it.values, 'vpc_id') ?? vpcOfSubnet(subnetId, world),
        SubnetId: subnetId,
        ConnectivityType: text(it.values, 'connectivity_type'),
        AvailabilityMode: text(it.values, 'availability_mode'),
        RouteTableId: text(it.values, 'route_table_id'),
        NatGatewayAddresses: natAddresses(it),
      }),
    ),
  ];
});

/** Blocks of a VPC that is in the same file. */
const blocksOf = (vpcId: string | null, world: TerraformWorld): PlainObject => {
  const vpc = world.of('aws_vpc', 'aws_default_vpc').find((it) => idOf(it) === vpcId);
  return vpc === undefined ? {} : present({ CidrBlock: text(vpc.values, 'cidr_block') });
};

/** The accepter's resource was read last; what it says of the status holds. */
export const peeringConnections: Reading = each(['aws_vpc_peering_connection'], (it, world) => {
  const { values } = it;
  const accepter = world.of('aws_vpc_peering_connection_accepter').find((one) => idOf(one) === idOf(it));
  const Code = (accepter && text(accepter.values, 'accept_status')) ?? text(values, 'accept_status');
  const [vpcId, peerVpcId] = [text(values, 'vpc_id'), text(values, 'peer_vpc_id')];
  return [
    stated(
      'VpcPeeringConnections',
      present({
        VpcPeeringConnectionId: idOf(it),
        Status: Code === null ? null : { Code },
        RequesterVpcInfo: { VpcId: vpcId, ...blocksOf(vpcId, world) },
        AccepterVpcInfo: present({
          VpcId: peerVpcId,
          OwnerId: text(values, 'peer_owner_id'),
          Region: text(values, 'peer_region'),
          ...blocksOf(peerVpcId, world),
        }),
      }),
    ),
  ];
});

const associated = (
  it: TerraformResource,
  world: TerraformWorld,
  kind: 'route_table' | 'subnet' | 'security_group',
): readonly string[] => [
  ...new Set([
    ...texts(it.values, `${kind}_ids`),
    ...world
      .of(`aws_vpc_endpoint_${kind}_association`)
      .filter(({ values }) => text(values, 'vpc_endpoint_id') === idOf(it))
      .flatMap(({ values }) => text(values, `${kind}_id`) ?? []),
  ]),
];

/** A gateway endpoint knows the prefix list of its service, with the blocks in it. */
export const vpcEndpoints: Reading = each(['aws_vpc_endpoint'], (it, world) => {
  const { values } = it;
  const list = text(values, 'prefix_list_id');
  const Cidrs = texts(values, 'cidr_blocks');
  return [
    stated(
      'VpcEndpoints',
      present({
        VpcEndpointId: idOf(it),
        VpcEndpointType: text(values, 'vpc_endpoint_type') ?? 'Gateway',
        VpcId: text(values, 'vpc_id'),
        ServiceName: text(values, 'service_name'),
        State: text(values, 'state'),
        RouteTableIds: associated(it, world, 'route_table'),
        SubnetIds: associated(it, world, 'subnet'),
        Groups: associated(it, world, 'security_group').map((GroupId) => ({ GroupId })),
        NetworkInterfaceIds: texts(values, 'network_interface_ids'),
      }),
    ),
    ...(list === null || Cidrs.length === 0 ? [] : [stated('PrefixLists', { PrefixListId: list, Cidrs })]),
  ];
});
