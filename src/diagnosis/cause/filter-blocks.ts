import { directionAt, rejectedAt, type Station } from '../../capture/expectation.js';
import type { ResourceKind } from '../../network/network.js';
import { type BlockerCode, blockerCode } from '../../path/blocker.js';
import type { Checkpoint } from '../../path/round-trip.js';
import { distinct, type Gap } from '../../problem/gap.js';
import { agrees, possibleSides, recorded, recordedAt } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { CONFIGURATION_OF_THE_TIME } from '../case/missing-input.js';
import { isLegKnown, missingForLeg } from '../case/orientation.js';
import { isLegMixed, mayBeLate, rejectReason } from '../case/rejection.js';
import type { Certainty } from '../certainty.js';
import { betweenTheEnds } from './between-the-ends.js';
import type { Cause, Examination } from './cause.js';
import { packetsAt } from './settling.js';

type Filter = Checkpoint['filter'];

/** The checkpoints of one filter at one station, one for each class of source ports. */
export const checkpointsAt = (it: Case, { side, leg }: Station, filter: Filter): readonly Checkpoint[] =>
  it.trips.flatMap(({ checkpoints }) =>
    checkpoints.filter((at) => at.side === side && at.leg === leg && at.filter === filter),
  );

/** What the configuration says of a filter at a station, over all source ports seen. */
export const standing = (checkpoints: readonly Checkpoint[]): 'denies' | 'allows' | 'unknown' => {
  const outcomes = checkpoints.map(({ verdict }) => verdict.outcome);
  if (outcomes.length > 0 && outcomes.every((outcome) => outcome === 'denied')) return 'denies';
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'allowed') ? 'allows' : 'unknown';
};

/** The calls that describe the interfaces that recorded this leg's rejection, when the configuration lacks them. */
const unknownInterfaces = (it: Case, { side, leg }: Station): readonly Gap[] =>
  it.observations
    .filter((at) => possibleSides(at).includes(side) && flowOf(at, leg).REJECT !== null)
    .filter((at) => !it.network.interfaces.has(at.observationPoint))
    .map(({ observationPoint }) => ({
      kind: 'interface',
      id: observationPoint,
      needs: `aws ec2 describe-network-interfaces --network-interface-ids ${observationPoint}`,
    }));

/** Whether a network ACL is asked at all depends on the subnets. */
const allOf: Readonly<Record<Filter, readonly Gap[]>> = {
  'security-groups': [{ kind: 'security-group', id: null, needs: 'aws ec2 describe-security-groups' }],
  'network-acl': [
    { kind: 'network-acl', id: null, needs: 'aws ec2 describe-network-acls' },
    { kind: 'subnet', id: null, needs: 'aws ec2 describe-subnets' },
  ],
};

const kinds: Readonly<Record<string, ResourceKind>> = {
  'security-group': 'securityGroups',
  'network-acl': 'networkAcls',
  subnet: 'subnets',
};

const notGiven = ({ network }: Case, filter: Filter): readonly Gap[] =>
  allOf[filter].filter(({ kind }) => !network.given.has(kinds[kind] as ResourceKind));

/** What it takes to know the verdict of a filter at a station. */
export const missingFor = (it: Case, station: Station, filter: Filter): readonly Gap[] => {
  const checkpoints = checkpointsAt(it, station, filter);
  return checkpoints.length > 0
    ? distinct(checkpoints.flatMap(({ verdict }) => verdict.missing))
    : distinct([...unknownInterfaces(it, station), ...notGiven(it, filter)]);
};

const other = (filter: Filter): Filter => (filter === 'network-acl' ? 'security-groups' : 'network-acl');

/** How sure it is that this filter, and not the other one there, wrote a REJECT that was recorded. */
const byElimination = (it: Case, station: Station, filter: Filter): Certainty | null => {
  const sibling = standing(checkpointsAt(it, station, other(filter)));
  if (sibling === 'denies') return null;
  if (sibling === 'allows') return 'likely';
  // Security groups let the reply to a tracked connection pass, so the network ACL is the first suspect.
  if (station.leg === 'reply' && filter === 'network-acl') return 'likely';
  return 'possible';
};

/** Whether the very interface that the filter guards recorded the rejection of this leg. */
const isRejectedThere = (it: Case, station: Station, filter: Filter): boolean =>
  checkpointsAt(it, station, filter).some(({ interface: { id } }) =>
    it.observations.some((at) => at.observationPoint === id && flowOf(at, station.leg).REJECT !== null),
  );

const certaintyOf = (it: Case, station: Station, filter: Filter): Certainty | null => {
  const { side, leg } = station;
  const verdict = standing(checkpointsAt(it, station, filter));
  if (verdict === 'allows') return null;
  if (verdict === 'denies') {
    if (mayBeLate(it, leg)) return 'possible';
    const agree = isRejectedThere(it, station, filter) && isLegKnown(it) && !isLegMixed(it, leg);
    return agree ? 'proven' : 'likely';
  }
  if (!recorded(it, 'REJECT', leg, side)) return null;
  // What passed before may have come late, or found other rules.
  if (mayBeLate(it, leg) || isLegMixed(it, leg)) return 'possible';
  const certainty = byElimination(it, station, filter);
  // Where nothing says which end the interface is, the network ACL of either may have rejected it.
  const sideIsOpen = side !== null && !recordedAt(it, 'REJECT', leg, side);
  return certainty === 'likely' && sideIsOpen ? 'possible' : certainty;
};

const examine =
  (station: Station, filter: Filter) =>
  (it: Case): Examination | null => {
    const predicts = rejectedAt(station);
    const certainty = certaintyOf(it, station, filter);
    if (certainty === null || !agrees(it, predicts) || rejectReason(it, station.leg) !== null) return null;
    const checkpoints = checkpointsAt(it, station, filter);
    const blames = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
    const denies = standing(checkpoints) === 'denies';
    return {
      certainty,
      leg: station.leg,
      predicts,
      blames,
      stopped: null,
      deciding: blames.flatMap(({ verdict }) => verdict.deciding),
      nearest: blames.flatMap(({ verdict }) => verdict.nearest),
      missing: denies ? missingForLeg(it) : missingFor(it, station, filter),
      byConfiguration: denies,
      oneLegReason: null,
      lostAt: null,
      late: null,
      otherDoor: null,
      onlyAlternative: false,
      goesFirst: false,
    };
  };

/** The cause that one filter rejects its leg, at this station or between the ends. */
export const filterBlocks = (station: Station, filter: Filter): Cause & { readonly code: BlockerCode } => {
  const code = blockerCode({ filter, leg: station.leg, direction: directionAt(station) });
  return {
    code,
    examine: (it) => betweenTheEnds(it, code) ?? examine(station, filter)(it),
    settledBy: (it) => (isLegKnown(it) ? [CONFIGURATION_OF_THE_TIME] : packetsAt(it, 'initiator')),
  };
};
