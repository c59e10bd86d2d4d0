/**
 * Naive evaluators, written from AWS's sentences, one loop a rule, over the JSON that `aws ec2 describe-*` prints.
 * Nothing here is shared with `src`: not the address parser, not the data shapes, not the order of the questions.
 */

export type AwsIpPermission = {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges: { CidrIp: string }[];
  Ipv6Ranges: { CidrIpv6: string }[];
  PrefixListIds: { PrefixListId: string }[];
  UserIdGroupPairs: { GroupId: string; UserId?: string; PeeringStatus?: string; VpcId?: string }[];
};

export type AwsSecurityGroup = {
  GroupId: string;
  VpcId: string;
  OwnerId: string;
  IpPermissions: AwsIpPermission[];
  IpPermissionsEgress: AwsIpPermission[];
};

export type AwsNetworkAclEntry = {
  RuleNumber: number;
  RuleAction: 'allow' | 'deny';
  Egress: boolean;
  Protocol: string;
  CidrBlock?: string;
  Ipv6CidrBlock?: string;
  PortRange?: { From: number; To: number };
  IcmpTypeCode?: { Type: number; Code: number };
};

export type AwsNetworkAcl = {
  NetworkAclId: string;
  VpcId: string;
  Associations: { SubnetId: string }[];
  Entries: AwsNetworkAclEntry[];
};

export type AwsNetworkInterface = {
  NetworkInterfaceId: string;
  VpcId: string;
  SubnetId: string;
  OwnerId: string;
  Groups: { GroupId: string }[];
  PrivateIpAddresses: { PrivateIpAddress: string }[];
  Ipv6Addresses: { Ipv6Address: string }[];
  Ipv4Prefixes?: { Ipv4Prefix: string }[];
  Ipv6Prefixes?: { Ipv6Prefix: string }[];
};

/** As `get-managed-prefix-list-entries` answers for each list. */
export type AwsPrefixList = { PrefixListId: string; Entries: { Cidr: string }[] };

export type AwsWorld = {
  SecurityGroups: AwsSecurityGroup[];
  NetworkAcls: AwsNetworkAcl[];
  NetworkInterfaces: AwsNetworkInterface[];
  PrefixLists?: AwsPrefixList[];
};

/** A packet as a person would write it. */
export type WrittenPacket = {
  source: string;
  destination: string;
  protocol: number;
  sourcePort: number | null;
  destinationPort: number | null;
  icmpType: number | null;
  icmpCode: number | null;
};

export const isIpv6Text = (text: string): boolean => text.includes(':');

/** An address as a number, digit by digit. */
export const numberOf = (text: string): bigint => {
  if (!isIpv6Text(text)) return text.split('.').reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  const [head = '', tail] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const middle = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...middle, ...right].reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
};

export const isInBlock = (address: string, block: string): boolean => {
  const [base = '', length = ''] = block.split('/');
  if (isIpv6Text(address) !== isIpv6Text(base)) return false;
  const size = 2n ** BigInt((isIpv6Text(address) ? 128 : 32) - Number(length));
  return numberOf(address) / size === numberOf(base) / size;
};

const PROTOCOL_NUMBERS: Record<string, number> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

const permissionMatchesTraffic = (permission: AwsIpPermission, packet: WrittenPacket): boolean => {
  // "Use -1 to specify all protocols."
  if (permission.IpProtocol === '-1') return true;
  const number = PROTOCOL_NUMBERS[permission.IpProtocol] ?? Number(permission.IpProtocol);
  if (number !== packet.protocol) return false;
  // "If the protocol is TCP or UDP, this is the start of the port range."
  if (number === 6 || number === 17)
    return (
      packet.destinationPort !== null &&
      permission.FromPort !== undefined &&
      permission.ToPort !== undefined &&
      permission.FromPort <= packet.destinationPort &&
      packet.destinationPort <= permission.ToPort
    );
  // "If the protocol is ICMP or ICMPv6, this is the ICMP type or -1 (all ICMP types)."
  if (number === 1 || number === 58) {
    const type = permission.FromPort ?? -1;
    const code = permission.ToPort ?? -1;
    return (type === -1 || type === packet.icmpType) && (code === -1 || code === packet.icmpCode);
  }
  // "For other protocols, all traffic is allowed regardless of any port range."
  return true;
};

const permissionMatchesPeer = (world: AwsWorld, permission: AwsIpPermission, peer: string): boolean => {
  for (const range of permission.IpRanges) if (isInBlock(peer, range.CidrIp)) return true;
  for (const range of permission.Ipv6Ranges) if (isInBlock(peer, range.CidrIpv6)) return true;
  for (const reference of permission.PrefixListIds)
    for (const list of world.PrefixLists ?? [])
      if (list.PrefixListId === reference.PrefixListId)
        for (const row of list.Entries) if (isInBlock(peer, row.Cidr)) return true;
  for (const pair of permission.UserIdGroupPairs) {
    if (pair.PeeringStatus !== undefined && pair.PeeringStatus !== 'active') continue;
    // "the private IP addresses of the network interfaces associated with that security group"
    for (const member of world.NetworkInterfaces) {
      if (!member.Groups.some((group) => group.GroupId === pair.GroupId)) continue;
      for (const own of member.PrivateIpAddresses)
        if (!isIpv6Text(peer) && numberOf(own.PrivateIpAddress) === numberOf(peer)) return true;
      for (const own of member.Ipv6Addresses)
        if (isIpv6Text(peer) && numberOf(own.Ipv6Address) === numberOf(peer)) return true;
      for (const own of member.Ipv4Prefixes ?? []) if (isInBlock(peer, own.Ipv4Prefix)) return true;
      for (const own of member.Ipv6Prefixes ?? []) if (isInBlock(peer, own.Ipv6Prefix)) return true;
    }
  }
  return false;
};

/** "If there is more than one rule ... we apply the most permissive rule", over all groups of the interface. */
export const securityGroupsAllow = (
  world: AwsWorld,
  interfaceId: string,
  egress: boolean,
  packet: WrittenPacket,
): boolean => {
  const it = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === interfaceId);
  if (it === undefined) throw new Error(interfaceId);
  if (it.Groups.length === 0) return true;
  const peer = egress ? packet.destination : packet.source;
  for (const { GroupId } of it.Groups)
    for (const group of world.SecurityGroups)
      if (group.GroupId === GroupId)
        for (const permission of egress ? group.IpPermissionsEgress : group.IpPermissions)
          if (permissionMatchesTraffic(permission, packet) && permissionMatchesPeer(world, permission, peer))
            return true;
  return false;
};

const entryMatches = (entry: AwsNetworkAclEntry, packet: WrittenPacket): boolean => {
  const block = entry.CidrBlock ?? entry.Ipv6CidrBlock;
  const peer = entry.Egress ? packet.destination : packet.source;
  if (block === undefined || !isInBlock(peer, block)) return false;
  if (entry.Protocol === '-1') return true;
  if (Number(entry.Protocol) !== packet.protocol) return false;
  if (entry.Protocol === '6' || entry.Protocol === '17') {
    if (entry.PortRange === undefined) return true;
    const port = packet.destinationPort ?? -1;
    return entry.PortRange.From <= port && port <= entry.PortRange.To;
  }
  // "If you specify protocol 58 with an IPv4 CIDR block, traffic for all ICMP types and codes is allowed."
  const usesTypes = entry.Protocol === '1' || (entry.Protocol === '58' && entry.Ipv6CidrBlock !== undefined);
  if (!usesTypes || entry.IcmpTypeCode === undefined) return true;
  const { Type, Code } = entry.IcmpTypeCode;
  return (Type === -1 || Type === packet.icmpType) && (Code === -1 || Code === packet.icmpCode);
};

/** "We evaluate the rules in order, starting with the lowest numbered rule"; the number that decided, null for `*`. */
export const networkAclDecides = (
  world: AwsWorld,
  subnetId: string,
  egress: boolean,
  packet: WrittenPacket,
): { allow: boolean; number: number | null } => {
  for (const acl of world.NetworkAcls)
    if (acl.Associations.some((association) => association.SubnetId === subnetId)) {
      let lowest: AwsNetworkAclEntry | null = null;
      for (const entry of acl.Entries)
        if (entry.Egress === egress && entryMatches(entry, packet))
          if (lowest === null || entry.RuleNumber < lowest.RuleNumber) lowest = entry;
      if (lowest === null || lowest.RuleNumber > 32766) return { allow: false, number: null };
      return { allow: lowest.RuleAction === 'allow', number: lowest.RuleNumber };
    }
  throw new Error(subnetId);
};

/**
 * "If a security group rule permits TCP or UDP flows for all traffic (0.0.0.0/0 or ::/0) and there is a corresponding
 * rule in the other direction that permits all response traffic for all ports (0-65535), then that flow of traffic is
 * not tracked." ICMP is always tracked. Whether a prefix list that holds 0.0.0.0/0 permits "all traffic" is said nowhere,
 * so the answer depends on how the sentence is read.
 */
export const isTracked = (
  world: AwsWorld,
  interfaceId: string,
  egress: boolean,
  request: WrittenPacket,
  prefixListsCount = false,
): boolean => {
  if (request.protocol !== 6 && request.protocol !== 17) return true;
  const it = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === interfaceId);
  const ids = it?.Groups.map((group) => group.GroupId) ?? [];
  const anywhere = isIpv6Text(request.source) ? '::/0' : '0.0.0.0/0';
  const isToAnywhere = (permission: AwsIpPermission) =>
    permission.Ipv6Ranges.some((range) => range.CidrIpv6 === anywhere) ||
    permission.IpRanges.some((range) => range.CidrIp === anywhere) ||
    (prefixListsCount &&
      permission.PrefixListIds.some((reference) =>
        (world.PrefixLists ?? []).some(
          (list) =>
            list.PrefixListId === reference.PrefixListId && list.Entries.some((row) => row.Cidr === anywhere),
        ),
      ));
  let permits = false;
  let permitsResponses = false;
  for (const group of world.SecurityGroups)
    if (ids.includes(group.GroupId)) {
      for (const permission of egress ? group.IpPermissionsEgress : group.IpPermissions)
        if (isToAnywhere(permission) && permissionMatchesTraffic(permission, request)) permits = true;
      for (const permission of egress ? group.IpPermissions : group.IpPermissionsEgress)
        if (
          isToAnywhere(permission) &&
          permissionMatchesTraffic(permission, { ...request, destinationPort: 0 }) &&
          permissionMatchesTraffic(permission, { ...request, destinationPort: 65535 })
        )
          permitsResponses = true;
    }
  return !(permits && permitsResponses);
};
