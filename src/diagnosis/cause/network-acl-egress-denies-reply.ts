import { filterBlocks } from './filter-blocks.js';

/**
 * The network ACL of the responder's subnet denies the reply on its way out: at the responder two entries, ACCEPT for
 * the request and REJECT for the reply, which the stateful security group had let go.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const networkAclEgressDeniesReply = filterBlocks({ side: 'responder', leg: 'reply' }, 'network-acl');
