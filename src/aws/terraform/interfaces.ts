import type { PlainObject } from '../../prelude/plain-object.js';
import type { Gap } from '../../problem/gap.js';
import { type Stated, stated } from '../stated.js';
import { blocks, flag, isOpen, isUnknown, present, text, texts } from './attribute.js';
import {
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const having = (
  world: TerraformWorld,
  type: string,
  name: string,
  id: string | null,
): readonly TerraformResource[] =>
  id === null ? [] : world.of(type).filter(({ values }) => text(values, name) === id);

/** The VPC of a subnet, where the file holds the subnet: instances and gateways name none. */
export const vpcOfSubnet = (subnetId: string | null, world: TerraformWorld): string | null => {
  const subnet = world.of('aws_subnet', 'aws_default_subnet').find((it) => idOf(it) === subnetId);
  return subnet === undefined ? null : text(subnet.values, 'vpc_id');
};

type PublicAddress = { readonly PublicIp: string; readonly privateAddress: string | null };

const publicAddressOf = ({ values }: TerraformResource, privateName: string): readonly PublicAddress[] => {
  const PublicIp = text(values, 'public_ip');
  return PublicIp === null ? [] : [{ PublicIp, privateAddress: text(values, privateName) }];
};

/** Elastic IP addresses that the file gives to an interface or instance, each once: an association repeats its address. */
const elasticAddresses = (
  world: TerraformWorld,
  interfaceId: string | null,
  instanceId: string | null,
): readonly PublicAddress[] => {
  const all = [
    ...having(world, 'aws_eip', 'network_interface', interfaceId),
    ...having(world, 'aws_eip', 'instance', instanceId),
  ].flatMap((it) => publicAddressOf(it, 'private_ip'));
  const associated = [
    ...having(world, 'aws_eip_association', 'network_interface_id', interfaceId),
    ...having(world, 'aws_eip_association', 'instance_id', instanceId),
  ].flatMap((it) => publicAddressOf(it, 'private_ip_address'));
  return [...new Map([...all, ...associated].map((one) => [one.PublicIp, one])).values()];
};

const privateAddresses = (
  addresses: readonly string[],
  publicAddresses: readonly PublicAddress[],
): readonly PlainObject[] =>
  addresses.map((PrivateIpAddress, index) => {
    const own = publicAddresses.find((one) => (one.privateAddress ?? addresses[0]) === PrivateIpAddress);
    return present({
      PrivateIpAddress,
      Primary: index === 0,
      Association: own && { PublicIp: own.PublicIp },
    });
  });

const primaryFirst = (primary: string | null, others: readonly string[]): readonly string[] => [
  ...new Set([...(primary === null ? [] : [primary]), ...others]),
];

const inWords = (list: readonly string[], key: string) => list.map((value) => ({ [key]: value }));

const groupIdsOf = (
  values: PlainObject,
  name: string,
  interfaceId: string | null,
  world: TerraformWorld,
): readonly PlainObject[] | null => {
  const attached = having(
    world,
    'aws_network_interface_sg_attachment',
    'network_interface_id',
    interfaceId,
  ).flatMap((it) => text(it.values, 'security_group_id') ?? []);
  return isOpen(values, name)
    ? null
    : inWords([...new Set([...texts(values, name), ...attached])], 'GroupId');
};

const attachmentOf = (it: TerraformResource, world: TerraformWorld): PlainObject | null => {
  const [inline] = blocks(it.values, 'attachment').map((one) => text(one, 'instance'));
  const [separate] = having(world, 'aws_network_interface_attachment', 'network_interface_id', idOf(it)).map(
    ({ values }) => text(values, 'instance_id'),
  );
  const InstanceId = inline ?? separate ?? null;
  return InstanceId === null ? null : { InstanceId };
};

const interfaceItem = (it: TerraformResource, world: TerraformWorld): Stated => {
  const { values } = it;
  const subnetId = text(values, 'subnet_id');
  const Attachment = attachmentOf(it, world);
  const addresses = primaryFirst(text(values, 'private_ip'), [
    ...texts(values, 'private_ip_list'),
    ...texts(values, 'private_ips'),
  ]);
  return stated(
    'NetworkInterfaces',
    present({
      NetworkInterfaceId: idOf(it),
      VpcId: vpcOfSubnet(subnetId, world),
      SubnetId: subnetId,
      OwnerId: text(values, 'owner_id'),
      InterfaceType: text(values, 'interface_type'),
      Description: text(values, 'description'),
      Groups: groupIdsOf(values, 'security_groups', idOf(it), world),
      PrivateIpAddress: addresses[0],
      PrivateIpAddresses: privateAddresses(
        addresses,
        elasticAddresses(world, idOf(it), Attachment === null ? null : String(Attachment.InstanceId)),
      ),
      Ipv6Addresses: inWords(texts(values, 'ipv6_addresses'), 'Ipv6Address'),
      Ipv4Prefixes: inWords(texts(values, 'ipv4_prefixes'), 'Ipv4Prefix'),
      Ipv6Prefixes: inWords(texts(values, 'ipv6_prefixes'), 'Ipv6Prefix'),
      Attachment,
      SourceDestCheck: flag(values, 'source_dest_check'),
    }),
  );
};

/** The first interface of an instance is made with it, and has no resource of its own unless the instance names one. */
const primaryInterface = (it: TerraformResource, world: TerraformWorld): readonly PlainObject[] => {
  const { values } = it;
  const id = text(values, 'primary_network_interface_id');
  if (id === null || having(world, 'aws_network_interface', 'id', id).length > 0) return [];
  const addresses = primaryFirst(text(values, 'private_ip'), texts(values, 'secondary_private_ips'));
  const PublicIp = text(values, 'public_ip');
  const automatic = PublicIp === null ? [] : [{ PublicIp, privateAddress: null }];
  const elastic = elasticAddresses(world, id, idOf(it));
  const subnetId = text(values, 'subnet_id');
  return [
    present({
      NetworkInterfaceId: id,
      VpcId: vpcOfSubnet(subnetId, world),
      SubnetId: subnetId,
      Groups: groupIdsOf(values, 'vpc_security_group_ids', id, world),
      PrivateIpAddress: addresses[0],
      PrivateIpAddresses: privateAddresses(addresses, elastic.length > 0 ? elastic : automatic),
      Ipv6Addresses: inWords(texts(values, 'ipv6_addresses'), 'Ipv6Address'),
      SourceDestCheck: flag(values, 'source_dest_check'),
    }),
  ];
};

/** Terraform does not say whether an instance runs Windows, so its type is not stated as AWS's answers state both. */
const instanceItem = (it: TerraformResource, world: TerraformWorld): Stated => {
  const subnetId = text(it.values, 'subnet_id');
  const state = text(it.values, 'instance_state');
  const Instance = present({
    InstanceId: idOf(it),
    VpcId: vpcOfSubnet(subnetId, world),
    SubnetId: subnetId,
    State: state === null ? null : { Name: state },
    NetworkInterfaces: primaryInterface(it, world),
  });
  return stated('Reservations', { Instances: [Instance] });
};

const GROUP_LISTS = ['security_groups', 'vpc_security_group_ids'];
const ADDRESS_LISTS = ['private_ip', 'private_ips', 'ipv6_addresses', 'primary_network_interface_id'];

const gapsOf = (kind: 'interface' | 'instance', it: TerraformResource): readonly Gap[] =>
  [...GROUP_LISTS, ...ADDRESS_LISTS].some((name) => isUnknown(it.values, name))
    ? [notKnownUntilApply(kind, idOf(it))]
    : [];

const INSTANCES = ['aws_instance', 'aws_spot_instance_request'];

/** Interfaces and instances, with the addresses and groups that other resources give to them. */
export const interfaces: Reading = (world) => ({
  stated: [
    ...world.of('aws_network_interface').map((it) => interfaceItem(it, world)),
    ...world.of(...INSTANCES).map((it) => instanceItem(it, world)),
  ],
  gaps: [
    ...world.of('aws_network_interface').flatMap((it) => gapsOf('interface', it)),
    ...world.of(...INSTANCES).flatMap((it) => gapsOf('instance', it)),
  ],
});
