import { actionsOf, type Flow, total } from '../../conversation/conversation.js';
import { add, type Tally } from '../../conversation/tally.js';
import type { Leg } from '../../traffic/direction.js';
import type { Case } from '../case/case.js';
import type { Observation } from '../case/observation.js';
import type { EvidenceLine, Occurrences } from './finding.js';

const legsOf = ({ forward, reverse }: Observation): readonly (readonly [Leg, Flow])[] => [
  ['request', forward],
  ['reply', reverse],
];

/** The lines of the log behind what one interface recorded. */
export const evidenceAt = (it: Observation): readonly EvidenceLine[] =>
  legsOf(it).flatMap(([leg, flow]) =>
    actionsOf(flow).flatMap((action) =>
      (flow[action]?.evidence ?? []).map((origin) => ({
        ...origin,
        observationPoint: it.observationPoint,
        action: action === 'none' ? null : action,
        leg,
      })),
    ),
  );

/** What one interface recorded, in numbers. */
export const occurrencesOf = (it: Case, at: Observation): Occurrences => {
  const sum = add(total(at.forward), total(at.reverse)) as Tally;
  const { records, packets, bytes, firstSeen, lastSeen } = sum;
  return { conversations: it.group.conversations, records, packets, bytes, firstSeen, lastSeen };
};
