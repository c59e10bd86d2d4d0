import type { Gap } from '../problem/gap.js';

/** Without `tcp-flags` a log does not say which TCP packets open a connection. */
export const TCP_FLAGS: Gap = { kind: 'record-field', id: 'tcp-flags', needs: 'tcp-flags in the log format' };

/** Without route tables nobody knows where a packet goes. */
export const ROUTE_TABLES: Gap = { kind: 'route-table', id: null, needs: 'aws ec2 describe-route-tables' };
