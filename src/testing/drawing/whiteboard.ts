import { print as printBlock } from '../../address/cidr.js';
import { print } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import type { NetworkAclEntry } from '../../network/network-acl.js';
import type { Route } from '../../network/route-table.js';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import { print as printPorts } from '../../traffic/ports.js';
import { awsName } from '../../traffic/protocol.js';
import type { Exchange, Party, World } from '../simulator/world.js';

type Match = Pick<SecurityGroupRule, 'protocol' | 'ports' | 'icmp'>;

const what = ({ protocol, ports, icmp }: Match): string => {
  const name = protocol === 'all' ? 'all' : awsName(protocol);
  if (ports !== null) return `${name} ${printPorts(ports)}`;
  return icmp === null || icmp.type === 'any' ? name : `${name} ${icmp.type}`;
};

const peerName = (peer: Peer): string => (peer.kind === 'cidr' ? printBlock(peer.cidr) : peer.id);

const ruleLine = (rule: SecurityGroupRule): string =>
  `  ${rule.direction === 'ingress' ? 'in ' : 'out'} ${what(rule)} ${peerName(rule.peer)}`;

const entryLine = (entry: NetworkAclEntry): string =>
  `  ${entry.direction === 'ingress' ? 'in ' : 'out'} ${entry.number} ${entry.action} ${what(entry)} ${printBlock(entry.cidr)}`;

const routeLine = ({ destination, target, state }: Route): string =>
  `  ${destination.kind === 'cidr' ? printBlock(destination.cidr) : destination.id} -> ${target.kind === 'local' ? 'local' : target.id}${state === 'active' ? '' : ` (${state})`}`;

const places = (network: Network): readonly string[] =>
  [...network.vpcs.values()].flatMap((vpc) => [
    `${vpc.id} ${vpc.cidrs.map(printBlock).join(' ')}`,
    ...[...network.subnets.values()]
      .filter(({ vpcId }) => vpcId === vpc.id)
      .flatMap((subnet) => [
        `  ${subnet.id} ${subnet.cidrs.map(printBlock).join(' ')}`,
        ...[...network.interfaces.values()]
          .filter(({ subnetId }) => subnetId === subnet.id)
          .map((it) =>
            ['   ', it.id, ...it.privateAddresses.map(print), ...it.publicAddresses.map(print)]
              .concat(it.securityGroupIds ?? [])
              .join(' '),
          ),
      ]),
  ]);

const filters = (network: Network): readonly string[] => [
  ...[...network.securityGroups.values()].flatMap((group) => [
    group.id,
    ...[...(group.ingress ?? []), ...(group.egress ?? [])].map(ruleLine),
  ]),
  ...[...network.networkAcls.values()].flatMap((acl) => [
    `${acl.id} of ${acl.subnetIds.join(' ')}`,
    ...acl.entries.filter(({ number }) => number < 32_767).map(entryLine),
  ]),
];

const publicAccess = (network: Network): readonly string[] => [
  ...[...network.blockPublicAccess.values()]
    .filter(({ mode }) => mode !== 'off')
    .map(({ mode }) => `public access: ${mode}`),
  ...[...network.blockPublicAccessExclusions.values()].map(
    ({ resourceId, mode }) => `public access of ${resourceId}: ${mode}`,
  ),
];

const ways = (network: Network): readonly string[] => [
  ...[...network.routeTables.values()].flatMap((table) => [
    `${table.id} of ${table.isMain ? `the rest of ${table.vpcId}` : table.subnetIds.join(' ')}`,
    ...table.routes.map(routeLine),
  ]),
  ...[...network.peeringConnections.values()].map(
    (it) => `${it.id} ${it.requester.vpcId} ${it.accepter.vpcId} ${it.status}`,
  ),
  ...[...network.natGateways.values()].map((it) => `${it.id} in ${it.subnetId}`),
  ...[...network.transitGateways.values()].map((it) => it.id),
  ...[...network.vpcEndpoints.values()].map((it) => `${it.id} ${it.type} of ${it.serviceName} ${it.state}`),
  ...publicAccess(network),
  ...[...network.flowLogs.values()].map(
    (it) => `${it.id} of ${it.resourceId}: ${it.trafficType}, ${it.maxAggregationInterval} s`,
  ),
];

const partyName = (party: Party): string => (party.kind === 'interface' ? party.id : print(party.address));

const exchangeLine = (it: Exchange): string =>
  `${partyName(it.from)}${it.sourcePort === null ? '' : `:${it.sourcePort}`} asks ${print(it.to)} ${awsName(it.protocol)}${it.port === null ? '' : ` ${it.port}`}`;

/** A world as one would draw it on a whiteboard, in a few lines: how a counterexample is shown. */
export const whiteboard = ({ network, traffic }: Pick<World, 'network' | 'traffic'>): string =>
  [...places(network), ...filters(network), ...ways(network), ...traffic.map(exchangeLine)].join('\n');
