import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import type { Gap } from '../../problem/gap.js';
import { parse } from '../../traffic/protocol.js';
import { stated } from '../stated.js';
import { flag, integer, isOpen, isUnknown, present, text, texts } from './attribute.js';
import {
  elsewhere,
  idOf,
  notKnownUntilApply,
  type Reading,
  type TerraformResource,
  type TerraformWorld,
} from './terraform-resource.js';

const ACLS = ['aws_network_acl', 'aws_default_network_acl'];

/** An entry as far as it is known: null when something of it is known only after apply. */
type Entry = PlainObject | null;

const CORE = ['rule_no', 'rule_number', 'action', 'rule_action', 'protocol', 'cidr_block', 'ipv6_cidr_block'];
const PORTS = ['from_port', 'to_port', 'icmp_type', 'icmp_code'];

const hasPorts = (protocol: unknown): boolean => protocol === 6 || protocol === 17;
const isIcmp = (protocol: unknown): boolean => protocol === 1 || protocol === 58;

/** Terraform writes ports and ICMP types for every protocol, 0 where they mean nothing. */
const entryOf = (rule: PlainObject, number: string, action: string, Egress: boolean): Entry => {
  if ([...CORE, ...PORTS].some((name) => isUnknown(rule, name))) return null;
  const protocol = parse(text(rule, 'protocol') ?? '');
  return present({
    RuleNumber: integer(rule, number),
    RuleAction: text(rule, action)?.toLowerCase(),
    Egress,
    Protocol: text(rule, 'protocol'),
    CidrBlock: text(rule, 'cidr_block'),
    Ipv6CidrBlock: text(rule, 'ipv6_cidr_block'),
    PortRange: hasPorts(protocol) ? { From: integer(rule, 'from_port'), To: integer(rule, 'to_port') } : null,
    IcmpTypeCode: isIcmp(protocol)
      ? { Type: integer(rule, 'icmp_type'), Code: integer(rule, 'icmp_code') }
      : null,
  });
};

const inlineEntries = (acl: TerraformResource, name: 'ingress' | 'egress'): readonly Entry[] => {
  const list = acl.values[name];
  return Array.isArray(list)
    ? list.map((rule) => (isPlainObject(rule) ? entryOf(rule, 'rule_no', 'action', name === 'egress') : null))
    : [null];
};

const separateEntry = ({ values }: TerraformResource): Entry =>
  isUnknown(values, 'egress')
    ? null
    : entryOf(values, 'rule_number', 'rule_action', flag(values, 'egress') === true);

/** A number belongs to one entry of a direction: a rule of its own stands once more inside a list that was refreshed. */
const distinct = (entries: readonly Entry[]): readonly PlainObject[] => [
  ...new Map(
    entries
      .filter((one) => one !== null)
      .map((one) => [`${String(one.Egress)} ${String(one.RuleNumber)}`, one]),
  ).values(),
];

const aclIdOf = ({ values }: TerraformResource): string | null => text(values, 'network_acl_id');

const ofAcl = (resources: readonly TerraformResource[], id: string): readonly TerraformResource[] =>
  resources.filter((it) => aclIdOf(it) === id);

/** The subnets of an ACL: of its own list, and of associations. */
const subnetsOf = (acl: TerraformResource, world: TerraformWorld): readonly string[] => [
  ...texts(acl.values, 'subnet_ids'),
  ...ofAcl(world.of('aws_network_acl_association'), idOf(acl)).flatMap(({ values }) => {
    const id = text(values, 'subnet_id');
    return id === null ? [] : [id];
  }),
];

/** The default ACL keeps subnets in its list that were given to another one since it was read. */
const claimed = (world: TerraformWorld): ReadonlySet<string> => {
  const defaults = new Set(world.of('aws_default_network_acl').map(idOf));
  return new Set([
    ...world.of('aws_network_acl').flatMap((acl) => subnetsOf(acl, world)),
    ...world
      .of('aws_network_acl_association')
      .filter((it) => !defaults.has(aclIdOf(it) ?? ''))
      .map(({ values }) => text(values, 'subnet_id') ?? ''),
  ]);
};

const itemOf = (
  acl: TerraformResource,
  entries: readonly Entry[],
  subnetIds: readonly string[],
): PlainObject =>
  present({
    NetworkAclId: idOf(acl),
    VpcId: text(acl.values, 'vpc_id'),
    OwnerId: text(acl.values, 'owner_id'),
    IsDefault: acl.type === 'aws_default_network_acl',
    Associations: [...new Set(subnetIds)].map((SubnetId) => ({ SubnetId })),
    Entries: distinct(entries),
  });

const gapsOf = (acl: TerraformResource, entries: readonly Entry[]): readonly Gap[] => [
  ...(entries.includes(null) ? [notKnownUntilApply('unmodelled-rule', idOf(acl))] : []),
  ...(isOpen(acl.values, 'subnet_ids') ? [notKnownUntilApply('network-acl', idOf(acl))] : []),
];

/** An entry or association whose ACL is not known could be any ACL's, or of one that is not in the file. */
const looseGaps = (world: TerraformWorld, known: ReadonlySet<string>): readonly Gap[] => {
  const ids = world.of('aws_network_acl_rule', 'aws_network_acl_association').map(aclIdOf);
  const isAnyones = world.of('aws_network_acl_rule').some((it) => aclIdOf(it) === null);
  return [
    ...(isAnyones ? [...known].map((id) => notKnownUntilApply('unmodelled-rule', id)) : []),
    ...[...new Set(ids)]
      .filter((id) => id !== null && !known.has(id))
      .map((id) => elsewhere('network-acl', id as string, 'describe-network-acls --network-acl-ids')),
  ];
};

/**
 * Network ACLs, whose entries stand inside or in `aws_network_acl_rule`, and whose subnets in a list or in associations.
 * The final denies are never written.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl
 */
export const networkAcls: Reading = (world) => {
  const acls = world.of(...ACLS);
  const taken = claimed(world);
  const read = acls.map((acl) => {
    const entries = [
      ...inlineEntries(acl, 'ingress'),
      ...inlineEntries(acl, 'egress'),
      ...ofAcl(world.of('aws_network_acl_rule'), idOf(acl)).map(separateEntry),
    ];
    const subnetIds = subnetsOf(acl, world).filter(
      (id) => acl.type !== 'aws_default_network_acl' || !taken.has(id),
    );
    return { item: itemOf(acl, entries, subnetIds), gaps: gapsOf(acl, entries) };
  });
  return {
    stated: read.map(({ item }) => stated('NetworkAcls', item)),
    gaps: [...read.flatMap(({ gaps }) => gaps), ...looseGaps(world, new Set(acls.map(idOf)))],
  };
};
