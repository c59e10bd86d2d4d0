import type { Network } from '../network/network.js';
import type { Passage as Leg } from '../path/passage.js';
import type { PathCheckpoint } from '../path/path-checkpoint.js';
import type { Stop } from '../path/place.js';
import type { Reach } from '../path/reach.js';
import type { Fate } from './expectation.js';
import type { Passage } from './passage.js';
import { atAttachment, packetOf, throughRegionalGateway } from './passages-without-interface.js';

/** What the filters of one stop make of a leg; some of the initiator's ports may pass and others not. */
const fateAt = (checkpoints: readonly PathCheckpoint[]): Fate => {
  const denied = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
  if (denied.some(({ ports }) => ports === null)) return 'rejected';
  const isOpen = denied.length > 0 || checkpoints.some(({ verdict }) => verdict.outcome === 'undetermined');
  return isOpen ? 'unknown' : 'accepted';
};

type Walked = {
  readonly passages: readonly Passage[];
  /** Nothing follows: the leg was rejected, or its way ended. */
  readonly ended: boolean;
  /** Whether it comes so far is not certain. */
  readonly open: boolean;
};

/**
 * Whether a packet that goes no further for want of a route leaves an ACCEPT is not documented, nor in which directions Block
 * Public Access is recorded.
 */
const isLastBeforeTheEnd = ({ course }: Leg, index: number): boolean =>
  course.ending.kind === 'stopped' && !course.stops.slice(index + 1).some((it) => it.kind === 'interface');

type Pass = Extract<Stop, { kind: 'interface' }>;

const isBlockedPublicly = ({ course: { ending } }: Leg): boolean =>
  ending.kind === 'stopped' && ending.blocker.code === 'block-public-access';

/**
 * What else may reject it here. AWS does not say at which interfaces Block Public Access is recorded in which direction,
 * nor what an endpoint that refuses unencrypted traffic can tell of it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const otherRejecterAt = (walked: Leg, { interface: it }: Pass, index: number): Passage['otherRejecter'] => {
  if (isBlockedPublicly(walked) && isLastBeforeTheEnd(walked, index)) return 'BPA';
  const enforces = walked.course.doubts.some(({ reason }) => reason === 'encryption-controls');
  return enforces && it.type === 'vpc_endpoint' ? 'EC' : null;
};

const passageAt = (walked: Leg, stop: Pass, index: number, here: readonly PathCheckpoint[]): Passage => {
  const otherRejecter = otherRejecterAt(walked, stop, index);
  const byFilters = fateAt(here);
  const fate = otherRejecter !== null && byFilters === 'accepted' ? 'unknown' : byFilters;
  return {
    at: { kind: 'interface', interface: stop.interface },
    side: null,
    leg: walked.leg,
    direction: stop.direction,
    packet: packetOf(stop, walked.leg),
    fate,
    otherRejecter,
    isCertain: !(isLastBeforeTheEnd(walked, index) && (fate === 'accepted' || otherRejecter === 'BPA')),
  };
};

/** What Block Public Access keeps from coming in may be recorded as rejected where it would have arrived. */
const keptOut = (walked: Leg, { responder }: Reach['ends']): readonly Passage[] => {
  const { course, leg } = walked;
  const isInbound = leg === 'request' && !course.stops.some(({ kind }) => kind === 'interface');
  if (!isInbound || !isBlockedPublicly(walked) || responder.kind === 'outside') return [];
  return [
    {
      at: { kind: 'interface', interface: responder.interface },
      side: null,
      leg,
      direction: 'ingress',
      packet: packetOf(course, leg),
      fate: 'rejected',
      otherRejecter: 'BPA',
      isCertain: false,
    },
  ];
};

const alongLeg = (network: Network, walked: Leg, startsOpen: boolean): Walked => {
  const { course, checkpoints, leg } = walked;
  const certain = Math.min(...course.doubts.map(({ stop }) => stop), Number.POSITIVE_INFINITY);
  const passages: Passage[] = [];
  let open = startsOpen;
  for (const [index, stop] of course.stops.entries()) {
    const isSure = !open && index < certain;
    passages.push(...throughRegionalGateway(network, stop, leg, isSure));
    passages.push(...atAttachment(network, course.stops, index, leg, isSure));
    if (stop.kind !== 'interface') continue;
    const here = checkpoints.filter((at) => at.stop === index && !at.beyond);
    if (here.length === 0) continue;
    const passage = passageAt(walked, stop, index, here);
    const { fate } = passage;
    passages.push({ ...passage, isCertain: passage.isCertain && isSure });
    if (fate === 'rejected') return { passages, ended: true, open };
    if (fate === 'unknown') open = true;
  }
  return { passages, ended: course.ending.kind === 'stopped', open: open || course.doubts.length > 0 };
};

/** Where a round trip along the routes can be recorded, in the order in which the packets come there, if it is answered. */
export const passagesOfReach = (network: Network, { request, reply, ends }: Reach): readonly Passage[] => {
  const there = alongLeg(network, request, false);
  if (there.ended || reply === null) return [...there.passages, ...keptOut(request, ends)];
  return [...there.passages, ...alongLeg(network, reply, there.open).passages];
};
