import { stated } from '../stated.js';
import { integer, present, text } from './attribute.js';
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

export const flowLogs: Reading = each(['aws_flow_log'], (it) => {
  const ResourceId = RESOURCES.map((name) => text(it.values, name)).find((id) => id !== null);
  const item = present({
    FlowLogId: idOf(it),
    ResourceId,
    TrafficType: text(it.values, 'traffic_type'),
    LogFormat: text(it.values, 'log_format'),
    MaxAggregationInterval: integer(it.values, 'max_aggregation_interval'),
    LogDestinationType: text(it.values, 'log_destination_type'),
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
