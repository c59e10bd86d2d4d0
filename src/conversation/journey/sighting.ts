import { equals, type IpAddress, print } from '../../address/ip-address.js';
import { type Conversation, type Flow, isSilent, type Party } from '../conversation.js';
import type { Hosts } from './host.js';

/** One of the two ends, in the order of a sighting. */
export type Place = 0 | 1;

/** A conversation with its two ends in an order that is the same for whatever shows the same hosts. */
export type Sighting = {
  readonly at: Conversation;
  readonly ends: readonly [Party, Party];
  /** The hosts of these ends; where an address is nobody's, the address. */
  readonly hosts: readonly [string, string];
};

export const sightingOf = (at: Conversation, { holderOf }: Hosts): Sighting => {
  const hostText = ({ address }: Party) => holderOf(address, at.observationPoint) ?? print(address);
  const [from, to] = [hostText(at.initiator), hostText(at.responder)];
  const isInOrder = `${from} ${at.initiator.port}` <= `${to} ${at.responder.port}`;
  return isInOrder
    ? { at, ends: [at.initiator, at.responder], hosts: [from, to] }
    : { at, ends: [at.responder, at.initiator], hosts: [to, from] };
};

export const keyOf = ({ at, ends, hosts }: Sighting): string =>
  [at.protocol, hosts[0], ends[0].port ?? '-', hosts[1], ends[1].port ?? '-'].join(' ');

/** What went out from this end, and what came to it. */
export const legsOf = ({ at, ends }: Sighting, place: Place): readonly [out: Flow, into: Flow] =>
  at.initiator === ends[place] ? [at.forward, at.reverse] : [at.reverse, at.forward];

export const isAtHome = ({ at, hosts }: Sighting, place: Place, { hostOf }: Hosts): boolean =>
  hostOf(at.observationPoint) === hosts[place];

/** No leg was recorded by both at the same host: the same packets cross its interfaces once. */
export const isComplement = (a: Sighting, b: Sighting, { hostOf }: Hosts): boolean => {
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
export const addressAt = (sightings: readonly Sighting[], place: Place, hosts: Hosts): IpAddress | null => {
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
export const withAddress = (it: Sighting, place: Place, address: IpAddress): Sighting => {
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
