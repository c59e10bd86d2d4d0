import { PASSING, STATIONS, type Station } from '../../capture/expectation.js';
import { blockers, undecided } from '../../path/blocker.js';
import type { Reach } from '../../path/reach.js';
import type { Side } from '../../path/round-trip.js';
import { distinct } from '../../problem/gap.js';
import { agrees, possibleSides } from '../agreement.js';
import { type Case, flowOf } from '../case.js';
import { type Cause, survives } from '../cause.js';
import type { Observation } from '../observation.js';
import { isResetByNatGateway, refusals } from '../reset.js';
import { stoppedOnTheWay, waysOf } from '../way.js';
import { checkpointsAt, standing } from './filter-blocks.js';

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

/**
 * Both legs were accepted where they were recorded, no rule given denies them, and no route given leads them astray.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const allowedBothWays: Cause = {
  code: 'allowed-both-ways',
  examine: (it) => {
    const both = it.observations.some(
      ({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null,
    );
    if (!both || !agrees(it, PASSING) || it.trips.some((trip) => blockers(trip).length > 0)) return null;
    const stopped = stoppedOnTheWay(it);
    if (stopped?.isSure || refusals(it).length > 0) return null;
    const passed =
      stopped === null &&
      !waysOf(it).some(isDenied) &&
      isResetByNatGateway(it) === false &&
      STATIONS.every((station) => isPassed(it, station));
    const deciding = it.trips.flatMap(({ checkpoints }) =>
      checkpoints.flatMap(({ verdict }) => verdict.deciding),
    );
    return survives(passed ? 'proven' : 'likely', PASSING, {
      deciding,
      missing: passed
        ? []
        : distinct(it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing))),
      byConfiguration: it.trips.length > 0,
    });
  },
};
