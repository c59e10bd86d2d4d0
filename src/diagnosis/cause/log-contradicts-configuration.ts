import { predictedFates, UNPREDICTED } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agreesAsFarAsRecorded, recorded, recordedAt } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { CONFIGURATION_OF_THE_TIME } from '../case/missing-input.js';
import { hasSyn, isLegMixed, mayBeLate, mayBeStray, rejectReason } from '../case/rejection.js';
import { type Cause, type Examination, survives } from './cause.js';

/** What passed before and was rejected then may simply be late, which contradicts nothing. */
const isLate = (it: Case): boolean =>
  (recordedAt(it, 'REJECT', 'reply', 'responder') && recordedAt(it, 'ACCEPT', 'reply', 'initiator')) ||
  (['request', 'reply'] as const).some((leg) => mayBeLate(it, leg) || isLegMixed(it, leg));

/** AWS rejects what is left of a connection that is no longer tracked, with rules that are fine. */
const isStray = (it: Case): boolean =>
  (['request', 'reply'] as const).some((leg) => recorded(it, 'REJECT', leg) && mayBeStray(it, leg));

/** The service went well afterwards, so what was rejected may have come late; what opens a connection never does. */
const mayHaveComeLate = (it: Case): boolean =>
  it.servedAfterwards &&
  !(['request', 'reply'] as const).some((leg) => recorded(it, 'REJECT', leg) && hasSyn(it, leg));

/** The rules given say nothing of an interface that was not described, though it shows an address of one that was. */
const whereDescribed = (it: Case): Case => ({
  ...it,
  observations: it.observations.filter(({ observationPoint }) => it.network.interfaces.has(observationPoint)),
});

const againstTheRules = (it: Case): Examination | null => {
  const described = whereDescribed(it);
  const [first] = it.trips.filter((trip) => !agreesAsFarAsRecorded(described, predictedFates(trip)));
  if (first === undefined || rejectReason(it, 'request') !== null || rejectReason(it, 'reply') !== null)
    return null;
  const denies = blockers(first);
  const verdicts = (denies.length > 0 ? denies : first.checkpoints).map(({ verdict }) => verdict);
  return survives(isLate(it) || isStray(it) || mayHaveComeLate(it) ? 'possible' : 'likely', UNPREDICTED, {
    blames: denies,
    deciding: verdicts.flatMap(({ deciding }) => deciding),
    byConfiguration: true,
  });
};

/**
 * The configuration given cannot have written these records: it was changed since, or is not the one that was in force.
 * Rule changes take effect with a short delay:
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 * Or nothing at all should have written them: AWS lists such traffic as never logged.
 */
export const logContradictsConfiguration: Cause = {
  code: 'log-contradicts-configuration',
  settledBy: () => [CONFIGURATION_OF_THE_TIME],
  examine: (it) => (it.unexpected === null ? againstTheRules(it) : survives('proven', UNPREDICTED)),
};
