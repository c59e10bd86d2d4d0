import type { Cidr } from '../address/cidr.js';
import type { AccountId, DhcpOptionsId, VpcId } from '../resource/id.js';
import type { InternetGatewayBlockMode } from './block-public-access.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Vpc.html */
export type Vpc = {
  readonly id: VpcId;
  readonly ownerId: AccountId | null;
  /** The block that holds the Amazon DNS server at base + 2. */
  readonly primaryCidr: Cidr | null;
  /** All blocks, the primary one included. */
  readonly cidrs: readonly Cidr[];
  readonly dhcpOptionsId: DhcpOptionsId | null;
  /** Null when the answer did not say. */
  readonly blockPublicAccess: InternetGatewayBlockMode | null;
};
