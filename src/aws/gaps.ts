import type { Network, ResourceKind } from '../network/network.js';
import { isPeeringCut, type Peer } from '../network/security-group.js';
import { type Gap, type GapKind, type GapReason, same } from '../problem/gap.js';
import { ANSWER_CALLS } from './answer-keys.js';
import { compareText } from './any-order.js';
import { associationGaps } from './association-gaps.js';
import type { PagedList } from './pages.js';
import { READERS } from './readers.js';
import { AFTER_APPLY, isAddress } from './terraform/terraform-resource.js';

type Resources = Omit<Network, 'gaps'>;

const GAP_KINDS: Readonly<Record<ResourceKind, GapKind>> = {
  vpcs: 'vpc',
  subnets: 'subnet',
  interfaces: 'interface',
  instances: 'instance',
  securityGroups: 'security-group',
  securityGroupAssociations: 'security-group',
  networkAcls: 'network-acl',
  routeTables: 'route-table',
  prefixLists: 'prefix-list',
  peeringConnections: 'peering-connection',
  natGateways: 'nat-gateway',
  internetGateways: 'internet-gateway',
  vpcEndpoints: 'vpc-endpoint',
  transitGateways: 'transit-gateway',
  transitGatewayAttachments: 'transit-gateway',
  transitGatewayRouteTables: 'transit-gateway',
  loadBalancers: 'load-balancer',
  targetGroups: 'load-balancer',
  flowLogs: 'flow-logs',
  blockPublicAccess: 'block-public-access',
  blockPublicAccessExclusions: 'block-public-access',
  encryptionControls: 'encryption-control',
  dhcpOptions: 'dhcp-options',
};

/** The kind of gap that an unfinished answer leaves, where it does not give all of one kind. */
const PARTS: Readonly<Record<string, GapKind>> = {
  SecurityGroupRules: 'security-group',
  StaleSecurityGroupSet: 'security-group',
  Entries: 'prefix-list-entries',
  EgressOnlyInternetGateways: 'internet-gateway',
  Associations: 'transit-gateway',
  TransitGatewayRouteTablePropagations: 'transit-gateway',
  Routes: 'transit-gateway',
  Listeners: 'load-balancer',
  Attributes: 'load-balancer',
  TargetHealthDescriptions: 'load-balancer',
};

const gap = (kind: GapKind, id: string | null, call: string, reason: GapReason): Gap => ({
  kind,
  id,
  needs: id !== null && isAddress(id) ? AFTER_APPLY : `aws ${call}`,
  reason,
});

/** A list that goes on: the rest of it was not given. */
export const pageGaps = (lists: readonly PagedList[], given: ReadonlySet<ResourceKind>): readonly Gap[] =>
  lists
    .filter(({ isWhole }) => !isWhole)
    .flatMap(({ pages }) => pages)
    .flatMap(({ answer: { key, subject, isSample } }) => {
      const { gives } = READERS[key];
      if (isSample === true && gives !== null && given.has(gives)) return [];
      const kind = gives === null ? (PARTS[key] ?? 'unmodelled-rule') : GAP_KINDS[gives];
      return [gap(kind, subject, ANSWER_CALLS[key], isSample === true ? 'not-stated' : 'more-pages')];
    });

function* peersIn(groups: Resources['securityGroups']): Generator<Peer, void> {
  for (const { ingress, egress } of groups.values()) {
    for (const { peer } of ingress ?? []) yield peer;
    for (const { peer } of egress ?? []) yield peer;
  }
}

/** Prefix lists that rules and routes name, and of which no entries were given. */
const prefixListGaps = ({ prefixLists, securityGroups, routeTables }: Resources): readonly Gap[] => {
  const named = new Set<string>();
  for (const peer of peersIn(securityGroups)) if (peer.kind === 'prefix-list') named.add(peer.id);
  for (const { routes } of routeTables.values())
    for (const { destination } of routes) if (destination.kind === 'prefix-list') named.add(destination.id);
  return [...named]
    .filter((id) => (prefixLists.get(id)?.entries ?? null) === null)
    .map((id) =>
      gap(
        'prefix-list-entries',
        id,
        `ec2 get-managed-prefix-list-entries --prefix-list-id ${id}`,
        prefixLists.has(id) ? 'not-stated' : 'not-given',
      ),
    );
};

/** Groups that interfaces carry, and that were not described: what they allow is not known. */
const carriedGroupGaps = ({ interfaces, securityGroups }: Resources): readonly Gap[] => {
  const carried = new Set([...interfaces.values()].flatMap(({ securityGroupIds }) => securityGroupIds ?? []));
  return [...carried]
    .filter((id) => {
      const group = securityGroups.get(id);
      return group === undefined || group.ingress === null || group.egress === null;
    })
    .map((id) =>
      gap(
        'security-group',
        id,
        `ec2 describe-security-groups --group-ids ${id}`,
        securityGroups.has(id) ? 'not-stated' : 'not-given',
      ),
    );
};

/** Groups that rules refer to and that are nowhere in the input: of another account, or of a call with a filter. */
const referredGroupGaps = ({ interfaces, securityGroups }: Resources): readonly Gap[] => {
  const referred = new Set<string>();
  for (const peer of peersIn(securityGroups))
    if (peer.kind === 'security-group' && !isOver(peer)) referred.add(peer.id);
  const carried = new Set([...interfaces.values()].flatMap(({ securityGroupIds }) => securityGroupIds ?? []));
  return [...referred]
    .filter((id) => !securityGroups.has(id) && !carried.has(id))
    .map((id) =>
      gap(
        'security-group-members',
        id,
        `ec2 describe-network-interfaces --filters Name=group-id,Values=${id}`,
        'not-given',
      ),
    );
};

/** A stale reference matches nothing, so nobody's membership is asked for. */
const isOver = (peer: { readonly isStale?: true; readonly peeringStatus: string | null }): boolean =>
  peer.isStale === true || isPeeringCut(peer);

/** Interfaces of which the answer says too little to judge anything. */
const interfaceGaps = ({ interfaces }: Resources): readonly Gap[] =>
  [...interfaces.values()]
    .filter(
      ({ securityGroupIds, privateAddresses }) => securityGroupIds === null || privateAddresses.length === 0,
    )
    .map(({ id }) =>
      gap('interface', id, `ec2 describe-network-interfaces --network-interface-ids ${id}`, 'not-stated'),
    );

/** Each gap once, in an order that does not depend on that of the files. */
const inOrder = (gaps: readonly Gap[]): readonly Gap[] =>
  [...gaps]
    .sort(
      (a, b) =>
        compareText(a.kind, b.kind) ||
        compareText(a.id ?? '', b.id ?? '') ||
        compareText(a.needs, b.needs) ||
        compareText(a.reason ?? '', b.reason ?? ''),
    )
    .filter((one, i, all) => i === 0 || !same(one, all[i - 1] as Gap));

/** What the input leaves open: what the documents say of themselves, and what they refer to and do not hold. */
export const gapsOf = (resources: Resources, stated: readonly Gap[]): readonly Gap[] =>
  inOrder([
    ...stated,
    ...prefixListGaps(resources),
    ...carriedGroupGaps(resources),
    ...referredGroupGaps(resources),
    ...associationGaps(resources),
    ...interfaceGaps(resources),
  ]);
