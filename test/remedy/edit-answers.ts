import { print as printCidr } from '../../src/address/cidr.js';
import type { Change } from '../../src/index.js';
import type { IcmpMatch } from '../../src/traffic/icmp.js';
import type { AwsRoute as ConnectedRoute, ConnectedWorld } from '../oracle/connected-path.js';
import type { AwsIpPermission, AwsNetworkAcl, AwsNetworkAclEntry, AwsWorld } from '../oracle/filter.js';
import type { AwsRoute, RoutedWorld } from '../oracle/path.js';

/**
 * What a person would type into the console: a change of a remedy, made in the JSON that AWS prints. It throws where AWS
 * would refuse: two entries of one number, a number that is AWS's own, an entry that is not there.
 */

/** Not a change that only makes room for others: without it the packets pass as well, in a list that AWS would not take. */
export const isAddition = ({ kind }: Change): boolean =>
  !['renumber-network-acl-entry', 'delete-network-acl-entry', 'revoke-security-group-rule'].includes(kind);

const typeAndCode = (icmp: IcmpMatch | null): readonly [number, number] => {
  const number = (value: number | 'any' | undefined) => (value === undefined || value === 'any' ? -1 : value);
  return [number(icmp?.type), number(icmp?.code)];
};

const isIcmp = (protocol: number | 'all'): boolean => protocol === 1 || protocol === 58;

type Entry = Extract<Change, { kind: 'add-network-acl-entry' }>['entry'];

const rowOf = (entry: Entry): AwsNetworkAclEntry => {
  const block = printCidr(entry.cidr);
  const [Type, Code] = typeAndCode(entry.icmp);
  return {
    RuleNumber: entry.number,
    RuleAction: entry.action,
    Egress: entry.direction === 'egress',
    Protocol: entry.protocol === 'all' ? '-1' : String(entry.protocol),
    ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
    ...(entry.ports === null ? {} : { PortRange: { From: entry.ports.from, To: entry.ports.to } }),
    ...(isIcmp(entry.protocol) ? { IcmpTypeCode: { Type, Code } } : {}),
  };
};

const permissionOf = (
  rule: Extract<Change, { kind: 'add-security-group-rule' }>['rule'],
): AwsIpPermission => {
  if (rule.peer.kind === 'prefix-list') throw new Error('not a block');
  const block = rule.peer.kind === 'cidr' ? printCidr(rule.peer.cidr) : null;
  const [type, code] = typeAndCode(rule.icmp);
  const names: Readonly<Record<string, string>> = { 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6', all: '-1' };
  return {
    IpProtocol: names[rule.protocol] ?? String(rule.protocol),
    ...(rule.ports === null ? {} : { FromPort: rule.ports.from, ToPort: rule.ports.to }),
    ...(isIcmp(rule.protocol) ? { FromPort: type, ToPort: code } : {}),
    IpRanges: block === null || block.includes(':') ? [] : [{ CidrIp: block }],
    Ipv6Ranges: block?.includes(':') ? [{ CidrIpv6: block }] : [],
    PrefixListIds: [],
    UserIdGroupPairs: rule.peer.kind === 'security-group' ? [{ GroupId: rule.peer.id }] : [],
  };
};

const checked = (acl: AwsNetworkAcl): AwsNetworkAcl => {
  const numbers = acl.Entries.map((row) => `${row.Egress} ${row.RuleNumber}`);
  if (new Set(numbers).size !== numbers.length) throw new Error(`${acl.NetworkAclId} has a number twice`);
  for (const row of acl.Entries) {
    const isFinal = row.RuleAction === 'deny' && row.Protocol === '-1';
    if (row.RuleNumber < 1 || (row.RuleNumber > 32_766 && !isFinal))
      throw new Error(`${row.RuleNumber} may not be written`);
    if (row.RuleNumber > 32_768 || (row.RuleNumber === 32_768 && row.Ipv6CidrBlock === undefined))
      throw new Error(`the final deny was moved to ${row.RuleNumber}`);
  }
  return acl;
};

const editAcl = (
  world: AwsWorld,
  id: string,
  edit: (entries: readonly AwsNetworkAclEntry[]) => AwsNetworkAclEntry[],
): AwsWorld => {
  if (!world.NetworkAcls.some((acl) => acl.NetworkAclId === id)) throw new Error(id);
  return {
    ...world,
    NetworkAcls: world.NetworkAcls.map((acl) =>
      acl.NetworkAclId === id ? checked({ ...acl, Entries: edit(acl.Entries) }) : acl,
    ),
  };
};

export const edit = (world: AwsWorld, change: Change): AwsWorld => {
  if (change.kind === 'add-network-acl-entry')
    return editAcl(world, change.networkAclId, (entries) => [...entries, rowOf(change.entry)]);
  if (change.kind === 'renumber-network-acl-entry') {
    if (change.entry.number > 32_766) throw new Error('the final deny cannot be renumbered');
    return editAcl(world, change.networkAclId, (entries) =>
      entries.map((row) =>
        row.Egress === (change.direction === 'egress') && row.RuleNumber === change.entry.number
          ? { ...row, RuleNumber: change.to }
          : row,
      ),
    );
  }
  if (change.kind === 'delete-network-acl-entry') {
    if (change.entry.number > 32_766) throw new Error('the final deny cannot be deleted');
    return editAcl(world, change.networkAclId, (entries) =>
      entries.filter(
        (row) => row.Egress !== (change.direction === 'egress') || row.RuleNumber !== change.entry.number,
      ),
    );
  }
  if (change.kind !== 'add-security-group-rule') throw new Error(`no rule is changed by ${change.kind}`);
  if (!world.SecurityGroups.some((group) => group.GroupId === change.groupId))
    throw new Error(change.groupId);
  const key = change.rule.direction === 'ingress' ? 'IpPermissions' : 'IpPermissionsEgress';
  return {
    ...world,
    SecurityGroups: world.SecurityGroups.map((group) =>
      group.GroupId === change.groupId
        ? { ...group, [key]: [...group[key], permissionOf(change.rule)] }
        : group,
    ),
  };
};

/** What create-route and replace-route take, as describe-route-tables prints it. */
const TARGET_KEY: Readonly<Record<string, 'GatewayId' | 'NatGatewayId' | 'VpcPeeringConnectionId'>> = {
  'internet-gateway': 'GatewayId',
  'nat-gateway': 'NatGatewayId',
  'vpc-peering-connection': 'VpcPeeringConnectionId',
};

type RouteChange = Extract<Change, { kind: 'add-route' | 'replace-route' }>;

const routeOf = ({ route }: RouteChange): AwsRoute => {
  if (route.destination.kind !== 'cidr' || route.target.kind === 'local') throw new Error('not a block');
  const key = TARGET_KEY[route.target.kind];
  if (key === undefined) throw new Error(route.target.kind);
  return {
    DestinationCidrBlock: printCidr(route.destination.cidr),
    [key]: route.target.id,
    State: 'active',
    Origin: 'CreateRoute',
  };
};

const editRoutes = (world: RoutedWorld, change: RouteChange): RoutedWorld => {
  const added = routeOf(change);
  const isSame = (row: AwsRoute) => row.DestinationCidrBlock === added.DestinationCidrBlock;
  const edited = world.RouteTables.map((table) => {
    if (table.RouteTableId !== change.routeTableId) return table;
    const rest = table.Routes.filter((row) => !isSame(row));
    const isThere = rest.length < table.Routes.length;
    if (isThere !== (change.kind === 'replace-route')) throw new Error(`${change.kind}: AWS would refuse`);
    return { ...table, Routes: [...rest, added] };
  });
  return { ...world, RouteTables: edited };
};

const CONNECTED_KEY: Readonly<
  Record<string, 'GatewayId' | 'EgressOnlyInternetGatewayId' | 'VpcPeeringConnectionId' | 'TransitGatewayId'>
> = {
  'internet-gateway': 'GatewayId',
  'egress-only-internet-gateway': 'EgressOnlyInternetGatewayId',
  'vpc-peering-connection': 'VpcPeeringConnectionId',
  'transit-gateway': 'TransitGatewayId',
};

const connectedRouteOf = ({ route }: RouteChange): ConnectedRoute => {
  if (route.destination.kind !== 'cidr' || route.target.kind === 'local') throw new Error('not a block');
  const key = CONNECTED_KEY[route.target.kind];
  if (key === undefined) throw new Error(route.target.kind);
  const block = printCidr(route.destination.cidr);
  return {
    [block.includes(':') ? 'DestinationIpv6CidrBlock' : 'DestinationCidrBlock']: block,
    [key]: route.target.id,
    State: 'active',
    Origin: 'CreateRoute',
  };
};

/** The same where transit gateways and IPv6 are. */
export const editConnected = (world: ConnectedWorld, change: Change): ConnectedWorld => {
  if (change.kind !== 'add-route' && change.kind !== 'replace-route')
    return { ...world, ...edit({ ...world, PrefixLists: [] }, change), ...keptOf(world) };
  const added = connectedRouteOf(change);
  const isSame = (row: ConnectedRoute) =>
    row.DestinationCidrBlock === added.DestinationCidrBlock &&
    row.DestinationIpv6CidrBlock === added.DestinationIpv6CidrBlock &&
    row.DestinationPrefixListId === undefined;
  const RouteTables = world.RouteTables.map((table) => {
    if (table.RouteTableId !== change.routeTableId) return table;
    const rest = table.Routes.filter((row) => !isSame(row));
    const isThere = rest.length < table.Routes.length;
    if (isThere !== (change.kind === 'replace-route')) throw new Error(`${change.kind}: AWS would refuse`);
    return { ...table, Routes: [...rest, added] };
  });
  return { ...world, RouteTables };
};

const keptOf = ({ NetworkInterfaces, PrefixLists }: ConnectedWorld) => ({ NetworkInterfaces, PrefixLists });

/** The same in a world with routes. */
export const editRouted = (world: RoutedWorld, change: Change): RoutedWorld =>
  change.kind === 'add-route' || change.kind === 'replace-route'
    ? editRoutes(world, change)
    : { ...world, ...edit(world, change), NetworkInterfaces: world.NetworkInterfaces };
