import type { Cidr } from '../address/cidr.js';
import type { IpAddress } from '../address/ip-address.js';
import type { AccountId, InstanceId, InterfaceId, SecurityGroupId, SubnetId, VpcId } from '../resource/id.js';

/**
 * An elastic network interface.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
 */
export type NetworkInterface = {
  readonly id: InterfaceId;
  readonly vpcId: VpcId | null;
  readonly subnetId: SubnetId | null;
  readonly availabilityZone: string | null;
  readonly ownerId: AccountId | null;
  /** `interface`, `nat_gateway`, `lambda`, ...: an open set, spelled as AWS answered; null in older answers. */
  readonly type: string | null;
  readonly description: string;
  readonly requesterManaged: boolean;
  readonly instanceId: InstanceId | null;
  /** Empty: security groups do not apply (NAT gateway, transit gateway ...). Null: not known. */
  readonly securityGroupIds: readonly SecurityGroupId[] | null;
  readonly primaryIpv4: IpAddress | null;
  /** Primary, secondary and IPv6 addresses; the ones that its own flow records can show. */
  readonly privateAddresses: readonly IpAddress[];
  /** Delegated prefixes: every address in them belongs to the interface. */
  readonly prefixes: readonly Cidr[];
  readonly publicAddresses: readonly IpAddress[];
  /** Which private address each public one stands for, where it is said. */
  readonly associations: readonly PublicAssociation[];
  /** Whether it only takes packets to, and sends packets from, its own addresses; null when not known. */
  readonly sourceDestCheck: boolean | null;
  /** Null when the answer did not say: then the defaults of the instance type hold. */
  readonly connectionTracking: ConnectionTrackingConfiguration | null;
};

/** Load balancers that are one end of the connections they forward; a Gateway Load Balancer leaves packets as they are. */
export const isOfLoadBalancer = ({ type, description }: NetworkInterface): boolean =>
  type === 'load_balancer' || type === 'network_load_balancer' || /^ELB (?!gwy\/)/.test(description);

export type PublicAssociation = { readonly publicAddress: IpAddress; readonly privateAddress: IpAddress };

/** Idle timeouts in seconds. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ConnectionTrackingConfiguration.html */
export type ConnectionTrackingConfiguration = {
  readonly tcpEstablishedTimeout: number | null;
  readonly udpStreamTimeout: number | null;
  readonly udpTimeout: number | null;
};
