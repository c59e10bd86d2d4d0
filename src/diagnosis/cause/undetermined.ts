import { UNPREDICTED } from '../../capture/expectation.js';
import { missingForCapture } from '../../capture/traffic-type.js';
import { undecided } from '../../path/blocker.js';
import { distinct, type Gap } from '../../problem/gap.js';
import type { Case } from '../case/case.js';
import { TCP_FLAGS } from '../case/missing-input.js';
import { type Cause, survives } from './cause.js';
import { recordsOrPacketsAt, unknownWay } from './settling.js';

/** The interface holds neither address, so what its filters saw of the packet is not known. */
const forwarded = (id: string): Gap => ({
  kind: 'interface-addresses',
  id,
  needs:
    'pkt-srcaddr and pkt-dstaddr in the log format, or aws ec2 describe-network-interfaces of the same time',
});

const missingFor = (it: Case): readonly Gap[] =>
  distinct([
    ...it.trips.flatMap((trip) => undecided(trip).flatMap(({ verdict }) => verdict.missing)),
    ...it.observations
      .filter(({ forwards }) => forwards)
      .map(({ observationPoint }) => forwarded(observationPoint)),
    ...it.observations.flatMap(({ observationPoint }) => missingForCapture(it.network, observationPoint)),
    ...unknownWay(it),
    ...(it.group.initiatorProven ? [] : [TCP_FLAGS]),
  ]);

/** No cause that this version knows explains the records. Said plainly, with what would help. */
export const undetermined: Cause = {
  code: 'undetermined',
  settledBy: (it) => recordsOrPacketsAt(it, 'initiator'),
  examine: (it) => survives('possible', UNPREDICTED, { missing: missingFor(it) }),
};
