import type { Cidr } from '../address/cidr.js';
import type { AccountId, PeeringConnectionId, VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcPeeringConnection.html */
export type PeeringConnection = {
  readonly id: PeeringConnectionId;
  /** `active`, `pending-acceptance`, `deleted`, ...: as AWS answered; null when the answer did not say. */
  readonly status: string | null;
  readonly requester: PeeredVpc;
  readonly accepter: PeeredVpc;
};

export type PeeredVpc = {
  readonly vpcId: VpcId | null;
  readonly ownerId: AccountId | null;
  readonly region: string | null;
  /** Present only while the connection is active, and not for a VPC of another Region that was never accepted. */
  readonly cidrs: readonly Cidr[];
};
