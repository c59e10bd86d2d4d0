import { type IpAddress, print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { type Conversation, isSilent } from '../../conversation/conversation.js';
import type { Group } from '../../conversation/group.js';

/** What the log shows of everybody who started something and was rejected each time. */
export type Senders = {
  /** On how many addresses and ports this sender was rejected or taken in by nobody; 0 where any of its packets was accepted, ever. */
  readonly targetsOf: (sender: IpAddress) => number;
  /** How many public addresses were rejected each time. */
  readonly strangers: number;
};

type Tried = { readonly targets: Set<string>; readonly isPublic: boolean };

/** Nothing but rejected requests. */
export const isRejectedOnly = (seen: readonly Pick<Conversation, 'forward' | 'reverse'>[]): boolean =>
  seen.every(({ forward, reverse }) => forward.ACCEPT === null && isSilent(reverse));

/** More targets of one sender need not be told apart. */
const MOST_TARGETS = 1000;

/** Addresses that something was accepted of: a set, or what takes less room and errs by holding more than was added. */
export type Addresses = { readonly has: (key: string) => boolean; readonly add: (key: string) => unknown };

/** Takes what was seen of both ends, group by group or journey by journey, and knows who was rejected each time. */
export type SenderLedger = Senders & {
  readonly note: (
    ends: Pick<Group, 'protocol' | 'initiator' | 'responder'>,
    seen: readonly Pick<Conversation, 'forward' | 'reverse'>[],
    /** It was let in nowhere, whatever its records say. */
    isUnsolicited: boolean,
  ) => void;
  readonly wasAccepted: (sender: IpAddress) => boolean;
};

/** Of rejected senders that tried more than `mostKept` targets, one by one, those noted first are forgotten. */
export const senderLedger = (
  accepted: Addresses = new Set<string>(),
  mostKept = Number.POSITIVE_INFINITY,
): SenderLedger => {
  const tried = new Map<string, Tried>();
  let [strangers, kept] = [0, 0];
  const forget = (key: string): void => {
    const its = tried.get(key);
    if (its === undefined) return;
    if (its.isPublic) strangers--;
    kept -= its.targets.size;
    tried.delete(key);
  };
  const begin = (key: string, sender: IpAddress): Tried => {
    const its = { targets: new Set<string>(), isPublic: !isPrivate(sender) };
    if (its.isPublic) strangers++;
    tried.set(key, its);
    return its;
  };
  const keep = ({ targets }: Tried, target: string): void => {
    if (targets.size >= MOST_TARGETS || targets.has(target)) return;
    targets.add(target);
    kept++;
    for (const oldest of tried.keys()) {
      if (kept <= mostKept) break;
      forget(oldest);
    }
  };
  return {
    note: ({ protocol, initiator, responder }, seen, isUnsolicited) => {
      const key = print(initiator.address);
      if (!isRejectedOnly(seen) && !isUnsolicited) {
        // Whoever answered us is no stranger, either.
        for (const known of [key, print(responder.address)]) {
          accepted.add(known);
          forget(known);
        }
        return;
      }
      if (accepted.has(key)) return;
      const its = tried.get(key) ?? begin(key, initiator.address);
      keep(its, `${print(responder.address)} ${protocol} ${responder.port ?? '-'}`);
    },
    wasAccepted: (sender) => accepted.has(print(sender)),
    targetsOf: (sender) => tried.get(print(sender))?.targets.size ?? 0,
    get strangers() {
      return strangers;
    },
  };
};

/** Looks over all groups once. What went to the door of a NAT gateway was let in nowhere, whatever its record says. */
export const sendersIn = (
  groups: readonly Group[],
  isUnsolicited: (it: Group) => boolean = () => false,
): Senders => {
  const ledger = senderLedger();
  for (const group of groups) ledger.note(group, group.sightings, isUnsolicited(group));
  return ledger;
};

/** For questions about traffic that somebody names: then it is no noise. */
export const NOBODY: Senders = { targetsOf: () => 0, strangers: 0 };
