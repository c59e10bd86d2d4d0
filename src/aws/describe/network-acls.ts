import * as v from 'valibot';
import { familyOf } from '../../address/cidr.js';
import { inOrder, type NetworkAclEntry } from '../../network/network-acl.js';
import { ICMPV6 } from '../../traffic/protocol.js';
import { inAnyOrder } from '../any-order.js';
import { cidr, list, optionalFlag, optionalInteger, optionalText, protocol, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { icmpOf, portsOf } from './rule-fields.js';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
const entry = v.pipe(
  v.object({
    RuleNumber: v.pipe(v.number(), v.integer()),
    RuleAction: v.picklist(['allow', 'deny']),
    Egress: v.boolean(),
    Protocol: protocol,
    CidrBlock: v.nullish(cidr),
    Ipv6CidrBlock: v.nullish(cidr),
    PortRange: v.nullish(v.object({ From: optionalInteger, To: optionalInteger })),
    IcmpTypeCode: v.nullish(v.object({ Type: optionalInteger, Code: optionalInteger })),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): NetworkAclEntry => {
    const it = dataset.value;
    const block = it.CidrBlock ?? it.Ipv6CidrBlock;
    if (!block) {
      addIssue({ message: 'a CidrBlock or an Ipv6CidrBlock', expected: 'a CidrBlock or an Ipv6CidrBlock' });
      return NEVER;
    }
    return {
      number: it.RuleNumber,
      direction: it.Egress ? 'egress' : 'ingress',
      action: it.RuleAction,
      protocol: it.Protocol,
      cidr: block,
      ports: portsOf(it.Protocol, [it.PortRange?.From ?? null, it.PortRange?.To ?? null]),
      // Protocol 58 with an IPv4 block matches every type and code, whatever was supplied:
      // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
      icmp:
        it.Protocol === ICMPV6 && familyOf(block) === 4
          ? null
          : icmpOf(it.Protocol, [it.IcmpTypeCode?.Type ?? null, it.IcmpTypeCode?.Code ?? null]),
    };
  }),
);

/** `describe-network-acls`. */
export const networkAcls = items({
  gives: 'networkAcls',
  schema: v.object({
    NetworkAclId: text,
    VpcId: optionalText,
    IsDefault: optionalFlag,
    Associations: list(v.object({ SubnetId: optionalText })),
    Entries: v.array(entry),
  }),
  fragments: (it) => [
    fragment('networkAcls', it.NetworkAclId, {
      ...stated({ vpcId: it.VpcId, isDefault: it.IsDefault }),
      entries: inOrder(inAnyOrder(it.Entries)),
      subnetIds: it.Associations.flatMap(({ SubnetId }) => (SubnetId === null ? [] : [SubnetId])).sort(),
    }),
  ],
});
