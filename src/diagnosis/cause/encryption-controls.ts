import { namedRejectReason } from './named-reject-reason.js';

/**
 * A VPC endpoint refused the traffic because of VPC encryption controls: REJECT with `reject-reason` EC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html
 */
export const encryptionControls = namedRejectReason('encryption-controls', 'EC');
