import type { FlowLogRequest } from '../capture/coverage/create-flow-logs.js';
import { commandLine } from './shell.js';

/** Where it delivers, with what only the user knows in capitals. */
const destinations: Readonly<Record<FlowLogRequest['destination'], string>> = {
  'cloud-watch-logs':
    '--log-destination-type cloud-watch-logs --log-group-name LOG-GROUP --deliver-logs-permission-arn ROLE-ARN',
  s3: '--log-destination-type s3 --log-destination arn:aws:s3:::BUCKET',
  'kinesis-data-firehose':
    '--log-destination-type kinesis-data-firehose --log-destination DELIVERY-STREAM-ARN',
};

/** https://docs.aws.amazon.com/cli/latest/reference/ec2/create-flow-logs.html */
export const createFlowLogsCommand = (request: FlowLogRequest): string =>
  [
    `aws ec2 create-flow-logs --resource-type ${request.resourceType} --resource-ids ${commandLine(request.resourceIds)}`,
    ...(request.trafficType === null ? [] : [`--traffic-type ${request.trafficType}`]),
    `--max-aggregation-interval ${request.maxAggregationInterval}`,
    destinations[request.destination],
    `--log-format '${request.fields.map((field) => `\${${field}}`).join(' ')}'`,
  ].join(' ');

const reasons: Readonly<Record<FlowLogRequest['reason'], string>> = {
  'not-captured': 'Nobody records these yet',
  'traffic-type': 'What records these now keeps one action only',
  format: 'What records these now lacks the fields named above',
};

/** Why it is worth creating. A flow log cannot be changed, so each is created beside those that are there. */
export const createFlowLogsSentence = ({ reason }: FlowLogRequest): string => `${reasons[reason]}:`;
