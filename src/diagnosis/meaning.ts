import { equals } from '../address/ip-address.js';
import type { Deciding } from '../filter/verdict.js';
import type { Target, TargetGroup } from '../network/load-balancer.js';
import { isFinalDeny } from '../network/network-acl.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { loadBalancerAt } from '../path/component/load-balancer-at.js';
import { recorded } from './agreement.js';
import type { Case } from './case.js';
import type { Examination } from './cause.js';

/** What the traffic is, or what somebody meant with it, whatever became of it. */
export type Meaning =
  /** A network ACL entry that somebody wrote denies it: it may be meant to be denied. */
  | { readonly kind: 'written-deny'; readonly networkAclId: string; readonly ruleNumber: number }
  /** The sender was rejected on so many addresses and ports, and never let in, that it seems to look around. */
  | { readonly kind: 'scan'; readonly targets: number }
  /** A load balancer asks a target how it is; `isCheckPort`: the port is that of its health checks, by its target groups. */
  | { readonly kind: 'health-check'; readonly loadBalancer: string; readonly isCheckPort: boolean };

const writtenDenies = (deciding: readonly Deciding[]): readonly Meaning[] =>
  deciding.flatMap((it): readonly Meaning[] =>
    it.kind === 'network-acl-entry' && it.entry.action === 'deny' && !isFinalDeny(it.entry)
      ? [{ kind: 'written-deny', networkAclId: it.networkAclId, ruleNumber: it.entry.number }]
      : [],
  );

/** A host of ours that lacks a rule is rejected at a few services, a scanner at many. */
const FEWEST_TARGETS = 20;

const scan = (it: Case): readonly Meaning[] =>
  it.targetsOfSender >= FEWEST_TARGETS && recorded(it, 'REJECT', 'request')
    ? [{ kind: 'scan', targets: it.targetsOfSender }]
    : [];

const isTarget = (it: NetworkInterface, { id, address }: Target): boolean =>
  it.instanceId === id || (address !== null && it.privateAddresses.some((own) => equals(own, address)));

const checkPort = (group: TargetGroup, target: Target): number | null =>
  group.healthCheckPort === 'traffic-port' ? (target.port ?? group.port) : group.healthCheckPort;

/** The load balancer has the responder among its targets, and checks it at this port. */
const checksAt = ({ network, group, ends: { responder } }: Case, loadBalancerId: string): boolean =>
  responder.kind === 'interface' &&
  [...network.targetGroups.values()]
    .filter(({ loadBalancerIds }) => loadBalancerIds.includes(loadBalancerId))
    .some((its) =>
      (its.targets ?? []).some(
        (target) => isTarget(responder.interface, target) && checkPort(its, target) === group.responder.port,
      ),
    );

const healthCheck = (it: Case): readonly Meaning[] => {
  const { initiator } = it.ends;
  const balancer = initiator.kind === 'interface' ? loadBalancerAt(it.network, initiator.interface) : null;
  if (balancer === null) return [];
  return [{ kind: 'health-check', loadBalancer: balancer.id, isCheckPort: checksAt(it, balancer.id) }];
};

/** What there is to know of the traffic beyond what became of it. */
export const meaningsOf = (it: Case, { deciding }: Examination): readonly Meaning[] => [
  ...writtenDenies(deciding),
  ...scan(it),
  ...healthCheck(it),
];
