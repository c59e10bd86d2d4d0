import { filterBlocks } from './filter-blocks.js';

/**
 * The responder's security groups have no inbound rule for the request: ACCEPT at the initiator, one REJECT, ingress,
 * at the responder. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const securityGroupIngressLacksRule = filterBlocks(
  { side: 'responder', leg: 'request' },
  'security-groups',
);
