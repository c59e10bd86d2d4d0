import { UNDELIVERED } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agrees, recorded } from '../case/agreement.js';
import { PORT_25_LIFTED } from '../case/missing-input.js';
import { isLegSure, missingForLeg } from '../case/orientation.js';
import { waysOf } from '../case/ways.js';
import { type Cause, survives } from './cause.js';

/**
 * Mail to a public address on TCP port 25, and nothing comes back. EC2 does not let it out unless the account asked for
 * that, which no answer of AWS tells; so this is never proven.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html
 */
export const outboundSmtpRestricted: Cause = {
  code: 'outbound-smtp-restricted',
  settledBy: () => [PORT_25_LIFTED],
  examine: (it) => {
    const ways = waysOf(it);
    const isRestricted = ways.some(({ request }) =>
      request.course.doubts.some(({ reason }) => reason === 'outbound-smtp-restricted'),
    );
    if (!isRestricted || recorded(it, 'ACCEPT', 'reply') || !agrees(it, UNDELIVERED)) return null;
    if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
    const isSilent = it.observations.every(({ absenceCounts }) => absenceCounts.reply);
    return survives(isSilent && isLegSure(it) ? 'likely' : 'possible', UNDELIVERED, {
      leg: 'request',
      missing: missingForLeg(it),
      byConfiguration: true,
    });
  },
};
