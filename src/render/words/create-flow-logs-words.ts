import type { FlowLogRequest } from '../../capture/coverage/create-flow-logs.js';
import type { Delivery, Destination } from '../../capture/coverage/delivery.js';
import type { FileOptions } from '../../network/flow-log.js';
import { listed } from './phrase.js';
import { commandLine } from './shell.js';

/** An option of the call; a value that is not known is a word in capitals, which is the user's to replace. */
type Option = readonly [name: string, value: string | null, standIn: string];

const fileOptions = (it: FileOptions): string =>
  [
    `FileFormat=${it.fileFormat}`,
    `HiveCompatiblePartitions=${it.hiveCompatiblePartitions}`,
    `PerHourPartition=${it.perHourPartition}`,
  ].join(',');

const given = (name: string, value: string | null): readonly Option[] =>
  value === null ? [] : [[name, value, '']];

const optionsTo: Readonly<Record<Destination, (it: Delivery) => readonly Option[]>> = {
  'cloud-watch-logs': (it) => [
    ['--log-group-name', it.logGroupName, 'LOG-GROUP'],
    ['--deliver-logs-permission-arn', it.deliveryRoleArn, 'ROLE-ARN'],
  ],
  s3: (it) => [
    ['--log-destination', it.destinationArn, 'arn:aws:s3:::BUCKET'],
    ...given('--destination-options', it.fileOptions === null ? null : fileOptions(it.fileOptions)),
  ],
  'kinesis-data-firehose': (it) => [
    ['--log-destination', it.destinationArn, 'DELIVERY-STREAM-ARN'],
    ...given('--deliver-logs-permission-arn', it.deliveryRoleArn),
    ...given('--deliver-cross-account-role', it.crossAccountRoleArn),
  ],
};

const optionsOf = (delivery: Delivery): readonly Option[] => optionsTo[delivery.destination](delivery);

/** What is not known and stands in the command in capitals. */
export const standIns = ({ delivery }: FlowLogRequest): readonly string[] =>
  optionsOf(delivery).flatMap(([, value, standIn]) => (value === null ? [standIn] : []));

/** https://docs.aws.amazon.com/cli/latest/reference/ec2/create-flow-logs.html */
export const createFlowLogsCommand = (request: FlowLogRequest): string =>
  [
    `aws ec2 create-flow-logs --resource-type ${request.resourceType} --resource-ids ${commandLine(request.resourceIds)}`,
    ...(request.trafficType === null ? [] : [`--traffic-type ${request.trafficType}`]),
    `--max-aggregation-interval ${request.maxAggregationInterval}`,
    `--log-destination-type ${request.delivery.destination}`,
    ...optionsOf(request.delivery).map(
      ([name, value, standIn]) => `${name} ${value === null ? standIn : commandLine([value])}`,
    ),
    `--log-format '${request.fields.map((field) => `\${${field}}`).join(' ')}'`,
  ].join(' ');

const reasons: Readonly<Record<FlowLogRequest['reason'], string>> = {
  'not-captured': 'Nobody records these yet',
  'traffic-type': 'What records these now keeps one action only',
  format: 'What records these now lacks the fields named above',
};

const where: Readonly<Record<Destination, string>> = {
  'cloud-watch-logs': 'the log group and role',
  s3: 'the bucket',
  'kinesis-data-firehose': 'the delivery stream',
};

const deliverySentence = ({
  destination,
  like,
  isOwnGroup,
  deliveryRoleArn,
}: Delivery): readonly string[] => {
  if (like === null) return [];
  if (!isOwnGroup)
    return [
      `It delivers to ${destination === 'cloud-watch-logs' && deliveryRoleArn === null ? 'the log group' : where[destination]} of ${like}${destination === 's3' ? ', whose files carry the id of the flow log that wrote them' : ''}.`,
    ];
  const role = deliveryRoleArn === null ? '' : `by the role of ${like} `;
  return [
    `It delivers ${role}to a log group of its own beside that of ${like}, as one group would mix both formats in one stream.`,
  ];
};

/** Why it is worth creating, where it delivers, and what only the user knows. A flow log cannot be changed. */
export const createFlowLogsSentence = (request: FlowLogRequest): string => {
  const open = standIns(request);
  return [
    `${reasons[request.reason]}.`,
    ...deliverySentence(request.delivery),
    ...(open.length === 0 ? [] : [`Put your own in the place of ${listed(open)}.`]),
  ].join(' ');
};
