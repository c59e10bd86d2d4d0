import type { Cidr } from '../address/cidr.js';
import type { SubnetId, VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html */
export type Subnet = {
  readonly id: SubnetId;
  readonly vpcId: VpcId | null;
  readonly availabilityZone: string | null;
  /** IPv4 block (none in an IPv6-only subnet) and IPv6 blocks. */
  readonly cidrs: readonly Cidr[];
};
