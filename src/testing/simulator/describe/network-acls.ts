import { familyOf, print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import type { NetworkAclEntry } from '../../../network/network-acl.js';
import { said } from './addresses.js';

const icmpNumber = (value: number | 'any'): number => (value === 'any' ? -1 : value);

/** Ports are required for TCP and UDP, type and code for ICMP: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
const detail = ({ protocol, ports, icmp }: NetworkAclEntry) => {
  if (protocol === 6 || protocol === 17)
    return { PortRange: { From: ports?.from ?? 0, To: ports?.to ?? 65_535 } };
  if (protocol !== 1 && protocol !== 58) return {};
  return { IcmpTypeCode: { Type: icmpNumber(icmp?.type ?? 'any'), Code: icmpNumber(icmp?.code ?? 'any') } };
};

const entry = (it: NetworkAclEntry) => ({
  RuleNumber: it.number,
  Egress: it.direction === 'egress',
  RuleAction: it.action,
  Protocol: it.protocol === 'all' ? '-1' : String(it.protocol),
  ...(familyOf(it.cidr) === 4 ? { CidrBlock: print(it.cidr) } : { Ipv6CidrBlock: print(it.cidr) }),
  ...detail(it),
});

/** `aws ec2 describe-network-acls`. */
export const describeNetworkAcls = ({ networkAcls }: Network) => ({
  NetworkAcls: [...networkAcls.values()].map((it) =>
    said({
      NetworkAclId: it.id,
      VpcId: it.vpcId,
      IsDefault: it.isDefault,
      Associations: it.subnetIds.map((SubnetId) => ({ NetworkAclId: it.id, SubnetId })),
      Entries: it.entries.map(entry),
    }),
  ),
});
