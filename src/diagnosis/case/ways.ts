import * as Addresses from '../../address/address-set.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import { total } from '../../conversation/conversation.js';
import { undividedBy } from '../../filter/address-classes.js';
import type { MaskedEnd } from '../../path/masked-end.js';
import type { Course } from '../../path/place.js';
import { type Reach, reach } from '../../path/reach.js';
import type { Ends } from '../../path/round-trip.js';
import { oncePer } from '../../prelude/once-per.js';
import type { Leg } from '../../traffic/direction.js';
import { type Case, flowOf, tripsOf } from './case.js';
import { ownAddresses } from './masked.js';

type Spoken = Pick<Case, 'network' | 'ends' | 'trips'>;

const waysBy = ({ network, ends, trips }: Spoken): readonly Reach[] =>
  (network.routeTables.size === 0 ? [] : trips).map(({ packet }) => {
    const { sourcePort } = packet;
    const sourcePorts = sourcePort === null ? null : { from: sourcePort, to: sourcePort };
    return reach(network, { ends, packet, sourcePorts });
  });

/** The whole way of the round trips, by the routes given; empty where none were, and where no end is in the input. */
export const waysOf: (it: Case) => readonly Reach[] = oncePer(waysBy);

/** Every interface that recorded this leg is on its way before it ends. */
export const isSeenOnlyAlong = (it: Case, leg: Leg, { stops }: Course): boolean =>
  it.observations
    .filter((at) => total(flowOf(at, leg)) !== null)
    .every(({ observationPoint }) =>
      stops.some((stop) => stop.kind === 'interface' && stop.interface.id === observationPoint),
    );

/** The case, had one end the address that its records show another one for. */
const withAddress = (it: Case, { side }: MaskedEnd, address: IpAddress): Case => {
  const group = { ...it.group, [side]: { ...it.group[side], address } };
  const ends: Ends = { ...it.ends, [side]: { ...it.ends[side], address } };
  return { ...it, group, ends, masked: [], trips: tripsOf(it.network, group, ends, []) };
};

/** One address of each kind that ways tell apart: each that has a public one, and one of those that have none. */
const addressesOf = (it: Case, { side, others }: MaskedEnd): readonly IpAddress[] => {
  const end = it.ends[side];
  if (end.kind === 'outside') return [];
  const own = Addresses.intersect(ownAddresses(end.interface), others);
  const published = end.interface.associations.map(({ privateAddress }) =>
    Addresses.ofAddress(privateAddress),
  );
  return undividedBy([...published, own])
    .filter((part) => Addresses.isSubset(part, own))
    .flatMap((part) => Addresses.witness(part) ?? []);
};

/** The records show what cannot have been: a request beyond the place where its way ends, or the reply to it. */
const isRefuted = (it: Case): boolean =>
  waysOf(it).some(
    ({ request: { course } }) =>
      course.ending.kind === 'stopped' &&
      course.doubts.length === 0 &&
      (!isSeenOnlyAlong(it, 'request', course) || it.observations.some((at) => total(at.reverse) !== null)),
  );

/** The case by each other address that an end may have had, as far as records and routes leave it possible. */
const otherwise: (it: Case) => readonly Case[] = oncePer((it) =>
  it.masked
    .flatMap((end) => addressesOf(it, end).map((address) => withAddress(it, end, address)))
    .filter((other) => !isRefuted(other)),
);

/** The ways by each other address that an end may have had. */
export const otherWaysOf = (it: Case): readonly (readonly Reach[])[] => otherwise(it).map(waysOf);

/**
 * The case with the address that an end must have had, where that which its records show in its place could not have been
 * spoken with, and one other alone can.
 */
export const revealed = (it: Case): Case => {
  if (it.masked.length === 0 || !isRefuted(it)) return it;
  const [only, ...more] = otherwise(it);
  return only === undefined || more.length > 0 ? it : withShown(it, only);
};

/** Its one interface shows another address than the packets had. */
const withShown = (it: Case, told: Case): Case => {
  const [shown] = [it.group.initiator, it.group.responder].filter(
    ({ address }) =>
      !equals(address, told.group.initiator.address) && !equals(address, told.group.responder.address),
  );
  const shows = shown?.address ?? null;
  return {
    ...told,
    group: { ...told.group, sightings: told.group.sightings.map((at) => ({ ...at, shows })) },
    observations: told.observations.map((at) => ({ ...at, shows })),
  };
};
