import { familyOf, print as printCidr } from '../../address/cidr.js';
import type { NetworkAclEntry } from '../../network/network-acl.js';
import type { Route, RouteTarget } from '../../network/route-table.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import type { Change } from '../../remedy/change.js';
import type { Direction } from '../../traffic/direction.js';
import { awsName, hasPorts, isIcmp } from '../../traffic/protocol.js';
import { createFlowLogsCommand } from '../words/create-flow-logs-words.js';
import { commandLine } from '../words/shell.js';

/** AWS writes -1 for every ICMP type or code. */
export const anyAsMinusOne = (value: number | 'any' | undefined): number =>
  value === undefined || value === 'any' ? -1 : value;

const entryTraffic = ({ protocol, ports, icmp }: NetworkAclEntry): readonly string[] => {
  if (protocol === 'all') return [];
  if (hasPorts(protocol)) return ['--port-range', `From=${ports?.from ?? 0},To=${ports?.to ?? 65535}`];
  return isIcmp(protocol)
    ? ['--icmp-type-code', `Type=${anyAsMinusOne(icmp?.type)},Code=${anyAsMinusOne(icmp?.code)}`]
    : [];
};

const entryPlace = (id: string, direction: Direction, number: number): readonly string[] => [
  ...['--network-acl-id', id],
  `--${direction}`,
  ...['--rule-number', String(number)],
];

/** https://docs.aws.amazon.com/cli/latest/reference/ec2/create-network-acl-entry.html */
const createEntry = (id: string, number: number, entry: NetworkAclEntry): readonly string[] => [
  ...['aws', 'ec2', 'create-network-acl-entry'],
  ...entryPlace(id, entry.direction, number),
  ...['--protocol', String(entry.protocol === 'all' ? -1 : entry.protocol)],
  ...entryTraffic(entry),
  ...[familyOf(entry.cidr) === 4 ? '--cidr-block' : '--ipv6-cidr-block', printCidr(entry.cidr)],
  ...['--rule-action', entry.action],
];

const ruleTraffic = ({ protocol, ports, icmp }: SecurityGroupRule): string => {
  if (protocol === 'all') return '';
  if (isIcmp(protocol)) return `,FromPort=${anyAsMinusOne(icmp?.type)},ToPort=${anyAsMinusOne(icmp?.code)}`;
  return hasPorts(protocol) ? `,FromPort=${ports?.from ?? 0},ToPort=${ports?.to ?? 65535}` : '';
};

const rulePeer = ({ peer }: SecurityGroupRule): string => {
  switch (peer.kind) {
    case 'cidr':
      return familyOf(peer.cidr) === 4
        ? `IpRanges=[{CidrIp=${printCidr(peer.cidr)}}]`
        : `Ipv6Ranges=[{CidrIpv6=${printCidr(peer.cidr)}}]`;
    case 'prefix-list':
      return `PrefixListIds=[{PrefixListId=${peer.id}}]`;
    case 'security-group':
      return `UserIdGroupPairs=[{GroupId=${peer.id}}]`;
  }
};

const permission = (rule: SecurityGroupRule): string =>
  `IpProtocol=${awsName(rule.protocol)}${ruleTraffic(rule)},${rulePeer(rule)}`;

const addRule = (id: string, rule: SecurityGroupRule): readonly string[] => [
  ...['aws', 'ec2', `authorize-security-group-${rule.direction}`],
  ...['--group-id', id],
  ...['--ip-permissions', permission(rule)],
];

/** https://docs.aws.amazon.com/cli/latest/reference/ec2/revoke-security-group-ingress.html */
const revokeRule = (id: string, rule: SecurityGroupRule): readonly string[] => [
  ...['aws', 'ec2', `revoke-security-group-${rule.direction}`],
  ...['--group-id', id],
  ...(rule.id === null ? ['--ip-permissions', permission(rule)] : ['--security-group-rule-ids', rule.id]),
];

/** https://docs.aws.amazon.com/cli/latest/reference/ec2/delete-network-acl-entry.html */
const deleteEntry = (id: string, direction: Direction, number: number): readonly string[] => [
  ...['aws', 'ec2', 'delete-network-acl-entry'],
  ...entryPlace(id, direction, number),
];

/**
 * The option that names a target, by its kind.
 * https://docs.aws.amazon.com/cli/latest/reference/ec2/create-route.html
 */
const TARGET_OPTION: { readonly [Kind in RouteTarget['kind']]?: string } = {
  'internet-gateway': '--gateway-id',
  'virtual-private-gateway': '--gateway-id',
  'egress-only-internet-gateway': '--egress-only-internet-gateway-id',
  'nat-gateway': '--nat-gateway-id',
  'transit-gateway': '--transit-gateway-id',
  'vpc-peering-connection': '--vpc-peering-connection-id',
  'vpc-endpoint': '--vpc-endpoint-id',
  'network-interface': '--network-interface-id',
  instance: '--instance-id',
  'local-gateway': '--local-gateway-id',
  'carrier-gateway': '--carrier-gateway-id',
  'core-network': '--core-network-arn',
};

const destinationOption = ({ destination }: Route): readonly string[] => {
  if (destination.kind === 'prefix-list') return ['--destination-prefix-list-id', destination.id];
  const { cidr } = destination;
  const option = familyOf(cidr) === 4 ? '--destination-cidr-block' : '--destination-ipv6-cidr-block';
  return [option, printCidr(cidr)];
};

const routeCommand = (
  verb: 'create-route' | 'replace-route',
  id: string,
  route: Route,
): readonly string[] => [
  ...['aws', 'ec2', verb, '--route-table-id', id],
  ...destinationOption(route),
  ...(route.target.kind === 'local'
    ? ['--local-target']
    : [TARGET_OPTION[route.target.kind] ?? '--gateway-id', route.target.id]),
];

/** The AWS CLI commands that make a change, quoted for a shell; nothing else of the configuration is touched. */
export const commandsFor = (change: Change): readonly string[] => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return [commandLine(createEntry(change.networkAclId, change.entry.number, change.entry))];
    case 'renumber-network-acl-entry':
      return [
        createEntry(change.networkAclId, change.to, change.entry),
        deleteEntry(change.networkAclId, change.direction, change.entry.number),
      ].map(commandLine);
    case 'delete-network-acl-entry':
      return [commandLine(deleteEntry(change.networkAclId, change.direction, change.entry.number))];
    case 'revoke-security-group-rule':
      return [commandLine(revokeRule(change.groupId, change.rule))];
    case 'add-security-group-rule':
      return [commandLine(addRule(change.groupId, change.rule))];
    case 'add-route':
      return [commandLine(routeCommand('create-route', change.routeTableId, change.route))];
    case 'replace-route':
      return [commandLine(routeCommand('replace-route', change.routeTableId, change.route))];
    case 'create-flow-logs':
      return [createFlowLogsCommand(change.request)];
  }
};
