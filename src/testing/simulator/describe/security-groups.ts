import { familyOf, print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import type { Peer, SecurityGroupRule } from '../../../network/security-group.js';
import type { ProtocolMatch } from '../../../traffic/protocol.js';
import { said } from './addresses.js';

const NAMES: Readonly<Record<string, string>> = { all: '-1', 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6' };

const protocolName = (protocol: ProtocolMatch): string => NAMES[protocol] ?? String(protocol);

const icmpNumber = (value: number | 'any'): number => (value === 'any' ? -1 : value);

/** `FromPort` and `ToPort` are ports, or the type and code of ICMP; -1 there means any. */
const ports = ({ protocol, ports: range, icmp }: SecurityGroupRule) => {
  if (icmp !== null) return { FromPort: icmpNumber(icmp.type), ToPort: icmpNumber(icmp.code) };
  if (range !== null) return { FromPort: range.from, ToPort: range.to };
  if (protocol === 6 || protocol === 17) return { FromPort: 0, ToPort: 65_535 };
  return protocol === 1 || protocol === 58 ? { FromPort: -1, ToPort: -1 } : {};
};

/** One peer in the one list of the four that is for its kind. */
const peers = (peer: Peer) => ({
  IpRanges: peer.kind === 'cidr' && familyOf(peer.cidr) === 4 ? [{ CidrIp: print(peer.cidr) }] : [],
  Ipv6Ranges: peer.kind === 'cidr' && familyOf(peer.cidr) === 6 ? [{ CidrIpv6: print(peer.cidr) }] : [],
  PrefixListIds: peer.kind === 'prefix-list' ? [{ PrefixListId: peer.id }] : [],
  UserIdGroupPairs:
    peer.kind === 'security-group'
      ? [
          said({
            GroupId: peer.id,
            UserId: peer.ownerId,
            VpcId: peer.vpcId,
            PeeringStatus: peer.peeringStatus,
          }),
        ]
      : [],
});

const permission = (rule: SecurityGroupRule) => ({
  IpProtocol: protocolName(rule.protocol),
  ...ports(rule),
  ...peers(rule.peer),
});

/** `aws ec2 describe-security-groups`. */
export const describeSecurityGroups = ({ securityGroups }: Network) => ({
  SecurityGroups: [...securityGroups.values()].map((it) =>
    said({
      GroupId: it.id,
      GroupName: it.name,
      VpcId: it.vpcId,
      OwnerId: it.ownerId,
      IpPermissions: it.ingress?.map(permission),
      IpPermissionsEgress: it.egress?.map(permission),
    }),
  ),
});
