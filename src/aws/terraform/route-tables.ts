import type { PlainObject } from '../../prelude/plain-object.js';
import type { Gap } from '../../problem/gap.js';
import { stated } from '../stated.js';
import { blocks, isOpen, isUnknown, present, text, texts } from './attribute.js';
import { endpointRoutes, leadsSomewhereUnknown, oneForEach, routeOf } from './routes.js';
import {
  elsewhere,
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const TABLES = ['aws_route_table', 'aws_default_route_table'];
const LOOSE = ['aws_route', 'aws_route_table_association', 'aws_main_route_table_association'];

const tableIdOf = ({ values }: TerraformResource): string | null => text(values, 'route_table_id');

const ofTable = (type: string, id: string, world: TerraformWorld): readonly TerraformResource[] =>
  world.of(type).filter((it) => tableIdOf(it) === id);

/** The main table of a VPC: the one that was made so, else the one the VPC names, else its default one. */
const isMain = (table: TerraformResource, world: TerraformWorld): boolean => {
  const vpcId = text(table.values, 'vpc_id');
  const made = world
    .of('aws_main_route_table_association')
    .find(({ values }) => text(values, 'vpc_id') === vpcId && vpcId !== null);
  if (made !== undefined) return tableIdOf(made) === idOf(table);
  const vpc = world.of('aws_vpc', 'aws_default_vpc').find((it) => idOf(it) === vpcId);
  const named = vpc === undefined ? null : text(vpc.values, 'main_route_table_id');
  return named === null ? table.type === 'aws_default_route_table' : named === idOf(table);
};

const associationsOf = (table: TerraformResource, world: TerraformWorld): readonly PlainObject[] => [
  ...(isMain(table, world) ? [{ Main: true }] : []),
  ...ofTable('aws_route_table_association', idOf(table), world).map(({ values }) =>
    present({ Main: false, SubnetId: text(values, 'subnet_id'), GatewayId: text(values, 'gateway_id') }),
  ),
];

const writtenRoutes = (table: TerraformResource, world: TerraformWorld): readonly PlainObject[] => [
  ...blocks(table.values, 'route'),
  ...ofTable('aws_route', idOf(table), world).map(({ values }) => values),
];

const itemOf = (table: TerraformResource, world: TerraformWorld): PlainObject => {
  const written = writtenRoutes(table, world).map(routeOf);
  return present({
    RouteTableId: idOf(table),
    VpcId: text(table.values, 'vpc_id'),
    OwnerId: text(table.values, 'owner_id'),
    Associations: associationsOf(table, world),
    Routes: oneForEach([...written.filter((one) => one !== null), ...endpointRoutes(idOf(table), world)]),
  });
};

/** Routes that a gateway propagates are in no file of Terraform. */
const isPropagated = (table: TerraformResource, world: TerraformWorld): boolean =>
  texts(table.values, 'propagating_vgws').length > 0 ||
  isUnknown(table.values, 'propagating_vgws') ||
  ofTable('aws_vpn_gateway_route_propagation', idOf(table), world).length > 0;

const isLeftOpen = (table: TerraformResource, world: TerraformWorld): boolean =>
  isOpen(table.values, 'route') ||
  writtenRoutes(table, world).some((route) => routeOf(route) === null || leadsSomewhereUnknown(route));

const gapsOf = (table: TerraformResource, world: TerraformWorld): readonly Gap[] => [
  ...(isLeftOpen(table, world) ? [notKnownUntilApply('routes', idOf(table))] : []),
  ...(isPropagated(table, world)
    ? [elsewhere('routes', idOf(table), 'describe-route-tables --route-table-ids')]
    : []),
];

const looseGaps = (world: TerraformWorld, known: ReadonlySet<string>): readonly Gap[] => {
  const ids = world.of(...LOOSE).map(tableIdOf);
  return [
    ...(ids.includes(null) ? [...known].map((id) => notKnownUntilApply('routes', id)) : []),
    ...[...new Set(ids)]
      .filter((id) => id !== null && !known.has(id))
      .map((id) => elsewhere('route-table', id as string, 'describe-route-tables --route-table-ids')),
  ];
};

/**
 * Route tables, whose routes stand inside or in `aws_route`, and whose subnets in associations. The routes that
 * gateway endpoints add by themselves are filled in.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table
 */
export const routeTables: Reading = (world) => {
  const tables = world.of(...TABLES);
  return {
    stated: tables.map((table) => stated('RouteTables', itemOf(table, world))),
    gaps: [
      ...tables.flatMap((table) => gapsOf(table, world)),
      ...looseGaps(world, new Set(tables.map(idOf))),
    ],
  };
};
