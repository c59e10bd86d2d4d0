import type { VpcId } from '../resource/id.js';

/** Encryption controls of a VPC. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html */
export type EncryptionControl = {
  readonly id: string;
  readonly vpcId: VpcId;
  /** `enforce` makes interface endpoints refuse what is not encrypted by the application. */
  readonly mode: 'monitor' | 'enforce';
  readonly state: string | null;
};
