import type { Network } from '../network/network.js';
import type { RouteTarget } from '../network/route-table.js';
import type { GapKind } from '../problem/gap.js';
import type { AnswerKey } from './answer-keys.js';
import { type Call, callFor, canBeAskedFor, wholeCall } from './call.js';
import { READER_ORDER, READERS } from './readers.js';

/** What was given: the model, and the answers it was read from. */
export type Given = { readonly network: Network; readonly answered: ReadonlySet<AnswerKey> };

/** What the records at hand name. */
export type Recorded = { readonly interfaceIds: readonly string[]; readonly vpcIds: readonly string[] };

type Target = RouteTarget['kind'];

/** Whether some route leads there; without the route tables one may. */
const routesTo = ({ network }: Given, ...kinds: readonly Target[]): boolean =>
  !network.given.has('routeTables') ||
  [...network.routeTables.values()].some(({ routes }) =>
    routes.some(({ target }) => kinds.includes(target.kind)),
  );

const hasInterface = ({ network }: Given, isOne: (type: string, description: string) => boolean): boolean =>
  !network.given.has('interfaces') ||
  [...network.interfaces.values()].some(({ type, description }) => isOne(type ?? '', description));

const hasLoadBalancer = (given: Given): boolean =>
  hasInterface(
    given,
    (type, description) => type.includes('load_balancer') || description.startsWith('ELB '),
  );

const usesTransitGateway = (given: Given): boolean =>
  routesTo(given, 'transit-gateway') || hasInterface(given, (type) => type === 'transit_gateway');

const refersOverPeering = ({ network }: Given): boolean =>
  [...network.securityGroups.values()].some(({ ingress, egress }) =>
    [...(ingress ?? []), ...(egress ?? [])].some(
      ({ peer }) => peer.kind === 'security-group' && peer.peeringStatus !== null,
    ),
  );

const always = () => true;

/** The answers that tell of the network as a whole, and when one of them says anything about this one. */
const WHOLE: Readonly<Partial<Record<AnswerKey, (given: Given) => boolean>>> = {
  NetworkInterfaces: always,
  SecurityGroups: always,
  NetworkAcls: always,
  Subnets: always,
  Vpcs: always,
  RouteTables: always,
  FlowLogs: always,
  Reservations: ({ network }) =>
    !network.given.has('interfaces') || [...network.interfaces.values()].some((it) => it.instanceId !== null),
  PrefixLists: ({ network }) =>
    network.gaps.some(({ kind }) => kind === 'prefix-list-entries') || network.prefixLists.size > 0,
  VpcPeeringConnections: (given) => routesTo(given, 'vpc-peering-connection') || refersOverPeering(given),
  NatGateways: (given) =>
    routesTo(given, 'nat-gateway') || hasInterface(given, (type) => /^nat_?gateway$/i.test(type)),
  InternetGateways: (given) => routesTo(given, 'internet-gateway'),
  EgressOnlyInternetGateways: (given) => routesTo(given, 'egress-only-internet-gateway'),
  VpcEndpoints: (given) =>
    routesTo(given, 'vpc-endpoint') || hasInterface(given, (type) => type.includes('endpoint')),
  TransitGateways: usesTransitGateway,
  TransitGatewayAttachments: usesTransitGateway,
  TransitGatewayVpcAttachments: usesTransitGateway,
  TransitGatewayRouteTables: usesTransitGateway,
  VpcBlockPublicAccessOptions: (given) => routesTo(given, 'internet-gateway', 'egress-only-internet-gateway'),
  VpcBlockPublicAccessExclusions: (given) =>
    routesTo(given, 'internet-gateway', 'egress-only-internet-gateway'),
  VpcEncryptionControls: (given) => hasInterface(given, (type) => type.includes('endpoint')),
  DhcpOptions: ({ network }) => [...network.vpcs.values()].some((it) => it.dhcpOptionsId !== null),
  SecurityGroupVpcAssociations: always,
  LoadBalancers: hasLoadBalancer,
  TargetGroups: hasLoadBalancer,
};

const isAnswered = ({ network, answered }: Given, key: AnswerKey): boolean => {
  const { gives } = READERS[key];
  return answered.has(key) && (gives === null || network.given.has(gives));
};

const wholeCalls = (given: Given): readonly Call[] =>
  READER_ORDER.filter((key) => WHOLE[key]?.(given) === true && !isAnswered(given, key)).map(wholeCall);

/** As many ids as one filter takes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html */
const MOST_VALUES = 200;

const inPieces = (ids: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / MOST_VALUES) }, (_, i) =>
    ids.slice(i * MOST_VALUES, (i + 1) * MOST_VALUES),
  );

/** Asks by filter: unlike a list of ids it does not fail when one of them is unknown, as of another account. */
const filtered = (key: AnswerKey, filter: string, ids: readonly string[]): readonly Call[] =>
  inPieces(ids).map((piece, i) => {
    const call = callFor(key, ['--filters', `Name=${filter},Values=${piece.join(',')}`]);
    return {
      ...call,
      file: call.file.replace(/\.json$/, `-by-${filter.replaceAll('.', '-')}-part${i + 1}.json`),
    };
  });

/** What fills a gap of this kind about one thing. */
const FILTERS: readonly (readonly [GapKind, AnswerKey, string])[] = [
  ['security-group', 'SecurityGroups', 'group-id'],
  ['security-group-members', 'NetworkInterfaces', 'group-id'],
  ['network-acl', 'NetworkAcls', 'association.subnet-id'],
  ['interface', 'NetworkInterfaces', 'network-interface-id'],
];

const gapCalls = (given: Given, { interfaceIds, vpcIds }: Recorded): readonly Call[] => {
  const { network } = given;
  const idsOf = (kind: GapKind): readonly string[] =>
    network.gaps.flatMap((gap) =>
      gap.kind === kind && gap.id !== null && canBeAskedFor(gap.id) ? [gap.id] : [],
    );
  return [
    ...FILTERS.flatMap(([kind, key, filter]) =>
      filtered(
        key,
        filter,
        kind === 'interface' ? [...idsOf(kind), ...unseen(given, 'interfaces', interfaceIds)] : idsOf(kind),
      ),
    ),
    ...filtered('Vpcs', 'vpc-id', unseen(given, 'vpcs', vpcIds)),
    ...idsOf('prefix-list-entries').map((id) => callFor('Entries', ['--prefix-list-id', id], id)),
  ];
};

/** Answers that are asked for one thing at a time, once the things are known. */
const callsForEach = ({ network, answered }: Given, { vpcIds }: Recorded): readonly Call[] => {
  const lacking = <R extends { readonly id: string }>(
    all: ReadonlyMap<string, R>,
    lacks: (it: R) => boolean,
  ) => [...all.values()].filter((it) => canBeAskedFor(it.id) && lacks(it)).map(({ id }) => id);
  return [
    ...lacking(network.transitGatewayRouteTables, ({ routes }) => routes === null).map((id) =>
      callFor(
        'Routes',
        ['--transit-gateway-route-table-id', id, '--filters', 'Name=state,Values=active,blackhole'],
        id,
      ),
    ),
    ...lacking(network.loadBalancers, ({ listeners }) => listeners === null).map((id) =>
      callFor('Listeners', ['--load-balancer-arn', id], id),
    ),
    ...lacking(network.targetGroups, ({ targets }) => targets === null).map((id) =>
      callFor('TargetHealthDescriptions', ['--target-group-arn', id], id),
    ),
    ...lacking(network.targetGroups, ({ preservesClientIp }) => preservesClientIp === null).map((id) =>
      callFor('Attributes', ['--target-group-arn', id], id),
    ),
    ...(refersOverPeering({ network, answered }) && !answered.has('StaleSecurityGroupSet')
      ? [...new Set([...lacking(network.vpcs, always), ...vpcIds.filter(canBeAskedFor)])].map((id) =>
          callFor('StaleSecurityGroupSet', ['--vpc-id', id], id),
        )
      : []),
  ];
};

/** What records name and answers to the whole kind do not: of another Region or account, or gone. */
const unseen = (
  { network }: Given,
  kind: 'interfaces' | 'vpcs',
  recorded: readonly string[],
): readonly string[] =>
  network.given.has(kind) ? recorded.filter((id) => !network[kind].has(id) && canBeAskedFor(id)) : [];

/**
 * The calls whose answers would complete the picture, for the interfaces that wrote the records at hand. Answers name
 * further things (a prefix list in a rule), so that the list may go on once these are given.
 */
export const callsToComplete = (given: Given, recorded: Recorded): readonly Call[] => [
  ...wholeCalls(given),
  ...gapCalls(given, recorded),
  ...callsForEach(given, recorded),
];
