import type { FlowLog } from '../../network/flow-log.js';
import { DEFAULT_FORMAT } from '../../record/record-format.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { block } from './written.js';

/** A customer-managed prefix list of IPv4 blocks. */
export const prefixList = (id: string, blocks: readonly string[]): Drawn =>
  piece('prefixLists', {
    id,
    name: id.replace(/^pl-/, ''),
    ownerId: OWNER,
    family: 4,
    maxEntries: Math.max(10, blocks.length),
    entries: blocks.map(block),
  });

/** The fields of version 5 that a troubleshooter wants. */
export const TELLING_FORMAT: readonly string[] =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags pkt-srcaddr pkt-dstaddr flow-direction log-status'.split(
    ' ',
  );

/** The 14 fields that a flow log has when nobody chooses. */
export const DEFAULT_FIELDS: readonly string[] = DEFAULT_FORMAT.fields;

/** A flow log of an interface, subnet or VPC: all traffic, in windows of a minute, unless said otherwise. */
export const flowLog = (
  id: string,
  resourceId: string,
  more: Partial<Omit<FlowLog, 'id' | 'resourceId'>> = {},
): Drawn =>
  piece('flowLogs', {
    id,
    resourceId,
    trafficType: 'ALL',
    logFormat: TELLING_FORMAT,
    maxAggregationInterval: 60,
    destination: 's3',
    destinationArn: null,
    logGroupName: null,
    deliveryRoleArn: null,
    crossAccountRoleArn: null,
    fileOptions: null,
    status: 'ACTIVE',
    deliveryError: null,
    created: null,
    ...more,
  });
