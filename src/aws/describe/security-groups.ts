import * as v from 'valibot';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import type { Direction } from '../../traffic/direction.js';
import { cidr, list, optionalInteger, optionalText, protocol, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { groupPeer, groupReference } from './group-reference.js';
import { icmpOf, portsOf } from './rule-fields.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const permission = v.object({
  IpProtocol: protocol,
  FromPort: optionalInteger,
  ToPort: optionalInteger,
  IpRanges: list(v.object({ CidrIp: cidr, Description: optionalText })),
  Ipv6Ranges: list(v.object({ CidrIpv6: cidr, Description: optionalText })),
  PrefixListIds: list(v.object({ PrefixListId: text, Description: optionalText })),
  UserIdGroupPairs: list(v.object({ ...groupReference, Description: optionalText })),
});
type Permission = v.InferOutput<typeof permission>;

type DescribedPeer = { readonly peer: Peer; readonly description: string | null };

const peersOf = (it: Permission): readonly DescribedPeer[] => [
  ...it.IpRanges.map((r) => ({
    peer: { kind: 'cidr', cidr: r.CidrIp } as const,
    description: r.Description,
  })),
  ...it.Ipv6Ranges.map((r) => ({
    peer: { kind: 'cidr', cidr: r.CidrIpv6 } as const,
    description: r.Description,
  })),
  ...it.PrefixListIds.map((r) => ({
    peer: { kind: 'prefix-list', id: r.PrefixListId } as const,
    description: r.Description,
  })),
  ...it.UserIdGroupPairs.map((r) => ({ peer: groupPeer(r), description: r.Description })),
];

/** One permission holds many peers for one protocol and port range; each peer is a rule of its own. */
const rulesOf =
  (direction: Direction) =>
  (it: Permission): readonly SecurityGroupRule[] => {
    const pair = [it.FromPort, it.ToPort] as const;
    return peersOf(it).map(({ peer, description }) => ({
      id: null,
      direction,
      protocol: it.IpProtocol,
      ports: portsOf(it.IpProtocol, pair),
      icmp: icmpOf(it.IpProtocol, pair),
      peer,
      description,
    }));
  };

const permissions = v.optional(v.nullable(v.array(permission)), null);

/** `describe-security-groups`. A direction that is missing altogether is not known, which is not the same as empty. */
export const securityGroups = items({
  gives: 'securityGroups',
  schema: v.object({
    GroupId: text,
    GroupName: optionalText,
    VpcId: optionalText,
    OwnerId: optionalText,
    IpPermissions: permissions,
    IpPermissionsEgress: permissions,
  }),
  fragments: (it) => [
    fragment(
      'securityGroups',
      it.GroupId,
      stated({
        name: it.GroupName,
        vpcId: it.VpcId,
        ownerId: it.OwnerId,
        ingress: it.IpPermissions?.flatMap(rulesOf('ingress')),
        egress: it.IpPermissionsEgress?.flatMap(rulesOf('egress')),
      }),
    ),
  ],
});
