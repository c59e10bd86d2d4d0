import type { Finding } from '../diagnosis/finding/finding.js';
import type { Network } from '../network/network.js';
import { filterRemedy } from './filter-remedy.js';
import { flowLogRemedies } from './flow-log-remedy.js';
import { reachRemedies } from './reach-remedy.js';
import type { Remedy } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { type Unit, unitOf } from './unit.js';

/** What a route may mend: rules alone would not carry the packet past what stops it on its way. */
const ON_THE_WAY: ReadonlySet<string> = new Set(['no-route', 'blackhole-route', 'request-not-delivered']);

/** Something else than the filters at the two ends stands in the way. */
const isBlockedElsewhere = ({ blocking, stoppers }: Finding): boolean =>
  blocking.some(({ side }) => side === null) ||
  stoppers.some(
    (it) =>
      it.kind === 'routing' ||
      !blocking.some((at) => at.interface.id === it.at.interface.id && at.filter === it.at.filter),
  );

const alongTheWay = (network: Network, unit: Unit, isReserved: ReservedNumbers): readonly Remedy[] => {
  const { ends, packet, sourcePorts } = unit;
  const asked = { ends, packet, sourcePorts: sourcePorts?.range ?? null };
  return reachRemedies(network, asked, isReserved).map((remedy) => ({ ...remedy, sourcePorts }));
};

/**
 * The changes that let a blocked service pass, together: every blocker on the round trip is mended, not only the one
 * that the finding names; or the flow logs that would record what left no record. Empty when the finding blames nothing
 * that a change could mend, and when it is not sure which leg was rejected: then a change could open what nobody asked
 * for. Numbers of network ACL entries that are reserved are not used.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 *
 * @example
 * ```ts
 * import { printHeaderSet, readAnswers, readText, remedies, troubleshoot } from 'flowcause';
 *
 * const answers = {
 *   NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1', Groups: [{ GroupId: 'sg-1' }], PrivateIpAddress: '10.0.0.5' }],
 *   SecurityGroups: [{ GroupId: 'sg-1', VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: [] }],
 *   NetworkAcls: [{ NetworkAclId: 'acl-1', VpcId: 'vpc-1', Associations: [{ SubnetId: 'subnet-1' }], Entries: [false, true].map((Egress) => ({ RuleNumber: 100, Protocol: '-1', RuleAction: 'allow', Egress, CidrBlock: '0.0.0.0/0' })) }],
 * };
 * const { network } = readAnswers(Object.entries(answers).map(([key, list]) => ({ source: key, json: { [key]: list } })));
 * const { batches } = readText('2 123456789012 eni-1 203.0.113.9 10.0.0.5 40000 22 6 1 60 1700000000 1700000060 REJECT OK', { source: 'flow.log' });
 * const [finding] = troubleshoot({ batches, network }).findings;
 * const [remedy] = remedies(network, finding);
 * console.log(printHeaderSet(remedy.opens[0].headers)); // tcp 22 from 203.0.113.9 to 10.0.0.5
 * console.log(remedy.proof.outcome, remedy.proof.scope); // passes interface
 * ```
 */
export const remedies = (
  network: Network,
  finding: Finding,
  isReserved: ReservedNumbers = () => false,
): readonly Remedy[] => {
  if (finding.code === 'interface-not-captured' || finding.code === 'filtered-by-traffic-type')
    return flowLogRemedies(network, finding);
  const unit = unitOf(network, finding);
  if (unit !== null && (finding.stopped !== null || ON_THE_WAY.has(finding.code)))
    return alongTheWay(network, unit, isReserved);
  const { outcome, blocking, legSure } = finding;
  if (outcome !== 'blocked' || blocking.length === 0 || !legSure || unit === null) return [];
  const onTheWay = isBlockedElsewhere(finding) ? alongTheWay(network, unit, isReserved) : [];
  if (onTheWay.length > 0) return onTheWay;
  const remedy = filterRemedy(network, unit, isReserved);
  return remedy.changes.length === 0 ? [] : [remedy];
};
