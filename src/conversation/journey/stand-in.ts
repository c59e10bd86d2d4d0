import { equals, type IpAddress, print } from '../../address/ip-address.js';
import { addFlows, type Conversation, type Flow, isSilent, type Party } from '../conversation.js';
import type { Hosts } from './host.js';
import { joinInTime } from './join-in-time.js';
import { type Journey, type JourneyOptions, journeysOfEnds, rank, reversed } from './journey.js';
import { endText } from './side.js';

type Place = 0 | 1;

/** A conversation with its two ends in an order that is the same for whatever shows the same hosts. */
type Sighting = {
  readonly at: Conversation;
  readonly ends: readonly [Party, Party];
  /** The hosts of these ends; where an address is nobody's, the address. */
  readonly hosts: readonly [string, string];
};

const sightingOf = (at: Conversation, { holderOf }: Hosts): Sighting => {
  const hostText = ({ address }: Party) => holderOf(address, at.observationPoint) ?? print(address);
  const [from, to] = [hostText(at.initiator), hostText(at.responder)];
  const isInOrder = `${from} ${at.initiator.port}` <= `${to} ${at.responder.port}`;
  return isInOrder
    ? { at, ends: [at.initiator, at.responder], hosts: [from, to] }
    : { at, ends: [at.responder, at.initiator], hosts: [to, from] };
};

const keyOf = ({ at, ends, hosts }: Sighting): string =>
  [at.protocol, hosts[0], ends[0].port ?? '-', hosts[1], ends[1].port ?? '-'].join(' ');

/** What went out from this end, and what came to it. */
const legsOf = ({ at, ends }: Sighting, place: Place): readonly [out: Flow, into: Flow] =>
  at.initiator === ends[place] ? [at.forward, at.reverse] : [at.reverse, at.forward];

const isAtHome = ({ at, hosts }: Sighting, place: Place, { hostOf }: Hosts): boolean =>
  hostOf(at.observationPoint) === hosts[place];

/** No leg was recorded by both at the same host: the same packets cross its interfaces once. */
const isComplement = (a: Sighting, b: Sighting, { hostOf }: Hosts): boolean => {
  const [here, there] = [a, b].map(({ at }) => hostOf(at.observationPoint) ?? at.observationPoint);
  if (here !== there) return true;
  const others = legsOf(b, 0);
  return legsOf(a, 0).every((leg, i) => isSilent(leg) || isSilent(others[i] as Flow));
};

const distinct = (addresses: readonly IpAddress[]): readonly IpAddress[] =>
  addresses.filter((it, i) => addresses.findIndex((other) => equals(it, other)) === i);

const isStandIn = ({ at, ends }: Sighting, place: Place, { standInAt }: Hosts): boolean => {
  const standIn = standInAt(at.observationPoint);
  return standIn !== null && equals(standIn, ends[place].address);
};

/** By rising doubt, what may be the packets' own address at an end. */
const candidatesAt = (
  sightings: readonly Sighting[],
  place: Place,
  hosts: Hosts,
): readonly (readonly Sighting[])[] => {
  const home = sightings.filter((it) => isAtHome(it, place, hosts));
  return [
    // Beyond its host nothing replaces it.
    sightings.filter((it) => !home.includes(it)),
    home.filter((it) => !isStandIn(it, place, hosts)),
    // What came in was sent to an address of the interface that it came in by.
    home.filter((it) => !isSilent(legsOf(it, place)[1])),
    home,
  ];
};

/** The packets' own address at an end, where what was recorded agrees on it. */
const addressAt = (sightings: readonly Sighting[], place: Place, hosts: Hosts): IpAddress | null => {
  const [first] = candidatesAt(sightings, place, hosts).filter((some) => some.length > 0);
  const [address, ...more] = distinct((first ?? []).map(({ ends }) => ends[place].address));
  if (address === undefined || more.length > 0) return null;
  return sightings.every(
    (it) =>
      equals(it.ends[place].address, address) || (isAtHome(it, place, hosts) && isStandIn(it, place, hosts)),
  )
    ? address
    : null;
};

/** The conversation between the packets' own addresses. */
const withAddress = (it: Sighting, place: Place, address: IpAddress): Sighting => {
  const shown = it.ends[place];
  if (equals(shown.address, address)) return it;
  const own: Party = { ...shown, address };
  const isInitiator = it.at.initiator === shown;
  return {
    ...it,
    at: {
      ...it.at,
      ...(isInitiator ? { initiator: own } : { responder: own }),
      standIn: { address: shown.address, for: address, toldBy: 'other-records' },
    },
    ends: place === 0 ? [own, it.ends[1]] : [it.ends[0], own],
  };
};

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
