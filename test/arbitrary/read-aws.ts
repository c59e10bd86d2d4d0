import type { Network } from '../../src/network/network.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import type { Peer, SecurityGroupRule } from '../../src/network/security-group.js';
import type { Direction } from '../../src/traffic/direction.js';
import type { Packet } from '../../src/traffic/packet.js';
import * as Protocol from '../../src/traffic/protocol.js';
import {
  acl,
  cidr,
  eni,
  entry,
  fromCidr,
  fromGroup,
  fromList,
  group,
  ip,
  network,
  prefixList,
  vpc,
} from '../filter/build.js';
import type { AwsIpPermission, AwsWorld, WrittenPacket } from '../oracle/filter.js';

/** The worlds of `aws-world.ts` as a `Network`, for tests of the filters alone; `aws/` is what reads real answers. */

const protocolOf = (text: string): Protocol.ProtocolMatch => {
  const protocol = Protocol.parse(text);
  if (protocol === null) throw new Error(text);
  return protocol;
};

const orAny = (value: number | undefined): number | 'any' =>
  value === undefined || value === -1 ? 'any' : value;

const peersOf = (permission: AwsIpPermission): readonly Peer[] => [
  ...permission.IpRanges.map((range) => fromCidr(range.CidrIp)),
  ...permission.Ipv6Ranges.map((range) => fromCidr(range.CidrIpv6)),
  ...permission.PrefixListIds.map((list) => fromList(list.PrefixListId)),
  ...permission.UserIdGroupPairs.map((pair) =>
    fromGroup(pair.GroupId, pair.PeeringStatus === undefined ? {} : { peeringStatus: pair.PeeringStatus }),
  ),
];

export const rulesOf = (direction: Direction, permission: AwsIpPermission): readonly SecurityGroupRule[] => {
  const protocol = protocolOf(permission.IpProtocol);
  const { FromPort: from, ToPort: to } = permission;
  const hasRange = protocol !== 'all' && !Protocol.isIcmp(protocol) && from !== undefined && to !== undefined;
  return peersOf(permission).map((peer) => ({
    id: null,
    direction,
    protocol,
    ports: hasRange ? { from, to } : null,
    icmp: protocol !== 'all' && Protocol.isIcmp(protocol) ? { type: orAny(from), code: orAny(to) } : null,
    peer,
    description: null,
  }));
};

export const readWorld = (world: AwsWorld): Network =>
  network({
    groups: world.SecurityGroups.map((one) =>
      group(one.GroupId, [
        ...one.IpPermissions.flatMap((permission) => rulesOf('ingress', permission)),
        ...one.IpPermissionsEgress.flatMap((permission) => rulesOf('egress', permission)),
      ]),
    ),
    acls: world.NetworkAcls.map((one) =>
      acl(
        one.NetworkAclId,
        one.Associations.map((association) => association.SubnetId),
        one.Entries.map((row) =>
          entry(
            row.RuleNumber,
            row.Egress ? 'egress' : 'ingress',
            row.RuleAction,
            protocolOf(row.Protocol),
            row.CidrBlock ?? row.Ipv6CidrBlock ?? '',
            {
              ports: row.PortRange === undefined ? null : { from: row.PortRange.From, to: row.PortRange.To },
              icmp:
                row.IcmpTypeCode === undefined
                  ? null
                  : { type: orAny(row.IcmpTypeCode.Type), code: orAny(row.IcmpTypeCode.Code) },
            },
          ),
        ),
      ),
    ),
    interfaces: world.NetworkInterfaces.map((one) =>
      eni(
        one.NetworkInterfaceId,
        [
          ...one.PrivateIpAddresses.map((own) => own.PrivateIpAddress),
          ...one.Ipv6Addresses.map((own) => own.Ipv6Address),
        ],
        one.Groups.map((attached) => attached.GroupId),
        {
          subnetId: one.SubnetId,
          prefixes: [
            ...(one.Ipv4Prefixes ?? []).map((own) => cidr(own.Ipv4Prefix)),
            ...(one.Ipv6Prefixes ?? []).map((own) => cidr(own.Ipv6Prefix)),
          ],
        },
      ),
    ),
    prefixLists: (world.PrefixLists ?? []).map((list) =>
      prefixList(
        list.PrefixListId,
        list.Entries.map((row) => row.Cidr),
      ),
    ),
    vpcs: [vpc(['10.0.0.0/16'], { cidrs: [] })],
  });

/** The interface that the packets of `aws-world.ts` come to or leave. */
export const judgedInterface = (net: Network): NetworkInterface => {
  const found = net.interfaces.get('eni-1');
  if (found === undefined) throw new Error('eni-1');
  return found;
};

export const readPacket = (packet: WrittenPacket): Packet => ({
  source: ip(packet.source),
  destination: ip(packet.destination),
  protocol: packet.protocol,
  sourcePort: packet.sourcePort,
  destinationPort: packet.destinationPort,
  icmp:
    packet.icmpType === null || packet.icmpCode === null
      ? null
      : { type: packet.icmpType, code: packet.icmpCode },
});
