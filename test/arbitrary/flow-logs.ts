import * as fc from 'fast-check';
import type { PlainFlowLog } from '../oracle/flow-log.js';

/** Fields of every version that VPC flow logs have, but for those that only AWS could fill. */
const FIELDS = [
  'version',
  'account-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'vpc-id',
  'subnet-id',
  'instance-id',
  'tcp-flags',
  'type',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'flow-direction',
  'traffic-path',
  'reject-reason',
  'resource-id',
  'encryption-status',
  'interface-type',
];

const format: fc.Arbitrary<string> = fc
  .shuffledSubarray(FIELDS, { minLength: 1 })
  .map((fields) => fields.map((field) => `\${${field}}`).join(' '));

/** Flow logs of these resources: several over one interface, for one action or all, each with a format of its own. */
export const flowLogs = (resources: readonly string[]): fc.Arbitrary<readonly PlainFlowLog[]> =>
  fc
    .array(
      fc.record({
        ResourceId: fc.constantFrom(...resources),
        TrafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
        LogFormat: format,
        MaxAggregationInterval: fc.constantFrom(60 as const, 600 as const),
      }),
      { maxLength: 4 },
    )
    .map((logs) => logs.map((log, i) => ({ FlowLogId: `fl-${i}`, ...log })));

/** One of several values, a new one each time, so that what AWS leaves open happens either way. */
export const draws: fc.Arbitrary<<T>(...values: readonly T[]) => T> = fc.infiniteStream(fc.nat()).map(
  (stream) =>
    (...values) =>
      values[stream.next().value % values.length] as never,
);
