import type { Network } from '../network/network.js';
import type { Passage as Leg } from '../path/passage.js';
import type { PathCheckpoint } from '../path/path-checkpoint.js';
import type { Stop } from '../path/place.js';
import type { Reach } from '../path/reach.js';
import type { Packet } from '../traffic/packet.js';
import type { Fate } from './expectation.js';
import type { Passage } from './passage.js';

/** What the filters of one stop make of a leg; some of the initiator's ports may pass and others not. */
const fateAt = (checkpoints: readonly PathCheckpoint[]): Fate => {
  const denied = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
  if (denied.some(({ ports }) => ports === null)) return 'rejected';
  const isOpen = denied.length > 0 || checkpoints.some(({ verdict }) => verdict.outcome === 'undetermined');
  return isOpen ? 'unknown' : 'accepted';
};

/** The packet there; where the initiator may use several ports, none of them is foretold. */
const packetOf = ({ carried: { packet, ports } }: Stop, leg: Leg['leg']): Packet => {
  const [range, ...more] = ports?.ranges ?? [];
  if (ports === null || (range !== undefined && more.length === 0 && range.from === range.to)) return packet;
  return leg === 'request' ? { ...packet, sourcePort: null } : { ...packet, destinationPort: null };
};

/** A regional NAT gateway has no interface; it records what it takes in and what it gives on. */
const throughRegionalGateway = (
  network: Network,
  stop: Stop,
  leg: Leg['leg'],
  isCertain: boolean,
): readonly Passage[] => {
  if (stop.kind !== 'component' || network.natGateways.get(stop.id)?.availability !== 'regional') return [];
  const at = { at: { kind: 'regional-nat-gateway', id: stop.id }, side: null, leg, isCertain } as const;
  const after = stop.after === null ? stop : { ...stop, carried: stop.after };
  return [
    { ...at, direction: 'ingress', packet: packetOf(stop, leg), fate: 'accepted' },
    { ...at, direction: 'egress', packet: packetOf(after, leg), fate: 'accepted' },
  ];
};

type Walked = {
  readonly passages: readonly Passage[];
  /** Nothing follows: the leg was rejected, or its way ended. */
  readonly ended: boolean;
  /** Whether it comes so far is not certain. */
  readonly open: boolean;
};

/** Whether a packet that goes no further for want of a route leaves an ACCEPT is not documented. */
const isLastBeforeTheEnd = ({ course }: Leg, index: number): boolean =>
  course.ending.kind === 'stopped' && !course.stops.slice(index + 1).some((it) => it.kind === 'interface');

const alongLeg = (network: Network, walked: Leg, startsOpen: boolean): Walked => {
  const { course, checkpoints, leg } = walked;
  const certain = Math.min(...course.doubts.map(({ stop }) => stop), Number.POSITIVE_INFINITY);
  const passages: Passage[] = [];
  let open = startsOpen;
  for (const [index, stop] of course.stops.entries()) {
    passages.push(...throughRegionalGateway(network, stop, leg, !open && index < certain));
    if (stop.kind !== 'interface') continue;
    const here = checkpoints.filter((at) => at.stop === index && !at.beyond);
    if (here.length === 0) continue;
    const fate = fateAt(here);
    const isCertain = !open && index < certain && !(fate === 'accepted' && isLastBeforeTheEnd(walked, index));
    passages.push({
      at: { kind: 'interface', interface: stop.interface },
      side: null,
      leg,
      direction: stop.direction,
      packet: packetOf(stop, leg),
      fate,
      isCertain,
    });
    if (fate === 'rejected') return { passages, ended: true, open };
    if (fate === 'unknown') open = true;
  }
  return { passages, ended: course.ending.kind === 'stopped', open: open || course.doubts.length > 0 };
};

/** Where a round trip along the routes can be recorded, in the order in which the packets come there, if it is answered. */
export const passagesOfReach = (network: Network, { request, reply }: Reach): readonly Passage[] => {
  const there = alongLeg(network, request, false);
  if (there.ended || reply === null) return there.passages;
  return [...there.passages, ...alongLeg(network, reply, there.open).passages];
};
