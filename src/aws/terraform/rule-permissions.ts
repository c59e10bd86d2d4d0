import type { PlainObject } from '../../prelude/plain-object.js';
import { parse } from '../../traffic/protocol.js';
import { flag, integer, isUnknown, present, text, texts } from './attribute.js';
import { idOf, type TerraformResource } from './terraform-resource.js';

/** A rule with one peer, in the shape of AWS's `IpPermission`, and how far it could be read. */
export type Permissions = {
  readonly direction: 'ingress' | 'egress';
  readonly permissions: readonly PlainObject[];
  /** Something of the rule is known only after apply. */
  readonly isOpen: boolean;
};

type Match = {
  readonly IpProtocol: string;
  readonly FromPort: number | null;
  readonly ToPort: number | null;
};

/** Ports of a rule for all traffic mean nothing: Terraform writes 0 and 0 where AWS writes none. */
const matchOf = (rule: PlainObject, protocolName: string): Match | null => {
  const IpProtocol = text(rule, protocolName);
  if (IpProtocol === null) return null;
  return parse(IpProtocol) === 'all'
    ? { IpProtocol: '-1', FromPort: null, ToPort: null }
    : { IpProtocol, FromPort: integer(rule, 'from_port'), ToPort: integer(rule, 'to_port') };
};

/** `sg-1`, or `111122223333/sg-1` for a group of another account. */
const pairOf = (reference: string): PlainObject => {
  const [owner, id] = reference.includes('/') ? reference.split('/') : [null, reference];
  return present({ UserId: owner, GroupId: id });
};

type Peers = {
  readonly ipv4?: readonly string[];
  readonly ipv6?: readonly string[];
  readonly prefixLists?: readonly string[];
  readonly groups?: readonly string[];
};

const oneEach = (match: Match, Description: string | null, peers: Peers): readonly PlainObject[] => {
  const described = present({ Description });
  const lists: readonly PlainObject[] = [
    ...(peers.ipv4 ?? []).map((CidrIp) => ({ IpRanges: [{ CidrIp, ...described }] })),
    ...(peers.ipv6 ?? []).map((CidrIpv6) => ({ Ipv6Ranges: [{ CidrIpv6, ...described }] })),
    ...(peers.prefixLists ?? []).map((id) => ({ PrefixListIds: [{ PrefixListId: id, ...described }] })),
    ...(peers.groups ?? []).map((group) => ({ UserIdGroupPairs: [{ ...pairOf(group), ...described }] })),
  ];
  return lists.map((peer) => ({ ...present(match), ...peer }));
};

const MATCH = ['protocol', 'ip_protocol', 'from_port', 'to_port'];

const unknownIn = (rule: PlainObject, names: readonly string[]): boolean =>
  names.some((name) => isUnknown(rule, name));

const known = (value: string | null): readonly string[] => (value === null ? [] : [value]);

/** A block of `ingress` or `egress` inside a group. */
export const inlineRule = (
  direction: Permissions['direction'],
  rule: PlainObject,
  groupId: string,
): Permissions => {
  const match = unknownIn(rule, MATCH) ? null : matchOf(rule, 'protocol');
  const peers = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids', 'security_groups', 'self'];
  return {
    direction,
    isOpen: match === null || unknownIn(rule, peers),
    permissions:
      match === null
        ? []
        : oneEach(match, text(rule, 'description'), {
            ipv4: texts(rule, 'cidr_blocks'),
            ipv6: texts(rule, 'ipv6_cidr_blocks'),
            prefixLists: texts(rule, 'prefix_list_ids'),
            groups: [...texts(rule, 'security_groups'), ...(flag(rule, 'self') === true ? [groupId] : [])],
          }),
  };
};

/** An `aws_security_group_rule`: the older resource, one block of a group by itself. */
export const separateRule = ({ values }: TerraformResource, groupId: string): Permissions => {
  const direction = text(values, 'type') === 'egress' ? 'egress' : 'ingress';
  const source = text(values, 'source_security_group_id');
  const security_groups = isUnknown(values, 'source_security_group_id')
    ? values.source_security_group_id
    : known(source);
  return inlineRule(direction, { ...values, security_groups }, groupId);
};

const ONE_PEER = ['cidr_ipv4', 'cidr_ipv6', 'prefix_list_id', 'referenced_security_group_id'];

/** An `aws_vpc_security_group_ingress_rule` or `_egress_rule`: one rule with one peer. */
export const singleRule = ({ type, values }: TerraformResource): Permissions => {
  const match = unknownIn(values, MATCH) ? null : matchOf(values, 'ip_protocol');
  return {
    direction: type.includes('_egress_') ? 'egress' : 'ingress',
    isOpen: match === null || unknownIn(values, ONE_PEER),
    permissions:
      match === null
        ? []
        : oneEach(match, text(values, 'description'), {
            ipv4: known(text(values, 'cidr_ipv4')),
            ipv6: known(text(values, 'cidr_ipv6')),
            prefixLists: known(text(values, 'prefix_list_id')),
            groups: known(text(values, 'referenced_security_group_id')),
          }),
  };
};

/** The group that a separate rule belongs to; null when a plan does not know it yet. */
export const groupOf = ({ values }: TerraformResource): string | null => text(values, 'security_group_id');

export const rulesIn = (group: TerraformResource, direction: Permissions['direction']) => {
  const list = group.values[direction];
  return Array.isArray(list)
    ? list.map((rule) =>
        typeof rule === 'object' && rule !== null
          ? inlineRule(direction, rule as PlainObject, idOf(group))
          : { direction, permissions: [], isOpen: true },
      )
    : null;
};
