import type { InstanceId, SubnetId, VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
export type Instance = {
  readonly id: InstanceId;
  readonly vpcId: VpcId | null;
  readonly subnetId: SubnetId | null;
  /** `m5.large`, ...; Nitro v6 types forget idle TCP connections sooner. */
  readonly type: string | null;
  /** Windows and everything else choose their ephemeral ports from other ranges; null when the answer did not say. */
  readonly platform: 'windows' | 'other' | null;
  /** `running`, `stopped`, ...: as AWS answered. */
  readonly state: string | null;
};
