import { filterBlocks } from './filter-blocks.js';

/**
 * The network ACL of the responder's subnet denies the request on its way in: ACCEPT at the initiator, one REJECT,
 * ingress, at the responder. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export const networkAclIngressDeniesRequest = filterBlocks(
  { side: 'responder', leg: 'request' },
  'network-acl',
);
