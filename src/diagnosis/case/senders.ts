import { type IpAddress, print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { isSilent } from '../../conversation/conversation.js';
import type { Group } from '../../conversation/group.js';

/** What the log shows of everybody who started something and was rejected each time. */
export type Senders = {
  /** On how many addresses and ports this sender was rejected; 0 where any of its packets was accepted, ever. */
  readonly targetsOf: (sender: IpAddress) => number;
  /** How many public addresses were rejected each time. */
  readonly strangers: number;
};

type Tried = { readonly targets: Set<string>; readonly isPublic: boolean; wasAccepted: boolean };

const isRejectedOnly = ({ sightings }: Group): boolean =>
  sightings.every(({ forward, reverse }) => forward.ACCEPT === null && isSilent(reverse));

/** More targets of one sender need not be told apart. */
const MOST_TARGETS = 1000;

const triedIn = (tried: Map<string, Tried>, address: IpAddress): Tried => {
  const key = print(address);
  const known = tried.get(key) ?? {
    targets: new Set<string>(),
    isPublic: !isPrivate(address),
    wasAccepted: false,
  };
  tried.set(key, known);
  return known;
};

/** Looks over all groups once. */
export const sendersIn = (groups: readonly Group[]): Senders => {
  const tried = new Map<string, Tried>();
  for (const group of groups) {
    const { initiator, responder, protocol } = group;
    // Whoever answered us is no stranger, either.
    triedIn(tried, responder.address).wasAccepted ||= !isRejectedOnly(group);
    const its = triedIn(tried, initiator.address);
    its.wasAccepted ||= !isRejectedOnly(group);
    if (its.targets.size < MOST_TARGETS)
      its.targets.add(`${print(responder.address)} ${protocol} ${responder.port ?? '-'}`);
  }
  return {
    targetsOf: (sender) => {
      const its = tried.get(print(sender));
      return its === undefined || its.wasAccepted ? 0 : its.targets.size;
    },
    strangers: [...tried.values()].filter((it) => it.isPublic && !it.wasAccepted && it.targets.size > 0)
      .length,
  };
};

/** For questions about traffic that somebody names: then it is no noise. */
export const NOBODY: Senders = { targetsOf: () => 0, strangers: 0 };
