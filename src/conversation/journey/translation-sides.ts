import { equals, print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { Party } from '../conversation.js';
import type { Journey } from './journey.js';
import { endText, type Side, sideOf } from './side.js';

/** A regional NAT gateway's id; its records show the packet's own addresses, its public one among them. */
const isRegionalNatGateway = (point: string): boolean => point.startsWith('nat-');

const ANY_PUBLIC = 'public';

const sharedBy = (fixed: Party, standIn: string): string => `${endText(fixed)} ${standIn}`;

/**
 * The side of the client: the gateway's address stands in for the server's, where `pkt-dstaddr` says who is meant.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const innerSides = (journey: Journey): readonly Side[] =>
  journey.conversations.flatMap((at) => {
    const ends = [at.initiator, at.responder];
    if (isRegionalNatGateway(at.observationPoint)) {
      const [inside, outside] = ends[0] && isPrivate(ends[0].address) ? ends : ends.toReversed();
      const isInner = inside && outside && isPrivate(inside.address) && !isPrivate(outside.address);
      return isInner ? [sideOf(journey, at, outside, sharedBy(outside, ANY_PUBLIC))] : [];
    }
    const { standIn } = at;
    const fixed = ends.find(({ address }) => standIn !== null && equals(address, standIn.for));
    return standIn === null || fixed === undefined
      ? []
      : [sideOf(journey, at, fixed, sharedBy(fixed, print(standIn.address)))];
  });

/** The side of the server: the gateway itself is one end. Either end may be the one that stays. */
export const outerSides = (journey: Journey, translating: ReadonlySet<string>): readonly Side[] =>
  journey.conversations.flatMap((at) => {
    if (at.standIn !== null || !translating.has(at.observationPoint)) return [];
    const both = [
      [at.initiator, at.responder],
      [at.responder, at.initiator],
    ] as const;
    if (!isRegionalNatGateway(at.observationPoint))
      return both.map(([own, fixed]) => sideOf(journey, at, fixed, sharedBy(fixed, print(own.address))));
    if (both[0].some(({ address }) => isPrivate(address))) return [];
    return both.map(([, fixed]) => sideOf(journey, at, fixed, sharedBy(fixed, ANY_PUBLIC)));
  });
