import { equals } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { Case } from '../case/case.js';
import type { Cause, Examination } from './cause.js';
import { endsOnTheWay } from './ends-on-the-way.js';
import { perhapsForTheRequest } from './no-route.js';

const byRoutes = endsOnTheWay('no-public-address');

/** No routes were given, and this interface could not use one to an internet gateway. */
const perhaps = (it: Case): Examination | null => {
  const { initiator, responder } = it.ends;
  if (initiator.kind === 'outside' || responder.kind === 'interface') return null;
  const { address, interface: own } = initiator;
  const isTranslated = own.associations.some(({ privateAddress }) => equals(privateAddress, address));
  const isToTheInternet = responder.address.family === 4 && !isPrivate(responder.address);
  return isToTheInternet && !isTranslated ? perhapsForTheRequest(it) : null;
};

/**
 * The way leads over an internet gateway, and the interface has no public address for it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const noPublicAddress: Cause = {
  code: 'no-public-address',
  settledBy: byRoutes.settledBy,
  examine: (it) => byRoutes.examine(it) ?? perhaps(it),
};
