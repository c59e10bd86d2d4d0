import { namedRejectReason } from './named-reject-reason.js';

/**
 * VPC Block Public Access rejected the traffic: REJECT with `reject-reason` BPA.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html
 */
export const blockPublicAccess = namedRejectReason('block-public-access', 'BPA');
