import type { PlainObject } from '../../prelude/plain-object.js';
import { stated } from '../stated.js';
import { blocks, flag, integer, present, text } from './attribute.js';
import { each, idOf, type Reading } from './terraform-resource.js';

/** A flow log names what it is attached to by kind. */
const RESOURCES = [
  'eni_id',
  'subnet_id',
  'vpc_id',
  'transit_gateway_attachment_id',
  'transit_gateway_id',
  'regional_nat_gateway_id',
];

const destinationOptions = (values: PlainObject): PlainObject | null => {
  const [options] = blocks(values, 'destination_options');
  return options === undefined
    ? null
    : present({
        FileFormat: text(options, 'file_format'),
        HiveCompatiblePartitions: flag(options, 'hive_compatible_partitions'),
        PerHourPartition: flag(options, 'per_hour_partition'),
      });
};

export const flowLogs: Reading = each(['aws_flow_log'], (it) => {
  const ResourceId = RESOURCES.map((name) => text(it.values, name)).find((id) => id !== null);
  const item = present({
    FlowLogId: idOf(it),
    ResourceId,
    TrafficType: text(it.values, 'traffic_type'),
    LogFormat: text(it.values, 'log_format'),
    MaxAggregationInterval: integer(it.values, 'max_aggregation_interval'),
    LogDestinationType: text(it.values, 'log_destination_type'),
    LogDestination: text(it.values, 'log_destination'),
    LogGroupName: text(it.values, 'log_group_name'),
    DeliverLogsPermissionArn: text(it.values, 'iam_role_arn'),
    DeliverCrossAccountRole: text(it.values, 'deliver_cross_account_role'),
    DestinationOptions: destinationOptions(it.values),
  });
  return ResourceId === undefined ? [] : [stated('FlowLogs', item)];
});

export const securityGroupVpcAssociations: Reading = each(
  ['aws_vpc_security_group_vpc_association'],
  ({ values }) => [
    stated(
      'SecurityGroupVpcAssociations',
      present({
        GroupId: text(values, 'security_group_id'),
        VpcId: text(values, 'vpc_id'),
        State: text(values, 'state'),
      }),
    ),
  ],
);
