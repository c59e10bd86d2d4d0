import * as v from 'valibot';
import { ruleKey } from '../../network/rule-key.js';
import { list, optionalInteger, optionalText, protocol, text } from '../field.js';
import { fragment } from '../fragment.js';
import { items } from '../reader.js';
import type { StaleRule } from '../stale-rule.js';
import { icmpOf, portsOf } from './rule-fields.js';

const permission = v.object({
  IpProtocol: protocol,
  FromPort: optionalInteger,
  ToPort: optionalInteger,
  UserIdGroupPairs: list(v.object({ GroupId: text })),
});

const keysOf =
  (direction: 'ingress' | 'egress') =>
  (it: v.InferOutput<typeof permission>): readonly StaleRule[] =>
    it.UserIdGroupPairs.map(({ GroupId }) =>
      ruleKey({
        id: null,
        direction,
        protocol: it.IpProtocol,
        ports: portsOf(it.IpProtocol, [it.FromPort, it.ToPort]),
        icmp: icmpOf(it.IpProtocol, [it.FromPort, it.ToPort]),
        peer: { kind: 'security-group', id: GroupId, ownerId: null, vpcId: null, peeringStatus: null },
        description: null,
      }),
    );

/**
 * `describe-stale-security-groups`: rules that name a group which is gone, or out of reach since a peering connection was
 * deleted, while describe-security-groups may still call the peering active.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
export const staleSecurityGroups = items({
  schema: v.object({
    GroupId: text,
    VpcId: optionalText,
    StaleIpPermissions: list(permission),
    StaleIpPermissionsEgress: list(permission),
  }),
  fragments: (it) => [
    fragment('securityGroups', it.GroupId, {
      stale: [
        ...it.StaleIpPermissions.flatMap(keysOf('ingress')),
        ...it.StaleIpPermissionsEgress.flatMap(keysOf('egress')),
      ].sort(),
    }),
  ],
});
