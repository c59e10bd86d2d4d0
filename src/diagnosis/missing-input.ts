import type { Gap } from '../problem/gap.js';

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

/** What may stand beyond the edges of a log is not known. */
export const LONGER_LOG: Gap = {
  kind: 'log-window',
  id: null,
  needs: 'a log that begins before the traffic and goes on after it',
};
