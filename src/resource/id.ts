/**
 * Names of AWS resources. Ids are kept exactly as they were read and are never refused for their spelling:
 * documentation, redaction and older accounts all use other forms than `sg-` plus 17 hex digits.
 */
export type AccountId = string;
export type InterfaceId = string;
export type SubnetId = string;
export type VpcId = string;
export type SecurityGroupId = string;
export type SecurityGroupRuleId = string;
export type NetworkAclId = string;
export type InstanceId = string;
export type PrefixListId = string;
export type FlowLogId = string;
export type RouteTableId = string;
export type PeeringConnectionId = string;
export type NatGatewayId = string;
/** `igw-...` or `eigw-...`. */
export type GatewayId = string;
export type VpcEndpointId = string;
export type TransitGatewayId = string;
export type TransitGatewayAttachmentId = string;
export type TransitGatewayRouteTableId = string;
export type DhcpOptionsId = string;
/** Amazon Resource Names: the ids of load balancers and target groups. */
export type Arn = string;

/** An observation point that is not an interface, and no end of the traffic it records. */
export const isTransitGatewayAttachment = (id: string): boolean => id.startsWith('tgw-attach-');
