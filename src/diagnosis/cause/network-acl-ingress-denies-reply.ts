import { filterBlocks } from './filter-blocks.js';

/**
 * The network ACL of the initiator's subnet denies the reply on its way in: both legs accepted at the responder, and at
 * the initiator two entries, ACCEPT for the request and REJECT for the reply.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const networkAclIngressDeniesReply = filterBlocks({ side: 'initiator', leg: 'reply' }, 'network-acl');
