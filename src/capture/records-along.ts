import type { Network } from '../network/network.js';
import type { Reach } from '../path/reach.js';
import { type ExpectedRecord, recordsOf } from './expected-record.js';
import { passagesOfReach } from './passages-of-reach.js';

/** The records of a round trip along the routes that must or may be there, in the order in which the packets come. */
export const recordsAlong = (network: Network, reach: Reach): readonly ExpectedRecord[] =>
  recordsOf(network, passagesOfReach(network, reach)).filter(
    ({ presence, interfaceId, resourceId }) =>
      presence !== 'must-not' &&
      (resourceId !== null || (interfaceId !== null && network.interfaces.has(interfaceId))),
  );
