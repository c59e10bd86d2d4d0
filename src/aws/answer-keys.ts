/**
 * The answers that are read: the call that gives each, by the key that names its list. One key may come from two calls:
 * then the one that people need first is named.
 */
export const ANSWER_CALLS = {
  Vpcs: 'ec2 describe-vpcs',
  Subnets: 'ec2 describe-subnets',
  NetworkInterfaces: 'ec2 describe-network-interfaces',
  Reservations: 'ec2 describe-instances',
  SecurityGroups: 'ec2 describe-security-groups',
  SecurityGroupRules: 'ec2 describe-security-group-rules',
  SecurityGroupVpcAssociations: 'ec2 describe-security-group-vpc-associations',
  StaleSecurityGroupSet: 'ec2 describe-stale-security-groups',
  NetworkAcls: 'ec2 describe-network-acls',
  RouteTables: 'ec2 describe-route-tables',
  PrefixLists: 'ec2 describe-managed-prefix-lists',
  Entries: 'ec2 get-managed-prefix-list-entries',
  VpcPeeringConnections: 'ec2 describe-vpc-peering-connections',
  NatGateways: 'ec2 describe-nat-gateways',
  InternetGateways: 'ec2 describe-internet-gateways',
  EgressOnlyInternetGateways: 'ec2 describe-egress-only-internet-gateways',
  VpcEndpoints: 'ec2 describe-vpc-endpoints',
  TransitGateways: 'ec2 describe-transit-gateways',
  TransitGatewayVpcAttachments: 'ec2 describe-transit-gateway-vpc-attachments',
  TransitGatewayAttachments: 'ec2 describe-transit-gateway-attachments',
  TransitGatewayRouteTables: 'ec2 describe-transit-gateway-route-tables',
  Associations: 'ec2 get-transit-gateway-route-table-associations',
  TransitGatewayRouteTablePropagations: 'ec2 get-transit-gateway-route-table-propagations',
  Routes: 'ec2 search-transit-gateway-routes',
  FlowLogs: 'ec2 describe-flow-logs',
  VpcBlockPublicAccessOptions: 'ec2 describe-vpc-block-public-access-options',
  VpcBlockPublicAccessExclusions: 'ec2 describe-vpc-block-public-access-exclusions',
  VpcEncryptionControls: 'ec2 describe-vpc-encryption-controls',
  DhcpOptions: 'ec2 describe-dhcp-options',
  LoadBalancers: 'elbv2 describe-load-balancers',
  Listeners: 'elbv2 describe-listeners',
  TargetGroups: 'elbv2 describe-target-groups',
  Attributes: 'elbv2 describe-target-group-attributes',
  TargetHealthDescriptions: 'elbv2 describe-target-health',
} as const satisfies Readonly<Record<string, string>>;

export type AnswerKey = keyof typeof ANSWER_CALLS;

/** Whether a key of a JSON document names an answer that `readAnswers` understands: `SecurityGroups`, `Vpcs` ... */
export const isAnswerKey = (key: string): key is AnswerKey => Object.hasOwn(ANSWER_CALLS, key);

/** The calls whose answers `readAnswers` understands, for messages. */
export const CALLS: readonly string[] = Object.values(ANSWER_CALLS).map((call) => `aws ${call}`);
