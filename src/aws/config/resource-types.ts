import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import type { AnswerKey } from '../answer-keys.js';
import { type Stated, stated } from '../stated.js';
import type { ConfigurationItem } from './configuration-item.js';

/** Says in the shape of AWS's answers what a configuration, spelled as there, holds. */
type Reading = (configuration: PlainObject, item: ConfigurationItem) => readonly Stated[];

const as =
  (key: AnswerKey, idKey: string): Reading =>
  (configuration, { id }) => [stated(key, { ...configuration, [idKey]: configuration[idKey] ?? id })];

/** Types that AWS Config describes as CloudFormation does: with an `Id`, and options beside it. */
const byId =
  (key: AnswerKey, idKey: string): Reading =>
  ({ Id, ...configuration }, { id, accountId }) => [
    stated(key, { OwnerId: accountId, Options: configuration, ...configuration, [idKey]: Id ?? id }),
  ];

const instance: Reading = (configuration, { id, accountId }) => [
  stated('Reservations', {
    OwnerId: accountId,
    Instances: [{ ...configuration, InstanceId: configuration.InstanceId ?? id }],
  }),
];

/** The entries stand in the item, where AWS's answers give them by a call of their own. */
const prefixList: Reading = ({ Entries, ...list }, { id }) => [
  stated('PrefixLists', {
    ...list,
    PrefixListId: list.PrefixListId ?? id,
    ...(Array.isArray(Entries) && { Cidrs: Entries.map((entry) => isPlainObject(entry) && entry.Cidr) }),
  }),
];

/** The status stands alone, where AWS's answers have a code and a message. */
const peering: Reading = (configuration, { id }) => {
  const { Status } = configuration;
  return [
    stated('VpcPeeringConnections', {
      ...configuration,
      VpcPeeringConnectionId: configuration.VpcPeeringConnectionId ?? id,
      Status: typeof Status === 'string' ? { Code: Status } : Status,
    }),
  ];
};

const values = (list: unknown): readonly PlainObject[] =>
  Array.isArray(list) ? list.map((Value) => ({ Value })) : [];

const dhcpOptions: Reading = (configuration, { id }) => [
  stated('DhcpOptions', {
    DhcpOptionsId: configuration.DhcpOptionsId ?? id,
    DhcpConfigurations: configuration.DhcpConfigurations ?? [
      { Key: 'domain-name-servers', Values: values(configuration.DomainNameServers) },
      { Key: 'ntp-servers', Values: values(configuration.NtpServers) },
    ],
  }),
];

const blockPublicAccess: Reading = (configuration, { accountId, region }) => [
  stated('VpcBlockPublicAccessOptions', {
    ...configuration,
    AwsAccountId: configuration.AccountId ?? accountId,
    AwsRegion: region,
  }),
];

/** AWS's answers name the VPC or subnet by its ARN. */
const blockPublicAccessExclusion: Reading = (configuration, { id, accountId, region }) => {
  const { VpcId, SubnetId } = configuration;
  const resource = typeof VpcId === 'string' ? `vpc/${VpcId}` : `subnet/${String(SubnetId)}`;
  return [
    stated('VpcBlockPublicAccessExclusions', {
      ResourceArn: `arn:aws:ec2:${region ?? ''}:${accountId ?? ''}:${resource}`,
      ...configuration,
      ExclusionId: configuration.ExclusionId ?? id,
    }),
  ];
};

/** The types that are read. AWS's next one is one more row. */
const READINGS: Readonly<Record<string, Reading>> = {
  'AWS::EC2::VPC': as('Vpcs', 'VpcId'),
  'AWS::EC2::Subnet': as('Subnets', 'SubnetId'),
  'AWS::EC2::NetworkInterface': as('NetworkInterfaces', 'NetworkInterfaceId'),
  'AWS::EC2::Instance': instance,
  'AWS::EC2::SecurityGroup': as('SecurityGroups', 'GroupId'),
  'AWS::EC2::NetworkAcl': as('NetworkAcls', 'NetworkAclId'),
  'AWS::EC2::RouteTable': as('RouteTables', 'RouteTableId'),
  'AWS::EC2::PrefixList': prefixList,
  'AWS::EC2::VPCPeeringConnection': peering,
  'AWS::EC2::NatGateway': as('NatGateways', 'NatGatewayId'),
  'AWS::EC2::InternetGateway': as('InternetGateways', 'InternetGatewayId'),
  'AWS::EC2::EgressOnlyInternetGateway': as('EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId'),
  'AWS::EC2::VPCEndpoint': as('VpcEndpoints', 'VpcEndpointId'),
  'AWS::EC2::TransitGateway': byId('TransitGateways', 'TransitGatewayId'),
  'AWS::EC2::TransitGatewayAttachment': byId('TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId'),
  'AWS::EC2::TransitGatewayRouteTable': byId('TransitGatewayRouteTables', 'TransitGatewayRouteTableId'),
  'AWS::EC2::FlowLog': as('FlowLogs', 'FlowLogId'),
  'AWS::EC2::DHCPOptions': dhcpOptions,
  'AWS::EC2::VPCBlockPublicAccessOptions': blockPublicAccess,
  'AWS::EC2::VPCBlockPublicAccessExclusion': blockPublicAccessExclusion,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': as('LoadBalancers', 'LoadBalancerArn'),
  'AWS::ElasticLoadBalancingV2::Listener': as('Listeners', 'ListenerArn'),
  'AWS::ElasticLoadBalancingV2::TargetGroup': as('TargetGroups', 'TargetGroupArn'),
};

/** Types that bear on where packets go; anything else in a snapshot is no loss. */
const NETWORKING =
  /^AWS::(EC2::(VPC|VPN|Subnet|Network|Route|TransitGateway|ClientVpn|CustomerGateway|CarrierGateway|LocalGateway|SecurityGroup|EIP)|ElasticLoadBalancing|NetworkFirewall|DirectConnect)/;

export const isRead = (type: string): boolean => Object.hasOwn(READINGS, type);

export const bearsOnTheNetwork = (type: string): boolean => NETWORKING.test(type);

export const statedBy = (item: ConfigurationItem, configuration: unknown): readonly Stated[] =>
  isPlainObject(configuration) ? (READINGS[item.type]?.(configuration, item) ?? []) : [];
