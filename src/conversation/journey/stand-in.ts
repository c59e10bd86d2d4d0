import type { IpAddress } from '../../address/ip-address.js';
import { addFlows, type Conversation, type Flow, isSilent } from '../conversation.js';
import type { Hosts } from './host.js';
import { joinInTime } from './join-in-time.js';
import { type Journey, type JourneyOptions, journeysOfEnds, rank, reversed } from './journey.js';
import { endText } from './side.js';
import {
  addressAt,
  isAtHome,
  isComplement,
  keyOf,
  legsOf,
  type Sighting,
  sightingOf,
  withAddress,
} from './sighting.js';

/** Two halves that one observation point recorded under two addresses. */
const whole = (a: Conversation, b: Conversation): Conversation => {
  const [surer, other] = rank(a) <= rank(b) ? [a, b] : [b, a];
  const same = endText(surer.initiator) === endText(other.initiator) ? other : reversed(other);
  return {
    ...surer,
    forward: addFlows(surer.forward, same.forward),
    reverse: addFlows(surer.reverse, same.reverse),
    standIn: surer.standIn ?? other.standIn,
    doubts: [...new Set([...surer.doubts, ...other.doubts])],
    copies: surer.copies + other.copies,
  };
};

const onePerPoint = (conversations: readonly Conversation[]): readonly Conversation[] => {
  const byPoint = new Map<string, Conversation>();
  for (const it of conversations) {
    const known = byPoint.get(it.observationPoint);
    byPoint.set(it.observationPoint, known === undefined ? it : whole(known, it));
  }
  return [...byPoint.values()];
};

/** Joins what shows the same hosts and ports, where one packet can have left all of it. */
const joined = (kin: readonly Journey[], hosts: Hosts, options: JourneyOptions): readonly Journey[] => {
  if (kin.length === 1) return kin;
  const known = new Map<Conversation, Sighting>();
  const sightings = (some: readonly Conversation[]): readonly Sighting[] =>
    some.map((at) => {
      const it = known.get(at) ?? sightingOf(at, hosts);
      known.set(at, it);
      return it;
    });
  const canMeet = options.canMeet ?? (() => true);
  const canJoin = (some: readonly Conversation[], others: readonly Conversation[]): boolean => {
    const [these, those] = [sightings(some), sightings(others)];
    return (
      these.every((a) =>
        those.every(
          (b) => canMeet(a.at.observationPoint, b.at.observationPoint) && isComplement(a, b, hosts),
        ),
      ) && ([0, 1] as const).every((place) => addressAt([...these, ...those], place, hosts) !== null)
    );
  };
  const parts = joinInTime(
    kin.map(({ conversations }) => conversations),
    canJoin,
    options.maxAggregationInterval ?? null,
  );
  return parts.flatMap((members) => {
    const unjoined = kin.find(({ conversations }) => conversations === members);
    if (unjoined !== undefined) return [unjoined];
    const all = sightings(members);
    const own = ([0, 1] as const).map((place) => addressAt(all, place, hosts) as IpAddress);
    const shown = all.map(
      (it) => withAddress(withAddress(it, 0, own[0] as IpAddress), 1, own[1] as IpAddress).at,
    );
    return journeysOfEnds(onePerPoint(shown), options);
  });
};

/** A host of several addresses takes part, and of one of the hosts some leg is missing. */
const mayHaveKin = ({ conversations }: Journey, hosts: Hosts): boolean => {
  const sightings = conversations.map((at) => sightingOf(at, hosts));
  const [first] = sightings;
  if (first === undefined || first.ends[0].address.family === 6 || first.hosts[0] === first.hosts[1])
    return false;
  if (!first.hosts.some(hosts.hasOthers)) return false;
  return ([0, 1] as const).some((place) => {
    const legs = sightings.filter((it) => isAtHome(it, place, hosts)).map((it) => legsOf(it, place));
    return [0, 1].some((leg) => legs.every((both) => isSilent(both[leg] as Flow)));
  });
};

/**
 * Joins journeys whose ends differ only since an interface shows its primary address in place of another one of its host: a
 * secondary or a pod's address, or that of the interface that the request had come by. What joins nothing is left as it is.
 */
export function* throughStandIns(
  journeys: Iterable<Journey>,
  hosts: Hosts,
  options: JourneyOptions = {},
): Generator<Journey, void> {
  const held = new Map<string, Journey[]>();
  for (const it of journeys) {
    if (!mayHaveKin(it, hosts)) {
      yield it;
      continue;
    }
    const key = keyOf(sightingOf(it.conversations[0] as Conversation, hosts));
    const list = held.get(key);
    if (list === undefined) held.set(key, [it]);
    else list.push(it);
  }
  for (const kin of held.values()) yield* joined(kin, hosts, options);
}
