import type { SecurityGroupId, VpcId } from '../resource/id.js';

/**
 * A security group that may be used in a further VPC beside its own.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html
 */
export type SecurityGroupAssociation = {
  /** Group and VPC together. */
  readonly id: string;
  readonly groupId: SecurityGroupId;
  readonly vpcId: VpcId;
  /** `associated`, `associating`, `disassociated`, ...: as AWS answered. */
  readonly state: string | null;
};
