import type { FlowLogRequest, ResourceType } from '../../capture/coverage/create-flow-logs.js';
import type { Delivery, Destination } from '../../capture/coverage/delivery.js';
import { type Arguments, nameOf, nested, resource } from './terraform-block.js';

const RESOURCE_ARGUMENT: Readonly<Record<ResourceType, string | null>> = {
  VPC: 'vpc_id',
  Subnet: 'subnet_id',
  NetworkInterface: 'eni_id',
  TransitGateway: 'transit_gateway_id',
  TransitGatewayAttachment: 'transit_gateway_attachment_id',
  // The provider's page names no argument for it.
  RegionalNatGateway: null,
};

const ifGiven = (name: string, value: string | null): Arguments => (value === null ? [] : [[name, value]]);

/** A log group by its ARN, of which the name is the part that is known. */
const groupArn = ({ logGroupName }: Delivery): string =>
  logGroupName === null ? 'LOG-GROUP-ARN' : `arn:aws:logs:REGION:ACCOUNT-ID:log-group:${logGroupName}`;

/** Where it delivers, with what only the user knows in capitals. */
const DESTINATION: Readonly<Record<Destination, (delivery: Delivery) => Arguments>> = {
  'cloud-watch-logs': (delivery) => [
    ['log_destination', groupArn(delivery)],
    ['iam_role_arn', delivery.deliveryRoleArn ?? 'ROLE-ARN'],
  ],
  s3: ({ destinationArn }) => [['log_destination', destinationArn ?? 'arn:aws:s3:::BUCKET']],
  'kinesis-data-firehose': (delivery) => [
    ['log_destination', delivery.destinationArn ?? 'DELIVERY-STREAM-ARN'],
    ...ifGiven('iam_role_arn', delivery.deliveryRoleArn),
    ...ifGiven('deliver_cross_account_role', delivery.crossAccountRoleArn),
  ],
};

const fileOptions = ({ fileOptions: options }: Delivery): readonly string[] =>
  options === null
    ? []
    : nested('destination_options', [
        ['file_format', options.fileFormat],
        ['hive_compatible_partitions', options.hiveCompatiblePartitions],
        ['per_hour_partition', options.perHourPartition],
      ]);

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/flow_log */
export const flowLog =
  (request: FlowLogRequest) =>
  (id: string): readonly string[] => {
    const argument = RESOURCE_ARGUMENT[request.resourceType];
    const { delivery } = request;
    return argument === null
      ? []
      : resource(
          'aws_flow_log',
          nameOf('of', id),
          [
            [argument, id],
            ...(request.trafficType === null ? [] : ([['traffic_type', request.trafficType]] as const)),
            ['max_aggregation_interval', request.maxAggregationInterval],
            ['log_destination_type', delivery.destination],
            ...DESTINATION[delivery.destination](delivery),
            ['log_format', request.fields.map((field) => `\${${field}}`).join(' ')],
          ],
          fileOptions(delivery),
        );
  };
