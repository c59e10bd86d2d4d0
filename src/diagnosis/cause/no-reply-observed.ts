import { UNANSWERED } from '../../capture/expectation.js';
import { blockers, undecided } from '../../path/blocker.js';
import { distinct } from '../../problem/gap.js';
import { TCP } from '../../traffic/protocol.js';
import { agrees, recorded } from '../agreement.js';
import { type Cause, survives } from '../cause.js';
import { TCP_FLAGS } from '../missing-field.js';

/**
 * The request was accepted and nothing came back, although the log would show it: a silent host, a host firewall, or a
 * reply lost on its way. It needs a proven initiator, a flow log that keeps both actions, a log that goes on past the
 * conversation, and a protocol that answers.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const noReplyObserved: Cause = {
  code: 'no-reply-observed',
  examine: (it) => {
    const silent = recorded(it, 'ACCEPT', 'request') && agrees(it, UNANSWERED);
    const shown = it.observations.every(({ absenceCounts }) => absenceCounts.reply);
    if (!silent || !shown || it.group.protocol !== TCP) return null;
    if (it.trips.some((trip) => blockers(trip).some(({ leg }) => leg === 'request'))) return null;
    const { initiatorProven } = it.group;
    const missing = distinct([
      ...it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing)),
      ...(initiatorProven ? [] : [TCP_FLAGS]),
    ]);
    const certainty = missing.length === 0 && it.trips.length > 0 ? 'likely' : 'possible';
    return survives(certainty, UNANSWERED, {
      leg: 'reply',
      missing,
      byConfiguration: it.trips.length > 0,
      onlyAlternative: !initiatorProven,
    });
  },
};
