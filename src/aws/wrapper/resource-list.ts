import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import type { AnswerKey } from '../answer-keys.js';
import { only, type Unwrapped, type Wrapper, wrapped } from './wrapped.js';

/**
 * By which keys an item is known for what it is, the first row that fits; several of AWS's kinds hold the ids of others.
 * Keys that a `--query` renamed fit nothing: such a list says too little to be read.
 */
const ITEMS: readonly (readonly [key: AnswerKey, has: readonly string[]])[] = [
  ['SecurityGroupRules', ['SecurityGroupRuleId', 'IsEgress']],
  ['StaleSecurityGroupSet', ['GroupId', 'StaleIpPermissions']],
  ['SecurityGroups', ['GroupId', 'IpPermissions']],
  ['SecurityGroups', ['GroupId', 'IpPermissionsEgress']],
  ['SecurityGroupVpcAssociations', ['GroupId', 'VpcId', 'GroupOwnerId']],
  ['SecurityGroups', ['GroupId', 'GroupName']],
  ['NetworkAcls', ['NetworkAclId', 'Entries']],
  ['RouteTables', ['RouteTableId', 'Routes']],
  ['Reservations', ['Instances']],
  ['NetworkInterfaces', ['NetworkInterfaceId', 'PrivateIpAddress']],
  ['NetworkInterfaces', ['NetworkInterfaceId', 'PrivateIpAddresses']],
  ['NetworkInterfaces', ['NetworkInterfaceId', 'InterfaceType']],
  ['NetworkInterfaces', ['NetworkInterfaceId', 'Groups']],
  ['FlowLogs', ['FlowLogId', 'ResourceId']],
  ['NatGateways', ['NatGatewayId', 'NatGatewayAddresses']],
  ['NatGateways', ['NatGatewayId', 'State']],
  ['VpcEndpoints', ['VpcEndpointId', 'ServiceName']],
  ['VpcPeeringConnections', ['VpcPeeringConnectionId', 'AccepterVpcInfo']],
  ['InternetGateways', ['InternetGatewayId', 'Attachments']],
  ['EgressOnlyInternetGateways', ['EgressOnlyInternetGatewayId', 'Attachments']],
  ['TransitGatewayVpcAttachments', ['TransitGatewayAttachmentId', 'SubnetIds']],
  ['TransitGatewayAttachments', ['TransitGatewayAttachmentId', 'ResourceType', 'TransitGatewayId']],
  ['TransitGatewayRouteTables', ['TransitGatewayRouteTableId', 'TransitGatewayId', 'State']],
  ['TransitGateways', ['TransitGatewayId', 'TransitGatewayArn']],
  ['TransitGateways', ['TransitGatewayId', 'Options']],
  ['Subnets', ['SubnetId', 'CidrBlock']],
  ['Subnets', ['SubnetId', 'Ipv6CidrBlockAssociationSet']],
  ['Vpcs', ['VpcId', 'CidrBlock']],
  ['Vpcs', ['VpcId', 'CidrBlockAssociationSet']],
  ['DhcpOptions', ['DhcpOptionsId', 'DhcpConfigurations']],
  ['PrefixLists', ['PrefixListId', 'PrefixListName']],
  ['VpcBlockPublicAccessExclusions', ['ExclusionId', 'InternetGatewayExclusionMode']],
  ['VpcEncryptionControls', ['VpcEncryptionControlId', 'Mode']],
  ['LoadBalancers', ['LoadBalancerArn', 'Scheme']],
  ['LoadBalancers', ['LoadBalancerArn', 'LoadBalancerName']],
  ['Listeners', ['ListenerArn', 'LoadBalancerArn']],
  ['TargetGroups', ['TargetGroupArn', 'TargetGroupName']],
  ['TargetHealthDescriptions', ['Target', 'TargetHealth']],
];

const isInstance = (item: PlainObject): boolean =>
  'InstanceId' in item && ('InstanceType' in item || 'ImageId' in item) && !('NetworkInterfaceId' in item);

/** The list of an answer in which such an item stands; null when it is an item of none. */
export const listOf = (item: unknown): AnswerKey | 'Instances' | null => {
  if (!isPlainObject(item)) return null;
  if (isInstance(item)) return 'Instances';
  return ITEMS.find(([, has]) => has.every((key) => key in item))?.[0] ?? null;
};

/** The answer in which the items would have stood. */
export const answerWith = (key: AnswerKey | 'Instances', items: readonly unknown[]): PlainObject =>
  key === 'Instances' ? { Reservations: [{ Instances: items }] } : { [key]: items };

/**
 * A list without the key that names it, as `--query 'SecurityGroups[]'` and `jq .SecurityGroups` print it: it is known by
 * its items. Whether it goes on elsewhere stood beside it and is lost.
 */
export const resourceList: Wrapper = ({ json }): Unwrapped | null => {
  if (!Array.isArray(json) || json.length === 0) return null;
  const byKey = new Map<AnswerKey | 'Instances', unknown[]>();
  for (const item of json) {
    const key = listOf(item);
    if (key === null) return null;
    const items = byKey.get(key);
    if (items === undefined) byKey.set(key, [item]);
    else items.push(item);
  }
  return only(...[...byKey].map(([key, items]) => wrapped(answerWith(key, items), { isWhole: false })));
};
