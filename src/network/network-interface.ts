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
  readonly publicAddresses: readonly IpAddress[];
};
