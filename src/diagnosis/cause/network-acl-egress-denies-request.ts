import { filterBlocks } from './filter-blocks.js';

/**
 * The network ACL of the initiator's subnet denies the request on its way out: one entry, REJECT, egress, at the
 * initiator's interface. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export const networkAclEgressDeniesRequest = filterBlocks(
  { side: 'initiator', leg: 'request' },
  'network-acl',
);
