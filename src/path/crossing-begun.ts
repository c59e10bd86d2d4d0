import type { Crossing } from '../filter/crossing.js';
import type { Direction } from '../traffic/direction.js';
import { referenceGap } from './crossing-at.js';
import type { Course, Stop } from './place.js';
import { isOfTheWay } from './way-known.js';

const loses =
  (direction: Direction) =>
  (stop: Stop): boolean =>
    stop.kind === 'component' && stop.peerGroups[direction] === 'lost';

/** A packet whose way on from a transit gateway is not known has come through it all the same. */
const knownUpTo = ({ stops }: Course, { component, stop }: Course['doubts'][number]): number =>
  component === 'transit-gateway' ? stops.length : stop;

/**
 * What the beginning of a way tells of a crossing whose rest is not known: through something that hides groups no reference to
 * one holds, wherever the packet goes from there; and what would tell of the rest.
 */
export const withBeginning = (crossing: Crossing, course: Course, direction: Direction): Crossing => {
  const { stops, doubts } = course;
  const open = doubts.filter(isOfTheWay);
  const known = stops.slice(0, Math.min(stops.length, ...open.map((doubt) => knownUpTo(course, doubt))));
  if (known.some(loses(direction))) return { ...crossing, peerGroups: 'lost' };
  if (crossing.peerGroups !== 'unknown') return crossing;
  const [unclear] = known.flatMap((stop) =>
    stop.kind === 'component' && stop.peerGroups[direction] === 'unknown' ? (referenceGap(stop) ?? []) : [],
  );
  const gap = unclear ?? open.flatMap(({ missing }) => missing)[0];
  return gap === undefined ? crossing : { ...crossing, peerGroupsGap: gap };
};
