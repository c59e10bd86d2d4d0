import type { PlainObject } from '../../prelude/plain-object.js';
import type { Gap } from '../../problem/gap.js';
import { stated } from '../stated.js';
import { present, text } from './attribute.js';
import { groupOf, type Permissions, rulesIn, separateRule, singleRule } from './rule-permissions.js';
import {
  elsewhere,
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const GROUPS = ['aws_security_group', 'aws_default_security_group'];
const SINGLE_RULES = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule'];

type Separate = { readonly groupId: string | null; readonly rule: Permissions };

const separateRules = (world: TerraformWorld): readonly Separate[] => [
  ...world
    .of('aws_security_group_rule')
    .map((it) => ({ groupId: groupOf(it), rule: separateRule(it, groupOf(it) ?? '') })),
  ...world.of(...SINGLE_RULES).map((it) => ({ groupId: groupOf(it), rule: singleRule(it) })),
];

type Side = { readonly permissions: readonly PlainObject[] | null; readonly isOpen: boolean };

/**
 * A side that Terraform has not read yet is not known, which is not the same as empty. A rule of a resource of its own
 * stands once more inside a group that was refreshed; of equal rules the model keeps one.
 */
const sideOf = (
  group: TerraformResource,
  direction: Permissions['direction'],
  separate: readonly Permissions[],
): Side => {
  const inline = rulesIn(group, direction);
  const rules = [...(inline ?? []), ...separate.filter((rule) => rule.direction === direction)];
  return {
    permissions:
      inline === null && rules.length === 0 ? null : rules.flatMap(({ permissions }) => permissions),
    isOpen: inline === null || rules.some(({ isOpen }) => isOpen),
  };
};

const itemOf = (group: TerraformResource, ingress: Side, egress: Side): PlainObject =>
  present({
    GroupId: idOf(group),
    GroupName: text(group.values, 'name'),
    VpcId: text(group.values, 'vpc_id'),
    OwnerId: text(group.values, 'owner_id'),
    IpPermissions: ingress.permissions,
    IpPermissionsEgress: egress.permissions,
  });

const rulesElsewhere = (separate: readonly Separate[], known: ReadonlySet<string>): readonly Gap[] =>
  [...new Set(separate.flatMap(({ groupId }) => (groupId === null ? [] : [groupId])))]
    .filter((id) => !known.has(id))
    .map((id) => elsewhere('security-group', id, 'describe-security-groups --group-ids'));

/**
 * Security groups, whose rules have four homes: inside the group, in two kinds of resource of their own, and in the
 * default group. Terraform takes away the egress rule that AWS adds to a new group, so no written rule means none.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group
 */
export const securityGroups: Reading = (world) => {
  const groups = world.of(...GROUPS);
  const separate = separateRules(world);
  const isAnyones = separate.some(({ groupId }) => groupId === null);
  const read = groups.map((group) => {
    const own = separate.filter(({ groupId }) => groupId === idOf(group)).map(({ rule }) => rule);
    const [ingress, egress] = [sideOf(group, 'ingress', own), sideOf(group, 'egress', own)];
    return {
      item: itemOf(group, ingress, egress),
      gaps:
        isAnyones || ingress.isOpen || egress.isOpen
          ? [notKnownUntilApply('unmodelled-rule', idOf(group))]
          : [],
    };
  });
  return {
    stated: read.map(({ item }) => stated('SecurityGroups', item)),
    gaps: [...read.flatMap(({ gaps }) => gaps), ...rulesElsewhere(separate, new Set(groups.map(idOf)))],
  };
};
