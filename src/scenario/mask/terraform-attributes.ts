const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Attributes that hold one of AWS's own words. */
export const WORDS = words(`
  accept_status action address_family appliance_mode_support availability_mode availability_zone availability_zone_id
  aws_region connectivity_type enforce_security_group_inbound_rules_on_private_link_traffic file_format instance_state
  interface_type internet_gateway_block_mode internet_gateway_exclusion_mode ip_protocol load_balancer_type
  log_destination_type log_format mode origin peer_region protocol rule_action security_group_referencing_support state
  target_type traffic_type type vpc_endpoint_type
`);

/** Attributes that hold ids, addresses, numbers or chosen names, and blocks of these. */
export const NAMES = words(`
  arn association_default_route_table_id attachment aws_account_id blackhole carrier_gateway_id cidr cidr_block
  cidr_blocks cidr_ipv4 cidr_ipv6 core_network_arn default_action deliver_cross_account_role description
  destination_cidr_block destination_ipv6_cidr_block destination_options destination_prefix_list_id dhcp_options_id
  domain_name_servers egress egress_only_gateway_id eni_id entry forward from_port gateway_id health_check
  hive_compatible_partitions iam_role_arn icmp_code icmp_type id ingress instance instance_id internal
  internet_gateway_id ipv4_prefixes ipv6_addresses ipv6_cidr_block ipv6_cidr_blocks ipv6_prefixes load_balancer_arn
  load_balancer_arns local_gateway_id log_destination log_group_name main_route_table_id max_aggregation_interval
  max_entries name nat_gateway_id network_acl_id network_interface network_interface_id network_interface_ids
  ntp_servers odb_network_arn owner_id peer_owner_id peer_vpc_id per_hour_partition port prefix_list_id prefix_list_ids
  preserve_client_ip primary_network_interface_id private_ip private_ip_address private_ip_list private_ips
  propagating_vgws public_ip referenced_security_group_id regional_nat_gateway_address regional_nat_gateway_id
  resource_arn route route_table_id route_table_ids rule_no rule_number secondary_private_ip_addresses
  secondary_private_ips security_group_id security_group_ids security_groups self service_name source_dest_check
  source_security_group_id subnet_id subnet_ids subnet_mapping subnets target_group target_group_arn target_id to_port
  transit_gateway_attachment_id transit_gateway_default_route_table_association transit_gateway_id
  transit_gateway_route_table_id vpc_endpoint_id vpc_id vpc_peering_connection_id vpc_security_group_ids
`);

/** Texts in which only what AWS writes itself is kept: how the interface of a load balancer is described. */
export const TOLD_BY_AWS = words('description');
