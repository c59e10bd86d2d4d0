/** The keys of AWS's answers that are read. What stands under others is left out: nothing that is found rests on it. */
export const KEYS: ReadonlySet<string> = new Set(
  `
  AccepterVpcInfo AdditionalRoutesAvailable AddressFamily ApplianceModeSupport Association AssociationState
  Associations Attachment Attachments Attributes AvailabilityMode AvailabilityZone AvailabilityZoneId
  AvailabilityZones AwsAccountId AwsRegion BlockPublicAccessStates CarrierGatewayId Cidr CidrBlock
  CidrBlockAssociationSet CidrBlockSet CidrBlockState CidrIp CidrIpv4 CidrIpv6 Cidrs Code
  ConnectionTrackingConfiguration ConnectivityType CoreNetworkArn CreationTime DefaultActions DeliverCrossAccountRole
  DeliverLogsErrorMessage DeliverLogsPermissionArn DeliverLogsStatus Description DestinationCidrBlock
  DestinationIpv6CidrBlock DestinationOptions DestinationPrefixListId DhcpConfigurations DhcpOptions DhcpOptionsId
  Egress EgressOnlyInternetGatewayId EgressOnlyInternetGateways EncryptionControl
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic Entries ExclusionId FileFormat FlowLogId FlowLogStatus FlowLogs
  ForwardConfig From FromPort GatewayId GroupId GroupName GroupOwnerId Groups HealthCheckPort HealthCheckProtocol
  HiveCompatiblePartitions IcmpTypeCode Id InstanceId InstanceType Instances InterfaceType InternetGatewayBlockMode
  InternetGatewayExclusionMode InternetGatewayId InternetGateways IpPermissions IpPermissionsEgress IpProtocol
  IpRanges Ipv4Prefix Ipv4Prefixes Ipv6Address Ipv6Addresses Ipv6CidrBlock Ipv6CidrBlockAssociationSet
  Ipv6CidrBlockSet Ipv6CidrBlockState Ipv6Prefix Ipv6Prefixes Ipv6Ranges IsDefault IsEgress Key ListenerArn Listeners
  LoadBalancerArn LoadBalancerArns LoadBalancerName LoadBalancers LocalGatewayId LogDestination LogDestinationType
  LogFormat LogGroupName Main MaxAggregationInterval MaxEntries Mode Name NatGatewayAddresses NatGatewayId NatGateways
  NetworkAclId NetworkAcls NetworkInterfaceId NetworkInterfaceIds NetworkInterfaces NextMarker NextToken OdbNetworkArn
  Options Origin OwnerId PeeringStatus PerHourPartition Platform PlatformDetails Port PortRange PrefixListId
  PrefixListIds PrefixListName PrefixLists Primary PrivateIp PrivateIpAddress PrivateIpAddresses Protocol PublicIp
  Reason ReferencedGroupInfo Region RequesterManaged RequesterVpcInfo Reservations ResourceArn ResourceId ResourceType
  RouteTableId RouteTableIds RouteTables Routes RuleAction RuleNumber Scheme SecurityGroupReferencingSupport
  SecurityGroupRuleId SecurityGroupRules SecurityGroupVpcAssociations SecurityGroups ServiceName SourceDestCheck
  StaleIpPermissions StaleIpPermissionsEgress StaleSecurityGroupSet State Status SubnetId SubnetIds Subnets Target
  TargetGroupArn TargetGroupName TargetGroups TargetHealth TargetHealthDescriptions TargetType TcpEstablishedTimeout
  To ToPort TrafficType TransitGatewayAttachmentId TransitGatewayAttachments TransitGatewayId
  TransitGatewayRouteTableId TransitGatewayRouteTablePropagations TransitGatewayRouteTables
  TransitGatewayVpcAttachments TransitGateways Type UdpStreamTimeout UdpTimeout UserId UserIdGroupPairs Value Values
  VpcBlockPublicAccessExclusions VpcBlockPublicAccessOptions VpcEncryptionControlId VpcEncryptionControls
  VpcEndpointId VpcEndpointType VpcEndpoints VpcId VpcPeeringConnectionId VpcPeeringConnections Vpcs
`
    .trim()
    .split(/\s+/),
);
