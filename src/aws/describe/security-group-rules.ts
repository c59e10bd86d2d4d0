import * as v from 'valibot';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import { cidr, optionalInteger, optionalText, protocol, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { rows } from '../reader.js';
import { groupPeer, groupReference } from './group-reference.js';
import { icmpOf, portsOf } from './rule-fields.js';

const row = v.object({
  SecurityGroupRuleId: optionalText,
  GroupId: text,
  GroupOwnerId: optionalText,
  IsEgress: v.boolean(),
  IpProtocol: protocol,
  FromPort: optionalInteger,
  ToPort: optionalInteger,
  CidrIpv4: v.nullish(cidr),
  CidrIpv6: v.nullish(cidr),
  PrefixListId: optionalText,
  ReferencedGroupInfo: v.nullish(v.object(groupReference)),
  Description: optionalText,
});
type Row = v.InferOutput<typeof row>;

const peerOf = (it: Row): Peer | null => {
  const block = it.CidrIpv4 ?? it.CidrIpv6;
  if (block) return { kind: 'cidr', cidr: block };
  if (it.PrefixListId) return { kind: 'prefix-list', id: it.PrefixListId };
  return it.ReferencedGroupInfo ? groupPeer(it.ReferencedGroupInfo) : null;
};

const EXPECTED = 'one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupInfo';

const rule = v.pipe(
  row,
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const it = dataset.value;
    const peer = peerOf(it);
    if (peer === null) {
      addIssue({ message: EXPECTED, expected: EXPECTED });
      return NEVER;
    }
    const pair = [it.FromPort, it.ToPort] as const;
    const read: SecurityGroupRule = {
      id: it.SecurityGroupRuleId,
      direction: it.IsEgress ? 'egress' : 'ingress',
      protocol: it.IpProtocol,
      ports: portsOf(it.IpProtocol, pair),
      icmp: icmpOf(it.IpProtocol, pair),
      peer,
      description: it.Description,
    };
    return { groupId: it.GroupId, ownerId: it.GroupOwnerId, rule: read };
  }),
);

/**
 * `describe-security-group-rules`: one row for each rule, of both directions, with the ids of the rules. A group that has
 * rows has no others, so a direction without rows has no rules.
 */
export const securityGroupRules = rows({
  schema: rule,
  fragments: ({ groupId, ownerId, rule: it }) => [
    fragment('securityGroups', groupId, {
      ...stated({ ownerId }),
      ingress: it.direction === 'ingress' ? [it] : [],
      egress: it.direction === 'egress' ? [it] : [],
    }),
  ],
});
