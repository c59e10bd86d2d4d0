import type { Cidr } from '../address/cidr.js';
import type { AccountId, SubnetId, VpcId } from '../resource/id.js';
import type { InternetGatewayBlockMode } from './block-public-access.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html */
export type Subnet = {
  readonly id: SubnetId;
  readonly vpcId: VpcId | null;
  readonly ownerId: AccountId | null;
  readonly availabilityZone: string | null;
  /** `use1-az1`: the same zone in every account, as flow logs name it. */
  readonly availabilityZoneId: string | null;
  /** IPv4 block (none in an IPv6-only subnet) and IPv6 blocks. */
  readonly cidrs: readonly Cidr[];
  /** What Block Public Access does to this subnet, exclusions counted in; null when the answer did not say. */
  readonly blockPublicAccess: InternetGatewayBlockMode | null;
};
