import { type Stated, stated } from '../stated.js';
import { isUnknown, present, text, texts } from './attribute.js';
import {
  each,
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const VPCS = ['aws_vpc', 'aws_default_vpc'];
const SUBNETS = ['aws_subnet', 'aws_default_subnet'];

/** Resources of a type that belong to a VPC. */
const ofVpc = (vpc: TerraformResource, world: TerraformWorld, type: string): readonly TerraformResource[] =>
  world.of(type).filter(({ values }) => text(values, 'vpc_id') === idOf(vpc));

const known = (value: string | null): readonly string[] => (value === null ? [] : [value]);

const blocksOf = (
  vpc: TerraformResource,
  world: TerraformWorld,
  family: 'ipv4' | 'ipv6',
  name: string,
): readonly string[] => [
  ...new Set([
    ...known(text(vpc.values, name)),
    ...ofVpc(vpc, world, `aws_vpc_${family}_cidr_block_association`).flatMap(({ values }) =>
      known(text(values, name)),
    ),
  ]),
];

const vpcItem = (vpc: TerraformResource, world: TerraformWorld): Stated => {
  const options = ofVpc(vpc, world, 'aws_vpc_dhcp_options_association').map(({ values }) =>
    text(values, 'dhcp_options_id'),
  );
  return stated(
    'Vpcs',
    present({
      VpcId: idOf(vpc),
      OwnerId: text(vpc.values, 'owner_id'),
      DhcpOptionsId: options[0] ?? text(vpc.values, 'dhcp_options_id'),
      CidrBlock: text(vpc.values, 'cidr_block'),
      CidrBlockAssociationSet: blocksOf(vpc, world, 'ipv4', 'cidr_block').map((CidrBlock) => ({ CidrBlock })),
      Ipv6CidrBlockAssociationSet: blocksOf(vpc, world, 'ipv6', 'ipv6_cidr_block').map((Ipv6CidrBlock) => ({
        Ipv6CidrBlock,
      })),
    }),
  );
};

const subnetItem = ({ values }: TerraformResource, id: string): Stated =>
  stated(
    'Subnets',
    present({
      SubnetId: id,
      VpcId: text(values, 'vpc_id'),
      OwnerId: text(values, 'owner_id'),
      AvailabilityZone: text(values, 'availability_zone'),
      AvailabilityZoneId: text(values, 'availability_zone_id'),
      CidrBlock: text(values, 'cidr_block'),
      Ipv6CidrBlockAssociationSet: known(text(values, 'ipv6_cidr_block')).map((Ipv6CidrBlock) => ({
        Ipv6CidrBlock,
      })),
    }),
  );

const BLOCKS = ['cidr_block', 'ipv6_cidr_block'];

const hasUnknownBlock = ({ values }: TerraformResource): boolean =>
  BLOCKS.some((name) => isUnknown(values, name));

/** VPCs with the blocks that were added to them. */
export const vpcs: Reading = (world) => ({
  stated: world.of(...VPCS).map((vpc) => vpcItem(vpc, world)),
  gaps: world
    .of(...VPCS)
    .filter(hasUnknownBlock)
    .map((vpc) => notKnownUntilApply('vpc', idOf(vpc))),
});

export const subnets: Reading = (world) => ({
  stated: world.of(...SUBNETS).map((subnet) => subnetItem(subnet, idOf(subnet))),
  gaps: world
    .of(...SUBNETS)
    .filter(hasUnknownBlock)
    .map((subnet) => notKnownUntilApply('subnet', idOf(subnet))),
});

const valuesOf = (servers: readonly string[]) => servers.map((Value) => ({ Value }));

export const dhcpOptions: Reading = each(['aws_vpc_dhcp_options'], (it) => [
  stated('DhcpOptions', {
    DhcpOptionsId: idOf(it),
    DhcpConfigurations: [
      { Key: 'domain-name-servers', Values: valuesOf(texts(it.values, 'domain_name_servers')) },
      { Key: 'ntp-servers', Values: valuesOf(texts(it.values, 'ntp_servers')) },
    ],
  }),
]);

export const blockPublicAccess: Reading = each(['aws_vpc_block_public_access_options'], ({ values }) => [
  stated(
    'VpcBlockPublicAccessOptions',
    present({
      AwsAccountId: text(values, 'aws_account_id'),
      AwsRegion: text(values, 'aws_region'),
      InternetGatewayBlockMode: text(values, 'internet_gateway_block_mode'),
    }),
  ),
]);

const exclusionArn = ({ values }: TerraformResource): string => {
  const vpcId = text(values, 'vpc_id');
  return vpcId === null ? `subnet/${text(values, 'subnet_id')}` : `vpc/${vpcId}`;
};

export const blockPublicAccessExclusions: Reading = each(['aws_vpc_block_public_access_exclusion'], (it) => [
  stated('VpcBlockPublicAccessExclusions', {
    ExclusionId: idOf(it),
    InternetGatewayExclusionMode: text(it.values, 'internet_gateway_exclusion_mode'),
    ResourceArn: text(it.values, 'resource_arn') ?? exclusionArn(it),
  }),
]);

export const encryptionControls: Reading = each(['aws_vpc_encryption_control'], (it) => [
  stated(
    'VpcEncryptionControls',
    present({
      VpcEncryptionControlId: idOf(it),
      VpcId: text(it.values, 'vpc_id'),
      Mode: text(it.values, 'mode'),
      State: text(it.values, 'state'),
    }),
  ),
]);
