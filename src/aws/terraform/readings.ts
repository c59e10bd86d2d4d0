import { flowLogs, securityGroupVpcAssociations } from './flow-logs.js';
import {
  egressOnlyInternetGateways,
  internetGateways,
  natGateways,
  peeringConnections,
  vpcEndpoints,
} from './gateways.js';
import { interfaces } from './interfaces.js';
import { LOAD_BALANCERS } from './load-balancers.js';
import { networkAcls } from './network-acls.js';
import { prefixLists } from './prefix-lists.js';
import { routeTables } from './route-tables.js';
import { securityGroups } from './security-groups.js';
import type { Reading, TerraformResource } from './terraform-resource.js';
import { TRANSIT_GATEWAYS } from './transit-gateways.js';
import {
  blockPublicAccess,
  blockPublicAccessExclusions,
  dhcpOptions,
  encryptionControls,
  subnets,
  vpcs,
} from './vpcs.js';

/** All that is read of a Terraform file. */
export const READINGS: readonly Reading[] = [
  vpcs,
  subnets,
  dhcpOptions,
  securityGroups,
  securityGroupVpcAssociations,
  networkAcls,
  routeTables,
  prefixLists,
  interfaces,
  internetGateways,
  egressOnlyInternetGateways,
  natGateways,
  peeringConnections,
  vpcEndpoints,
  ...TRANSIT_GATEWAYS,
  ...LOAD_BALANCERS,
  flowLogs,
  blockPublicAccess,
  blockPublicAccessExclusions,
  encryptionControls,
];

/** Types that the readings look at, alone or for what they add to others. */
const READ: ReadonlySet<string> = new Set(
  `aws_vpc aws_default_vpc aws_vpc_ipv4_cidr_block_association aws_vpc_ipv6_cidr_block_association
  aws_subnet aws_default_subnet aws_vpc_dhcp_options aws_vpc_dhcp_options_association
  aws_security_group aws_default_security_group aws_security_group_rule
  aws_vpc_security_group_ingress_rule aws_vpc_security_group_egress_rule aws_vpc_security_group_vpc_association
  aws_network_acl aws_default_network_acl aws_network_acl_rule aws_network_acl_association
  aws_route_table aws_default_route_table aws_route aws_route_table_association
  aws_main_route_table_association aws_vpn_gateway_route_propagation
  aws_ec2_managed_prefix_list aws_ec2_managed_prefix_list_entry
  aws_network_interface aws_network_interface_attachment aws_network_interface_sg_attachment
  aws_instance aws_spot_instance_request aws_eip aws_eip_association
  aws_internet_gateway aws_internet_gateway_attachment aws_egress_only_internet_gateway aws_nat_gateway
  aws_vpc_peering_connection aws_vpc_peering_connection_accepter
  aws_vpc_endpoint aws_vpc_endpoint_route_table_association aws_vpc_endpoint_subnet_association
  aws_vpc_endpoint_security_group_association
  aws_ec2_transit_gateway aws_ec2_transit_gateway_vpc_attachment aws_ec2_transit_gateway_route_table
  aws_ec2_transit_gateway_route aws_ec2_transit_gateway_prefix_list_reference
  aws_ec2_transit_gateway_route_table_association aws_ec2_transit_gateway_route_table_propagation
  aws_lb aws_alb aws_lb_listener aws_alb_listener aws_lb_target_group aws_alb_target_group
  aws_lb_target_group_attachment aws_alb_target_group_attachment
  aws_flow_log aws_vpc_block_public_access_options aws_vpc_block_public_access_exclusion
  aws_vpc_encryption_control`.split(/\s+/),
);

/** Types of the provider that bear on where packets go; of anything else in a state nothing is lost. */
const NETWORKING =
  /^aws_(vpc|subnet|security_group|network|route(_|$)|default_|ec2_(managed_prefix_list|transit_gateway|network|client_vpn|carrier|local_gateway)|vpn|customer_gateway|nat_gateway|internet_gateway|egress_only|eip|elb|a?lb|flow_log|dx_|networkfirewall|networkmanager|launch_template|autoscaling_group)/;

export const isReadType = (type: string): boolean => READ.has(type);

export const isTypeOfNetwork = (type: string): boolean => NETWORKING.test(type);

const isUnread = ({ type }: TerraformResource): boolean => isTypeOfNetwork(type) && !isReadType(type);

/** Data sources only looked something up: what they found is not what the file manages, and is not read. */
const nameOf = ({ type, isManaged }: TerraformResource): string => (isManaged ? type : `data.${type}`);

export const typesNotRead = (resources: readonly TerraformResource[]): readonly string[] =>
  [
    ...new Set(
      resources.filter((it) => (it.isManaged ? isUnread(it) : isTypeOfNetwork(it.type))).map(nameOf),
    ),
  ].sort();
