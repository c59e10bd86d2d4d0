import type { AccountId, SubnetId, VpcId } from '../resource/id.js';

/** What happens to traffic of internet gateways. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html */
export type InternetGatewayBlockMode = 'off' | 'block-bidirectional' | 'block-ingress';

/** The switch of one account and Region. */
export type BlockPublicAccess = {
  /** Account and Region, as far as they are known; `account` where neither is. */
  readonly id: string;
  readonly accountId: AccountId | null;
  readonly region: string | null;
  readonly mode: InternetGatewayBlockMode;
};

/** A VPC (with all its subnets) or a subnet that the switch leaves alone. */
export type BlockPublicAccessExclusion = {
  readonly id: string;
  readonly resourceId: VpcId | SubnetId;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
  /** `create-complete`, `disable-complete`, ...: as AWS answered. */
  readonly state: string | null;
};
