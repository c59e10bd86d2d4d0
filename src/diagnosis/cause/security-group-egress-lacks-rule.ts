import { filterBlocks } from './filter-blocks.js';

/**
 * The initiator's security groups have no outbound rule for the request: one entry, REJECT, egress, at its interface.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export const securityGroupEgressLacksRule = filterBlocks(
  { side: 'initiator', leg: 'request' },
  'security-groups',
);
