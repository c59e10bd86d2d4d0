import { type Cidr, familyOf, print as printCidr } from '../../address/cidr.js';
import type { NetworkAclEntry } from '../../network/network-acl.js';
import type { Route, RouteTarget } from '../../network/route-table.js';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import type { Change } from '../../remedy/change.js';
import { print as printPorts } from '../../traffic/ports.js';
import { awsName, hasPorts, isIcmp, type ProtocolMatch } from '../../traffic/protocol.js';
import { rulePhrase } from '../words/rule-tables.js';
import { anyAsMinusOne } from './aws-cli.js';
import { type Arguments, nameOf, resource } from './terraform-block.js';
import { flowLog } from './terraform-flow-log.js';

const protocolOf = (protocol: ProtocolMatch): string => awsName(protocol);

const trafficName = ({ protocol, ports }: Pick<NetworkAclEntry, 'protocol' | 'ports'>): string =>
  `${protocol === 'all' ? 'all' : nameOf(protocolOf(protocol))}${ports === null ? '' : `_${nameOf(printPorts(ports))}`}`;

const block = (cidr: Cidr, four: string, six: string): Arguments => [
  [familyOf(cidr) === 4 ? four : six, printCidr(cidr)],
];

const ports = (it: { readonly from: number; readonly to: number } | null): Arguments => [
  ['from_port', it?.from ?? 0],
  ['to_port', it?.to ?? 65535],
];

const entryTraffic = ({ protocol, ports: range, icmp }: NetworkAclEntry): Arguments => {
  if (protocol === 'all') return [];
  if (hasPorts(protocol)) return ports(range);
  return isIcmp(protocol)
    ? [
        ['icmp_type', anyAsMinusOne(icmp?.type)],
        ['icmp_code', anyAsMinusOne(icmp?.code)],
      ]
    : [];
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/network_acl_rule */
const networkAclRule = (id: string, entry: NetworkAclEntry): readonly string[] => [
  '# Not beside inline rules of aws_network_acl: write it there instead.',
  ...resource('aws_network_acl_rule', nameOf(id, entry.direction, String(entry.number), trafficName(entry)), [
    ['network_acl_id', id],
    ['rule_number', entry.number],
    ['egress', entry.direction === 'egress'],
    ['protocol', protocolOf(entry.protocol)],
    ['rule_action', entry.action],
    ...block(entry.cidr, 'cidr_block', 'ipv6_cidr_block'),
    ...entryTraffic(entry),
  ]),
];

const peerArguments = (peer: Peer): Arguments => {
  switch (peer.kind) {
    case 'cidr':
      return block(peer.cidr, 'cidr_ipv4', 'cidr_ipv6');
    case 'prefix-list':
      return [['prefix_list_id', peer.id]];
    case 'security-group':
      return [['referenced_security_group_id', peer.id]];
  }
};

const peerName = ({ direction, peer }: SecurityGroupRule): string =>
  `${direction === 'ingress' ? 'from' : 'to'}_${peer.kind === 'cidr' ? printCidr(peer.cidr) : peer.id}`;

/** For ICMP the ports are type and code. */
const ruleTraffic = ({ protocol, ports: range, icmp }: SecurityGroupRule): Arguments => {
  if (protocol === 'all') return [];
  if (hasPorts(protocol)) return ports(range);
  return isIcmp(protocol)
    ? [
        ['from_port', anyAsMinusOne(icmp?.type)],
        ['to_port', anyAsMinusOne(icmp?.code)],
      ]
    : [];
};

/**
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_egress_rule
 */
const securityGroupRule = (id: string, rule: SecurityGroupRule): readonly string[] => {
  const type = `aws_vpc_security_group_${rule.direction}_rule`;
  return [
    '# Not beside inline rules of aws_security_group: write it there instead.',
    ...resource(type, nameOf(id, rule.direction, trafficName(rule), peerName(rule)), [
      ['security_group_id', id],
      ['ip_protocol', protocolOf(rule.protocol)],
      ...ruleTraffic(rule),
      ...peerArguments(rule.peer),
    ]),
  ];
};

const TARGET_ARGUMENT: { readonly [Kind in RouteTarget['kind']]?: string } = {
  'internet-gateway': 'gateway_id',
  'virtual-private-gateway': 'gateway_id',
  'egress-only-internet-gateway': 'egress_only_gateway_id',
  'nat-gateway': 'nat_gateway_id',
  'transit-gateway': 'transit_gateway_id',
  'vpc-peering-connection': 'vpc_peering_connection_id',
  'vpc-endpoint': 'vpc_endpoint_id',
  'network-interface': 'network_interface_id',
  'local-gateway': 'local_gateway_id',
  'carrier-gateway': 'carrier_gateway_id',
  'core-network': 'core_network_arn',
};

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route */
const routeResource = (id: string, route: Route, note: string): readonly string[] => {
  const { destination, target } = route;
  const argument = TARGET_ARGUMENT[target.kind];
  if (target.kind === 'local' || argument === undefined) return [];
  const named = destination.kind === 'cidr' ? printCidr(destination.cidr) : destination.id;
  return [
    note,
    ...resource('aws_route', nameOf(id, 'to', named), [
      ['route_table_id', id],
      ...(destination.kind === 'cidr'
        ? block(destination.cidr, 'destination_cidr_block', 'destination_ipv6_cidr_block')
        : ([['destination_prefix_list_id', destination.id]] as const)),
      [argument, target.id],
    ]),
  ];
};

/** A change as Terraform resources, in lines; empty where Terraform has no resource for it. */
export const terraformFor = (change: Change): readonly string[] => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return networkAclRule(change.networkAclId, change.entry);
    case 'renumber-network-acl-entry':
      return [
        `# Of ${change.networkAclId}, ${change.direction}: rule_number ${change.entry.number} becomes ${change.to}.`,
      ];
    case 'delete-network-acl-entry':
      return [
        `# Of ${change.networkAclId}, ${change.direction}: take out rule_number ${change.entry.number}.`,
      ];
    case 'revoke-security-group-rule':
      return [
        `# Of ${change.groupId}, ${change.rule.direction}: take out the rule ${change.rule.id ?? rulePhrase(change.rule)}.`,
      ];
    case 'add-security-group-rule':
      return securityGroupRule(change.groupId, change.rule);
    case 'add-route':
      return routeResource(
        change.routeTableId,
        change.route,
        '# Not beside inline routes of aws_route_table: write it there instead.',
      );
    case 'replace-route':
      return routeResource(
        change.routeTableId,
        change.route,
        '# In the place of the route that has this destination now.',
      );
    case 'create-flow-logs':
      return change.request.resourceIds.flatMap(flowLog(change.request));
  }
};
