import type { Gap, GapKind } from '../../problem/gap.js';
import { printable } from './phrase.js';

const what: Readonly<Record<GapKind, (id: string) => string>> = {
  interface: (id) => `network interface ${id}`,
  'interface-addresses': (id) =>
    `whose packets ${id} carried, as it holds neither address (a routed appliance, or an address that was not listed)`,
  subnet: (id) => `the subnet of ${id}`,
  vpc: (id) => `the VPC ${id}`,
  'security-group': (id) => `security group ${id}`,
  'security-group-members': (id) => `which interfaces carry security group ${id}`,
  'security-group-reference': (id) => `whether rules that refer to security groups hold across ${id}`,
  'prefix-list-entries': (id) => `the entries of prefix list ${id}`,
  'open-prefix-list': (id) =>
    `whether prefix list ${id}, which holds 0.0.0.0/0 or ::/0, counts as all traffic (AWS does not say)`,
  'network-acl': (id) => `the network ACL of ${id}`,
  'flow-logs': (id) => `the flow logs of ${id}`,
  routes: (id) => `the routes of ${id}`,
  'icmp-type': (id) => `the ICMP type ${id}`,
  'record-field': (id) => `the field ${id}`,
  'log-window': (id) => `the log around ${id}`,
  'unmodelled-rule': (id) => `a rule of ${id} that is not modelled`,
  instance: (id) => `instance ${id}`,
  'route-table': (id) => `the route table of ${id}`,
  'prefix-list': (id) => `prefix list ${id}`,
  'peering-connection': (id) => `VPC peering connection ${id}`,
  'nat-gateway': (id) => `NAT gateway ${id}`,
  'internet-gateway': (id) => `internet gateway ${id}`,
  'vpc-endpoint': (id) => `VPC endpoint ${id}`,
  'transit-gateway': (id) => `transit gateway ${id}`,
  'load-balancer': (id) => `load balancer ${id}`,
  'block-public-access': (id) => `what VPC Block Public Access does to ${id}`,
  'encryption-control': (id) => `the encryption controls of ${id}`,
  'dhcp-options': (id) => `DHCP option set ${id}`,
  'configuration-history': (id) => `what ${id} was when this was recorded`,
  'packet-capture': (id) => `which packets ${id} itself sends and receives`,
  metric: (id) => `the metrics of ${id}`,
  account: (id) => `what AWS lets account ${id} do`,
  intent: (id) => `whether ${id} is meant to be reached`,
};

const whatInGeneral: Readonly<Record<GapKind, string>> = {
  interface: 'the network interfaces',
  'interface-addresses': 'whose packets the interface carried',
  subnet: 'the subnets',
  vpc: 'the VPCs',
  'security-group': 'the security groups',
  'security-group-members': 'which interfaces carry the security group',
  'security-group-reference': 'whether rules that refer to security groups hold on this way',
  'prefix-list-entries': 'the entries of the prefix list',
  'open-prefix-list': 'whether a prefix list that holds 0.0.0.0/0 or ::/0 counts as all traffic',
  'network-acl': 'the network ACLs',
  'flow-logs': 'the flow log settings (what it keeps, where it is attached)',
  routes: 'the route tables',
  'icmp-type': 'the ICMP type and code, which flow logs never carry',
  'record-field': 'a field that the format lacks',
  'log-window': 'records of the time in question',
  'unmodelled-rule': 'a rule that is not modelled',
  instance: 'the instances',
  'route-table': 'the route tables',
  'prefix-list': 'the prefix lists',
  'peering-connection': 'the VPC peering connections',
  'nat-gateway': 'the NAT gateways',
  'internet-gateway': 'the internet gateways',
  'vpc-endpoint': 'the VPC endpoints',
  'transit-gateway': 'the transit gateways, their attachments and routes',
  'load-balancer': 'the load balancers and their target groups',
  'block-public-access': 'whether VPC Block Public Access is on',
  'encryption-control': 'the encryption controls',
  'dhcp-options': 'the DHCP option sets',
  'configuration-history': 'what rules and routes were when this was recorded',
  'packet-capture': 'which packets the hosts themselves send and receive',
  metric: 'the metrics that AWS keeps',
  account: 'what AWS lets the account do',
  intent: 'whether anybody wants this traffic',
};

/** `the network ACLs: aws ec2 describe-network-acls`. */
export const gapSentence = ({ kind, id, needs }: Gap): string => {
  if (kind === 'icmp-type') return whatInGeneral[kind];
  if (kind === 'open-prefix-list' && id !== null) return printable(what[kind](id));
  return printable(`${id === null ? whatInGeneral[kind] : what[kind](id)}: ${needs}`);
};
