import type { Gap } from '../../problem/gap.js';

/** Without `tcp-flags` a log does not say which TCP packets open a connection. */
export const TCP_FLAGS: Gap = { kind: 'record-field', id: 'tcp-flags', needs: 'tcp-flags in the log format' };

/** Without route tables nobody knows where a packet goes. */
export const ROUTE_TABLES: Gap = { kind: 'route-table', id: null, needs: 'aws ec2 describe-route-tables' };

/** Without the records from before nobody knows whether something came first. */
export const EARLIER_LOG: Gap = {
  kind: 'log-window',
  id: null,
  needs: 'a log that begins before the traffic',
};

/** Records of Block Public Access and of encryption controls say so themselves, in this field. */
export const REJECT_REASON: Gap = {
  kind: 'record-field',
  id: 'reject-reason',
  needs: 'reject-reason in the log format',
};

/** The answers given are of one moment. */
export const CONFIGURATION_OF_THE_TIME: Gap = {
  kind: 'configuration-history',
  id: null,
  needs:
    'aws configservice get-resource-config-history, or the changes themselves by aws cloudtrail lookup-events',
};

/** A flow log that keeps one action hides the other one. */
export const BOTH_ACTIONS: Gap = {
  kind: 'flow-logs',
  id: null,
  needs: 'a flow log that keeps ACCEPT and REJECT (traffic type ALL)',
};

/**
 * "The number of connections that transitioned from the active state to the idle state."
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway-cloudwatch.html
 */
export const IDLE_TIMEOUTS: Gap = {
  kind: 'metric',
  id: null,
  needs:
    'IdleTimeoutCount of the NAT gateway (aws cloudwatch get-metric-statistics --namespace AWS/NATGateway)',
};

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html */
export const PORT_25_LIFTED: Gap = {
  kind: 'account',
  id: null,
  needs: 'whether the restriction on port 25 was lifted for it, which AWS Support tells',
};

/** No record says whether a stranger is a customer. */
export const WANTED: Gap = { kind: 'intent', id: null, needs: 'a list of those who are meant to come' };

/** What may stand beyond the edges of a log is not known. */
export const LONGER_LOG: Gap = {
  kind: 'log-window',
  id: null,
  needs: 'a log that begins before the traffic and goes on after it',
};
