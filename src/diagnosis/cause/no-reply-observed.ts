import { UNANSWERED, UNRETURNED } from '../../capture/expectation.js';
import { isSilent } from '../../conversation/conversation.js';
import { blockers, undecided } from '../../path/blocker.js';
import { distinct } from '../../problem/gap.js';
import { TCP } from '../../traffic/protocol.js';
import { agrees, agreesAsFarAsRecorded, recorded, recordedAt } from '../case/agreement.js';
import { isAskedOnce } from '../case/asked-once.js';
import type { Case } from '../case/case.js';
import { BOTH_ACTIONS, ROUTE_TABLES, TCP_FLAGS } from '../case/missing-input.js';
import type { Observation } from '../case/observation.js';
import { isLegSure } from '../case/orientation.js';
import { isOnlyRecordMissing } from '../case/reply-delivery.js';
import { stoppedOnTheWay, wasAnswered } from '../case/way.js';
import type { LostAt } from './cause.js';
import { type Cause, type Examination, survives } from './cause.js';
import { logsOfTheEnds, packetsAt, unknownWay } from './settling.js';

/** Where an answer is missing, as far as the interfaces that recorded the request tell. */
const whereUnanswered = (it: Case): LostAt =>
  it.observations.some(({ side }) => side === 'responder') ? 'at-the-responder' : 'unknown';

/** A reply that was accepted there would be recorded. */
const showsAccepted = ({ capture, covered }: Observation): boolean =>
  covered.reply && (capture === 'all' || capture === 'accept');

/** The reply was seen to leave its host, and did not come to the interface of the initiator, which would show it. */
const lostOnTheWay = (it: Case): Examination | null => {
  const missing = it.observations.filter(
    (at) => at.side === 'initiator' && showsAccepted(at) && isSilent(at.reverse),
  );
  if (missing.length === 0 || !recordedAt(it, 'ACCEPT', 'reply', 'responder') || !agrees(it, UNRETURNED))
    return null;
  if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
  const routes = it.network.routeTables.size === 0 ? [ROUTE_TABLES] : [];
  // A flow log that keeps no rejections hides whether it came and was rejected.
  const isSure = missing.some(({ absenceCounts }) => absenceCounts.reply);
  return survives(isSure && it.group.initiatorProven ? 'likely' : 'possible', UNRETURNED, {
    leg: 'reply',
    missing: distinct([
      ...(isSure ? [] : [BOTH_ACTIONS]),
      ...routes,
      ...it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing)),
    ]),
    byConfiguration: it.trips.length > 0,
    lostAt: 'on-the-way-back',
    onlyAlternative: !isSure || isOnlyRecordMissing(it),
  });
};

/**
 * The request was accepted and nothing came back, although the log would show it: a silent host, a host firewall, or a
 * reply lost on its way. It needs a proven initiator, a flow log that keeps both actions, a log that goes on past the
 * conversation, and a protocol that answers.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const noReplyObserved: Cause = {
  code: 'no-reply-observed',
  settledBy: (it) => [...unknownWay(it), ...logsOfTheEnds(it), ...packetsAt(it, 'responder')],
  examine: (it) => {
    // It was never for a host that could answer.
    if (it.unsolicited !== null) return null;
    // What it sent after that shows that it got its answer, whatever became of the record.
    if (wasAnswered(it)) return null;
    const lost = lostOnTheWay(it);
    if (lost !== null) return lost;
    if (it.observations.some(({ reverse }) => !isSilent(reverse))) return null;
    const isUnseen = !agrees(it, UNANSWERED);
    const silent = recorded(it, 'ACCEPT', 'request') && agreesAsFarAsRecorded(it, UNANSWERED);
    const shown = it.observations.every(({ absenceCounts }) => absenceCounts.reply);
    if (!silent || !shown || it.group.protocol !== TCP) return null;
    if (it.trips.some((trip) => blockers(trip).some(({ leg }) => leg === 'request'))) return null;
    const { initiatorProven } = it.group;
    const stopped = stoppedOnTheWay(it);
    const missing = distinct([
      ...(stopped?.leg === 'request' ? stopped.missing : []),
      ...it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing)),
      ...(initiatorProven ? [] : [TCP_FLAGS]),
    ]);
    // Who gets no answer asks again; and where the responder's own record is missing, the request may have got lost.
    const isSure = missing.length === 0 && !isAskedOnce(it) && !isUnseen && stopped?.leg !== 'request';
    const certainty = isSure && it.trips.length > 0 ? 'likely' : 'possible';
    return survives(certainty, UNANSWERED, {
      leg: 'reply',
      missing,
      byConfiguration: it.trips.length > 0,
      lostAt: whereUnanswered(it),
      onlyAlternative: isUnseen || (!initiatorProven && !isLegSure(it)),
    });
  },
};
