import { type Stated, stated } from '../stated.js';
import { blocks, integer, isOpen, isUnknown, present, text } from './attribute.js';
import {
  elsewhere,
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const separate = (world: TerraformWorld): readonly TerraformResource[] =>
  world.of('aws_ec2_managed_prefix_list_entry');

const listIdOf = ({ values }: TerraformResource): string | null => text(values, 'prefix_list_id');

const cidrsOf = (list: TerraformResource, world: TerraformWorld): readonly string[] => [
  ...new Set(
    [
      ...blocks(list.values, 'entry'),
      ...separate(world)
        .filter((it) => listIdOf(it) === idOf(list))
        .map(({ values }) => values),
    ].flatMap((entry) => text(entry, 'cidr') ?? []),
  ),
];

const isLeftOpen = (list: TerraformResource, world: TerraformWorld): boolean =>
  isOpen(list.values, 'entry') ||
  separate(world).some(
    (it) => listIdOf(it) === null || (listIdOf(it) === idOf(list) && isUnknown(it.values, 'cidr')),
  );

const listItem = (list: TerraformResource, world: TerraformWorld): Stated =>
  stated(
    'PrefixLists',
    present({
      PrefixListId: idOf(list),
      PrefixListName: text(list.values, 'name'),
      OwnerId: text(list.values, 'owner_id'),
      AddressFamily: text(list.values, 'address_family'),
      MaxEntries: integer(list.values, 'max_entries'),
      Cidrs: isLeftOpen(list, world) ? null : cidrsOf(list, world),
    }),
  );

/** Managed prefix lists, whose entries stand inside or in resources of their own. */
export const prefixLists: Reading = (world) => {
  const lists = world.of('aws_ec2_managed_prefix_list');
  const known = new Set(lists.map(idOf));
  return {
    stated: lists.map((list) => listItem(list, world)),
    gaps: [
      ...lists
        .filter((list) => isLeftOpen(list, world))
        .map((list) => notKnownUntilApply('prefix-list-entries', idOf(list))),
      ...[...new Set(separate(world).map(listIdOf))]
        .filter((id) => id !== null && !known.has(id))
        .map((id) =>
          elsewhere('prefix-list-entries', id as string, 'get-managed-prefix-list-entries --prefix-list-id'),
        ),
    ],
  };
};
