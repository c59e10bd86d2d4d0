import { type Stated, stated } from '../stated.js';
import { flag, present, text, texts } from './attribute.js';
import {
  each,
  idOf,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const transitGateways: Reading = each(['aws_ec2_transit_gateway'], (it) => [
  stated(
    'TransitGateways',
    present({
      TransitGatewayId: idOf(it),
      OwnerId: text(it.values, 'owner_id'),
      Options: present({
        SecurityGroupReferencingSupport: text(it.values, 'security_group_referencing_support'),
      }),
    }),
  ),
]);

const ASSOCIATION = 'aws_ec2_transit_gateway_route_table_association';

/** An attachment that no resource associates uses the gateway's default table, if it was made to. */
const defaultTable = ({ values }: TerraformResource, world: TerraformWorld): string | null => {
  if (flag(values, 'transit_gateway_default_route_table_association') !== true) return null;
  const gateway = world
    .of('aws_ec2_transit_gateway')
    .find((it) => idOf(it) === text(values, 'transit_gateway_id'));
  return gateway === undefined ? null : text(gateway.values, 'association_default_route_table_id');
};

const associationOf = (it: TerraformResource, world: TerraformWorld): readonly Stated[] => {
  const made = world
    .of(ASSOCIATION)
    .find(({ values }) => text(values, 'transit_gateway_attachment_id') === idOf(it));
  const subject =
    made === undefined ? defaultTable(it, world) : text(made.values, 'transit_gateway_route_table_id');
  const item = { TransitGatewayAttachmentId: idOf(it), ResourceType: 'vpc' };
  return subject === null ? [] : [stated('Associations', item, { subject })];
};

const attachments: Reading = each(['aws_ec2_transit_gateway_vpc_attachment'], (it, world) => [
  stated(
    'TransitGatewayVpcAttachments',
    present({
      TransitGatewayAttachmentId: idOf(it),
      TransitGatewayId: text(it.values, 'transit_gateway_id'),
      VpcId: text(it.values, 'vpc_id'),
      SubnetIds: texts(it.values, 'subnet_ids'),
      Options: present({
        SecurityGroupReferencingSupport: text(it.values, 'security_group_referencing_support'),
        ApplianceModeSupport: text(it.values, 'appliance_mode_support'),
      }),
    }),
  ),
  ...associationOf(it, world),
]);

const routeTables: Reading = each(['aws_ec2_transit_gateway_route_table'], (it) => [
  stated(
    'TransitGatewayRouteTables',
    present({
      TransitGatewayRouteTableId: idOf(it),
      TransitGatewayId: text(it.values, 'transit_gateway_id'),
    }),
  ),
]);

/** Only static routes are written; those that attachments propagate are in AWS alone. */
const routes: Reading = each(
  ['aws_ec2_transit_gateway_route', 'aws_ec2_transit_gateway_prefix_list_reference'],
  ({ values }) => {
    const subject = text(values, 'transit_gateway_route_table_id');
    const attachment = text(values, 'transit_gateway_attachment_id');
    const item = present({
      DestinationCidrBlock: text(values, 'destination_cidr_block'),
      PrefixListId: text(values, 'prefix_list_id'),
      Type: 'static',
      State: flag(values, 'blackhole') === true ? 'blackhole' : 'active',
      TransitGatewayAttachments: attachment === null ? [] : [{ TransitGatewayAttachmentId: attachment }],
    });
    return subject === null ? [] : [stated('Routes', item, { subject })];
  },
);

const propagations: Reading = each(['aws_ec2_transit_gateway_route_table_propagation'], ({ values }) => {
  const subject = text(values, 'transit_gateway_route_table_id');
  const attachment = text(values, 'transit_gateway_attachment_id');
  return subject === null || attachment === null
    ? []
    : [
        stated(
          'TransitGatewayRouteTablePropagations',
          { TransitGatewayAttachmentId: attachment },
          { subject },
        ),
      ];
});

export const TRANSIT_GATEWAYS: readonly Reading[] = [
  transitGateways,
  attachments,
  routeTables,
  routes,
  propagations,
];
