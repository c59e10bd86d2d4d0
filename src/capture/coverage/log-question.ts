import type { FieldName } from '../../record/field.js';

/** What people ask of a log, with the fields that it takes. */
export type LogQuestion = {
  readonly id:
    | 'pair-records'
    | 'verdict'
    | 'silence'
    | 'initiator'
    | 'direction'
    | 'packet-addresses'
    | 'reject-reason'
    | 'traffic-path'
    | 'aws-service'
    | 'placement'
    | 'regional-nat-gateway'
    | 'next-hop'
    | 'encryption'
    | 'container'
    | 'icmp-type'
    | 'deciding-rule';
  /** Empty: no field of any version tells. */
  readonly fields: readonly FieldName[];
  /** AWS fills it for a part of the traffic only, or at a cost: not in the format that is proposed. */
  readonly isSpecial: boolean;
  readonly source: string;
};

const RECORDS = 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html';

const question = (
  id: LogQuestion['id'],
  fields: readonly FieldName[],
  more: Partial<LogQuestion> = {},
): LogQuestion => ({ id, fields, isSpecial: false, source: RECORDS, ...more });

/** The most basic first. */
export const LOG_QUESTIONS: readonly LogQuestion[] = [
  question('pair-records', [
    'interface-id',
    'srcaddr',
    'dstaddr',
    'srcport',
    'dstport',
    'protocol',
    'start',
    'end',
  ]),
  question('verdict', ['action']),
  question('silence', ['log-status']),
  question('initiator', ['tcp-flags']),
  question('direction', ['flow-direction']),
  question('packet-addresses', ['pkt-srcaddr', 'pkt-dstaddr']),
  question('reject-reason', ['reject-reason']),
  question('traffic-path', ['traffic-path']),
  question('aws-service', ['pkt-src-aws-service', 'pkt-dst-aws-service']),
  question('placement', ['vpc-id', 'subnet-id', 'instance-id']),
  question('regional-nat-gateway', ['resource-id'], {
    isSpecial: true,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html',
  }),
  question('next-hop', ['next-hop-interface-id', 'interface-type'], { isSpecial: true }),
  question('encryption', ['encryption-status'], {
    isSpecial: true,
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html',
  }),
  question('container', ['ecs-cluster-name', 'ecs-service-name', 'ecs-task-id'], { isSpecial: true }),
  question('icmp-type', [], {
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html',
  }),
  question('deciding-rule', []),
];

/** A question that records of a format cannot answer, and the fields that would let them. */
export type Unanswerable = { readonly question: LogQuestion; readonly lacks: readonly FieldName[] };

/** Transit gateway flow logs have no verdict and name interfaces in other fields; of them other things are asked. */
const isTransitGateway = (fields: readonly string[]): boolean =>
  fields.some((field) => field.startsWith('tgw-'));

const NOT_OF_TRANSIT_GATEWAYS: readonly LogQuestion['id'][] = [
  'verdict',
  'packet-addresses',
  'reject-reason',
  'traffic-path',
  'placement',
  'regional-nat-gateway',
  'next-hop',
  'encryption',
  'container',
  'deciding-rule',
];

const lacksFor =
  (fields: readonly string[]) =>
  (question: LogQuestion): Unanswerable => ({
    question,
    lacks: question.fields.filter(
      (field) =>
        !fields.includes(field) &&
        !(field === 'interface-id' && (fields.includes('resource-id') || isTransitGateway(fields))),
    ),
  });

/** What a log of these fields cannot answer. */
export const unanswerable = (fields: readonly string[]): readonly Unanswerable[] =>
  LOG_QUESTIONS.filter(({ id }) => !isTransitGateway(fields) || !NOT_OF_TRANSIT_GATEWAYS.includes(id))
    .map(lacksFor(fields))
    .filter(({ question, lacks }) => lacks.length > 0 || question.fields.length === 0);
