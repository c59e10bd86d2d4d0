import type { Network } from '../network/network.js';
import { entriesFor, isFinalDeny, type NetworkAclEntry } from '../network/network-acl.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Direction } from '../traffic/direction.js';
import { type Packet, peerAddress } from '../traffic/packet.js';
import * as Peers from '../traffic/peer-set.js';
import { hasPorts, isIcmp } from '../traffic/protocol.js';
import { attachedRules, type GroupRule } from './attached-rules.js';
import { type Classifier, classifier, firstHolding } from './classifier.js';
import type { Crossing } from './crossing.js';
import { finalDeny, judgeNetworkAcl } from './network-acl.js';
import { aclInForce, entrySet } from './network-acl-set.js';
import { judgeSecurityGroups } from './security-group.js';
import { ruleSet } from './security-group-set.js';
import { possibleDnsSet, unfilteredSet } from './unfiltered-set.js';
import type { Outcome, Verdict } from './verdict.js';

/** One reason of a filter: the packets it decides unless an earlier step did, and how. */
export type Step = {
  readonly packets: Peers.PeerSet;
  readonly outcome: Outcome;
  /** The rule or entry behind it; null for what needs none: an unfiltered service, a gap, the default deny. */
  readonly decidedBy: GroupRule | NetworkAclEntry | null;
};

/**
 * A filter as a list of steps, of which the first that holds a packet decides: for many packets at one interface.
 * Which step decides is found by look-up; the explanation is made on demand and has the same outcome.
 */
export type CompiledFilter = {
  readonly direction: Direction;
  readonly steps: readonly Step[];
  readonly classifier: Classifier;
  readonly explain: (packet: Packet) => Verdict;
};

const step = (packets: Peers.PeerSet, outcome: Outcome, decidedBy: Step['decidedBy'] = null): Step => ({
  packets,
  outcome,
  decidedBy,
});

/** What could still be Amazon DNS is undetermined only where it would be denied, so it stands before each denial. */
const deny = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packets: Peers.PeerSet,
  decidedBy: Step['decidedBy'] = null,
): readonly Step[] => [
  step(Peers.intersect(packets, possibleDnsSet(network, it, direction)), 'undetermined'),
  step(packets, 'denied', decidedBy),
];

const groupSteps = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
): readonly Step[] => {
  if (it.securityGroupIds === null) return [step(Peers.ALL, 'undetermined')];
  if (it.securityGroupIds.length === 0) return [step(Peers.ALL, 'allowed')];
  const { rules, missing } = attachedRules(network, it.securityGroupIds, direction);
  const sets = rules.map((one) => ({ one, ...ruleSet(network, it, crossing, one.rule) }));
  return [
    ...sets.map(({ one, certain }) => step(certain, 'allowed', one)),
    ...sets.map(({ one, possible }) => step(possible, 'undetermined', one)),
    ...(missing.length > 0 ? [step(Peers.ALL, 'undetermined')] : []),
    ...deny(network, it, direction, Peers.ALL),
  ];
};

const aclSteps = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  { subnetBoundary }: Crossing,
): readonly Step[] => {
  if (subnetBoundary === false) return [step(Peers.ALL, 'allowed')];
  const acl = aclInForce(network, it);
  if (acl === null) return [step(Peers.ALL, 'undetermined')];
  return ([4, 6] as const).flatMap((family) =>
    [
      ...entriesFor(acl, direction, family).filter((entry) => !isFinalDeny(entry)),
      finalDeny(direction, family),
    ].flatMap((entry) => {
      const packets = entrySet(entry);
      if (entry.action === 'allow') return [step(packets, 'allowed', entry)];
      return subnetBoundary === 'unknown'
        ? [step(packets, 'undetermined', entry)]
        : deny(network, it, direction, packets, entry);
    }),
  );
};

type Judge = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  packet: Packet,
  crossing: Crossing,
) => Verdict;

type Compile = (
  network: Network,
  it: NetworkInterface,
  direction: Direction,
  crossing: Crossing,
) => CompiledFilter;

/** Both filters begin with the traffic that neither sees, and leave the explanation to their judge. */
const compiling =
  (stepsOf: (...asked: Parameters<Compile>) => readonly Step[], judge: Judge): Compile =>
  (network, it, direction, crossing) => {
    const unfiltered = step(unfilteredSet(network, it, direction), 'allowed');
    const steps = [unfiltered, ...stepsOf(network, it, direction, crossing)];
    const explain = (packet: Packet) => judge(network, it, direction, packet, crossing);
    return { direction, steps, classifier: classifier(steps.map(({ packets }) => packets)), explain };
  };

export const compileSecurityGroups = compiling(groupSteps, judgeSecurityGroups);

export const compileNetworkAcl = compiling(aclSteps, judgeNetworkAcl);

/** The number of the step that decides a packet; -1 when the packet has an unknown field, which only `explain` can judge. */
export const decidingStep = ({ direction, classifier: classes }: CompiledFilter, packet: Packet): number => {
  const { protocol, sourcePort, destinationPort, icmp } = packet;
  const peer = peerAddress(direction, packet);
  if (hasPorts(protocol))
    return sourcePort === null || destinationPort === null
      ? -1
      : firstHolding(classes, peer, protocol, sourcePort, destinationPort);
  if (isIcmp(protocol))
    return icmp === null ? -1 : firstHolding(classes, peer, protocol, 0, icmp.type * 256 + icmp.code);
  return firstHolding(classes, peer, protocol, 0, 0);
};

/** The outcome alone, by look-up where every field is known. */
export const outcomeOf = (filter: CompiledFilter, packet: Packet): Outcome => {
  const decided = filter.steps[decidingStep(filter, packet)];
  return decided === undefined ? filter.explain(packet).outcome : decided.outcome;
};
