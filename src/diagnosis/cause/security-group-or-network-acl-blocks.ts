import { rejectedAt, type Station } from '../../capture/expectation.js';
import { distinct } from '../../problem/gap.js';
import { agrees, recorded } from '../case/agreement.js';
import { CONFIGURATION_OF_THE_TIME } from '../case/missing-input.js';
import { isLegMixed, mayBeLate, rejectReason } from '../case/rejection.js';
import { type Cause, survives } from './cause.js';
import { checkpointsAt, missingFor, standing } from './filter-blocks.js';

const stations: readonly Station[] = [
  { side: 'responder', leg: 'request' },
  { side: 'initiator', leg: 'request' },
];

/**
 * A rejected request, and neither filter of that interface is known. The record alone never says which of the two it
 * was: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const securityGroupOrNetworkAclBlocks: Cause = {
  code: 'security-group-or-network-acl-blocks',
  settledBy: () => [CONFIGURATION_OF_THE_TIME],
  examine: (it) => {
    const open = stations.filter(
      (station) =>
        recorded(it, 'REJECT', 'request', station.side) &&
        agrees(it, rejectedAt(station)) &&
        (['security-groups', 'network-acl'] as const).every(
          (filter) => standing(checkpointsAt(it, station, filter)) === 'unknown',
        ),
    );
    const [station] = open;
    if (station === undefined || rejectReason(it, 'request') !== null) return null;
    const missing = distinct(
      open.flatMap((at) => [...missingFor(it, at, 'security-groups'), ...missingFor(it, at, 'network-acl')]),
    );
    // What passed before was not blocked by the rules of that time: they changed, or it came late.
    const passedBefore = mayBeLate(it, 'request') || isLegMixed(it, 'request');
    return survives(passedBefore ? 'possible' : 'likely', rejectedAt(station), { leg: 'request', missing });
  },
};
