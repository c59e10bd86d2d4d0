import * as fc from 'fast-check';
import type { PlainFlowLog } from '../oracle/flow-log.js';

/** Fields of every version that VPC flow logs have. */
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
  'region',
  'az-id',
  'sublocation-type',
  'sublocation-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'flow-direction',
  'traffic-path',
  'ecs-cluster-arn',
  'ecs-task-id',
  'reject-reason',
  'resource-id',
  'encryption-status',
  'instance-tag',
  'interface-type',
  'next-hop-interface-id',
];

const format: fc.Arbitrary<string> = fc
  .shuffledSubarray(FIELDS, { minLength: 1 })
  .map((fields) => fields.map((field) => `\${${field}}`).join(' '));

/** What flow logs can be of beside, which records none of these interfaces. */
const OTHERS = ['vpc-other', 'subnet-other', 'tgw-1', 'tgw-attach-1', 'nat-1'];

/**
 * Flow logs of these resources and of others, of every kind: several over one interface, for one action or all, each with
 * a format and an interval of its own. Those of transit gateways have no traffic type.
 */
export const flowLogs = (resources: readonly string[]): fc.Arbitrary<readonly PlainFlowLog[]> =>
  fc
    .array(
      fc.record({
        ResourceId: fc.constantFrom(...resources, ...resources, ...OTHERS),
        TrafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
        LogFormat: format,
        MaxAggregationInterval: fc.constantFrom(60 as const, 600 as const),
      }),
      { maxLength: 5 },
    )
    .map((logs) => logs.map((log, i) => ({ FlowLogId: `fl-${i}`, ...log })));

/** One of several values, a new one each time, so that what AWS leaves open happens either way. */
export const draws: fc.Arbitrary<<T>(...values: readonly T[]) => T> = fc.infiniteStream(fc.nat()).map(
  (stream) =>
    (...values) =>
      values[stream.next().value % values.length] as never,
);
