import { PASSING, STATIONS, type Station } from '../../capture/expectation.js';
import { describeInterface } from '../../capture/subscription.js';
import { blockers, undecided } from '../../path/blocker.js';
import type { Reach } from '../../path/reach.js';
import type { Side } from '../../path/round-trip.js';
import { distinct, type Gap } from '../../problem/gap.js';
import { agrees, agreesAsFarAsRecorded, possibleSides } from '../case/agreement.js';
import { type Case, flowOf } from '../case/case.js';
import { ROUTE_TABLES, TCP_FLAGS } from '../case/missing-input.js';
import type { Observation } from '../case/observation.js';
import { passedStations } from '../case/passed.js';
import { isOnlyRecordMissing, isReplyDoubtful, isReplyMissed, isReplyOpen } from '../case/reply-delivery.js';
import { forgottenByNatGateway, lacksFlags, refusals } from '../case/reset.js';
import { stoppedOnTheWay } from '../case/way.js';
import { waysOf } from '../case/ways.js';
import type { Certainty } from '../certainty.js';
import { type Cause, survives } from './cause.js';
import { checkpointsAt, standing } from './filter-blocks.js';
import { recordsOrPacketsAt, unknownWay } from './settling.js';

/** What the interface at this side recorded: the one given, else the one known to be there, else all that may be. */
const recordedAtSide = (it: Case, side: Side): readonly Observation[] => {
  const [guard] = it.trips.flatMap(({ checkpoints }) => checkpoints.filter((at) => at.side === side));
  if (guard !== undefined) return it.observations.filter((at) => at.observationPoint === guard.interface.id);
  const known = it.observations.filter((at) => at.side === side);
  return known.length > 0 ? known : it.observations.filter((at) => possibleSides(at).includes(side));
};

/** The filters at a station are known to have let the leg pass: by its records, by their rules, or there are none. */
const isPassed = (it: Case, { side, leg }: Station): boolean => {
  const here = recordedAtSide(it, side);
  if (here.length > 0 && here.every((at) => flowOf(at, leg).ACCEPT !== null)) return true;
  return (['security-groups', 'network-acl'] as const).every((filter) => {
    const checkpoints = checkpointsAt(it, { side, leg }, filter);
    return checkpoints.length === 0 ? here.length === 0 : standing(checkpoints) === 'allows';
  });
};

/** Something that recorded nothing denies it on its way, by the configuration given. */
const isDenied = ({ request, replyVerdict }: Reach): boolean =>
  request.verdict === 'blocked' || replyVerdict === 'blocked';

/** The reply was accepted where the request had come from: all on the way has let them pass, whatever is known of it. */
const hasComeBack = (it: Case): boolean => passedStations(it) === STATIONS.length;

const isAllPassed = (it: Case): boolean =>
  hasComeBack(it) ||
  (stoppedOnTheWay(it) === null &&
    !waysOf(it).some(isDenied) &&
    !isReplyOpen(it) &&
    STATIONS.every((station) => isPassed(it, station)));

/** Every record is there that should be, or none but that of the reply at the end of its way is missing. */
const isBorneOut = (it: Case): boolean =>
  agrees(it, PASSING) || (agreesAsFarAsRecorded(it, PASSING) && isOnlyRecordMissing(it));

const certaintyOf = (it: Case): Certainty => {
  if (!agrees(it, PASSING)) return 'possible';
  const { evidence, isReset } = forgottenByNatGateway(it);
  if (evidence === 'shown' || evidence === 'suspected' || (evidence === 'hidden' && isReset))
    return 'possible';
  if (isReplyDoubtful(it)) return 'possible';
  return isAllPassed(it) && evidence === 'ruled-out' && !isReplyMissed(it) ? 'proven' : 'likely';
};

/** Of an interface that was not described nobody knows whose end it is, and what filters it has. */
const interfacesNotGiven = ({ network, observations }: Case): readonly Gap[] =>
  observations
    .filter(({ observationPoint: id }) => id.startsWith('eni-') && !network.interfaces.has(id))
    .map(({ observationPoint }) => describeInterface(observationPoint));

const missingFor = (it: Case): readonly Gap[] =>
  distinct([
    ...it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing)),
    ...(isReplyOpen(it)
      ? [...interfacesNotGiven(it), ...(waysOf(it).length === 0 ? [ROUTE_TABLES] : unknownWay(it))]
      : []),
    ...(forgottenByNatGateway(it).evidence !== 'ruled-out' && lacksFlags(it) ? [TCP_FLAGS] : []),
  ]);

/**
 * Both legs were accepted where they were recorded, no rule given denies them, and no route given leads them astray. It is
 * proven where nothing that leaves the same records is left: neither an answer that got lost after its last record, nor a
 * reset of a NAT gateway that passes for an answer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const allowedBothWays: Cause = {
  code: 'allowed-both-ways',
  settledBy: (it) => recordsOrPacketsAt(it, 'initiator'),
  examine: (it) => {
    const both = it.observations.some(
      ({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null,
    );
    if (!both || !isBorneOut(it) || it.trips.some((trip) => blockers(trip).length > 0)) return null;
    if (stoppedOnTheWay(it)?.isSure || refusals(it).length > 0) return null;
    const certainty = certaintyOf(it);
    return survives(certainty, PASSING, {
      deciding: it.trips.flatMap(({ checkpoints }) => checkpoints.flatMap(({ verdict }) => verdict.deciding)),
      missing: certainty === 'proven' ? [] : missingFor(it),
      byConfiguration: it.trips.length > 0,
    });
  },
};
