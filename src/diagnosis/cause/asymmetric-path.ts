import { type Fate, UNRETURNED } from '../../capture/expectation.js';
import { isSilent } from '../../conversation/conversation.js';
import { interfacesOf } from '../../network/look-up.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { agreesAsFarAsRecorded, recorded } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import type { Observation } from '../case/observation.js';
import { type Cause, type Examination, survives } from './cause.js';
import { endsOnTheWay } from './ends-on-the-way.js';
import { packetsAt, workingFlowLog } from './settling.js';

const instanceOf = ({ network }: Case, { observationPoint }: Observation): string | null =>
  network.interfaces.get(observationPoint)?.instanceId ?? null;

/** Another interface of the same instance recorded the reply, which is not one of its own addresses. */
const otherDoor = (it: Case): Observation | undefined => {
  const asked = it.observations.filter(
    (at) => at.side !== null && at.forward.ACCEPT !== null && isSilent(at.reverse),
  );
  return it.observations.find(
    (at) =>
      at.forwards &&
      isSilent(at.forward) &&
      !isSilent(at.reverse) &&
      asked.some((one) => instanceOf(it, one) !== null && instanceOf(it, one) === instanceOf(it, at)),
  );
};

const REJECTED_THERE: readonly Fate[] = ['accepted', 'accepted', 'rejected', 'absent'];

/**
 * The request is recorded at one interface of an instance and its reply at another one. What tracks the connection is the
 * first interface; the security groups of the other one have not seen the request, and by default it does not even send
 * what is not from its own addresses.
 */
const byRecords = (it: Case): Examination | null => {
  const door = otherDoor(it);
  if (door === undefined || recorded(it, 'ACCEPT', 'reply', 'initiator')) return null;
  return survives('likely', door.reverse.REJECT === null ? UNRETURNED : REJECTED_THERE, {
    leg: 'reply',
    otherDoor: door.observationPoint,
    byConfiguration: true,
  });
};

/** The request came in here, and what went out by other interfaces of the instance is not in the log. */
const unwatchedDoors = (it: Case): readonly NetworkInterface[] => {
  const { network, observations, ends } = it;
  if (ends.responder.kind !== 'interface') return [];
  const { id, instanceId } = ends.responder.interface;
  const isAsked = observations.some(
    (at) => at.observationPoint === id && at.forward.ACCEPT !== null && at.absenceCounts.reply,
  );
  if (instanceId === null || !isAsked) return [];
  return interfacesOf(network, instanceId).filter((door) => door.id !== id && !it.isWatched(door.id));
};

/** No reply is recorded anywhere; it may have left where nobody looked. */
const perhapsUnseen = (it: Case): Examination | null => {
  if (it.observations.some(({ reverse }) => !isSilent(reverse))) return null;
  const doors = unwatchedDoors(it);
  if (doors.length === 0 || !agreesAsFarAsRecorded(it, UNRETURNED)) return null;
  return survives('possible', UNRETURNED, {
    leg: 'reply',
    missing: doors.map(({ id }) => workingFlowLog(id)),
    onlyAlternative: true,
  });
};

const byRoutes = endsOnTheWay('asymmetric-path');

/**
 * The reply takes another way than the request: by the routes, through something that has not seen the request; or, by the
 * records, through another interface of the same instance.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const asymmetricPath: Cause = {
  code: 'asymmetric-path',
  settledBy: (it) => packetsAt(it, 'responder'),
  examine: (it) => byRecords(it) ?? byRoutes.examine(it) ?? perhapsUnseen(it),
};
