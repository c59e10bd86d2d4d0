import type { Cidr } from '../address/cidr.js';
import type { VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
export type Vpc = {
  readonly id: VpcId;
  /** The block that holds the Amazon DNS server at base + 2. */
  readonly primaryCidr: Cidr | null;
  /** All blocks, the primary one included. */
  readonly cidrs: readonly Cidr[];
};
