import { type IpAddress, print } from '../address/ip-address.js';
import { isOnlyReset, isRefused } from './connection-state.js';
import {
  actionsOf,
  addFlows,
  type Conversation,
  type Flow,
  isInitiatorProven,
  type Party,
  windowOf,
} from './conversation.js';
import { type Histogram, histogram } from './histogram.js';
import type { Journey } from './journey/journey.js';

/**
 * Journeys that differ only in the initiator's port and in time: a million retries are one group. What was recorded
 * where, leg by leg, is the same for all of them, and so is whether the responder's host refused them.
 */
export type Group = {
  readonly protocol: number;
  readonly initiator: Party;
  readonly responder: Party;
  readonly directionMethod: Journey['directionMethod'];
  readonly directionEvidence: Journey['directionEvidence'];
  readonly initiatorProven: boolean;
  /** How many conversations were put together. */
  readonly conversations: number;
  /** The initiator's ports, in order; empty for protocols without ports. */
  readonly sourcePorts: readonly number[];
  /** Unix seconds, over all observation points. */
  readonly firstSeen: number;
  /** Unix seconds, over all observation points. */
  readonly lastSeen: number;
  /** When the conversations began. */
  readonly begun: Histogram;
  /** One per observation point: the flows of all conversations added up. */
  readonly sightings: readonly GroupSighting[];
};

export type GroupSighting = {
  readonly observationPoint: string;
  /** Its records show an address of its own in place of one end. */
  readonly standsIn: boolean;
  /** The address shown where records of other interfaces, or the way, tell that it stands for another one; else null. */
  readonly shows: IpAddress | null;
  readonly forward: Flow;
  readonly reverse: Flow;
  /** When the first of the conversations was over here, Unix seconds: what it lacks is missing however late the last one is. */
  readonly firstEnd: number;
  /**
   * When the last of them began here that has ports of its own, Unix seconds: what came before it would stand in the log,
   * however early the first is. Ports that come again may go on with what is older than the log.
   */
  readonly lastStart: number;
};

const signature = (flow: Flow): string => actionsOf(flow).join('+');

/** Refusals and resets are no part of what went well. */
const ending = (it: Conversation): string => (isRefused(it) ? '!' : isOnlyReset(it) ? '?' : '');

const keyOf = (it: Journey): string =>
  [
    it.protocol,
    print(it.initiator.address),
    print(it.responder.address),
    it.responder.port ?? '-',
    ...it.conversations.map(
      (at) => `${at.observationPoint}:${signature(at.forward)}/${signature(at.reverse)}${ending(at)}`,
    ),
  ].join(' ');

/** A group while journeys are added. */
type Growing = {
  readonly first: Journey;
  /** The one with the strongest evidence. */
  surest: Journey;
  allProven: boolean;
  conversations: number;
  firstSeen: number;
  lastSeen: number;
  readonly ports: Set<number>;
  readonly begun: ReturnType<typeof histogram>;
  readonly sightings: Map<string, GroupSighting>;
};

const growing = (first: Journey): Growing => ({
  first,
  surest: first,
  allProven: true,
  conversations: 0,
  firstSeen: Number.POSITIVE_INFINITY,
  lastSeen: Number.NEGATIVE_INFINITY,
  ports: new Set(),
  begun: histogram(),
  sightings: new Map(),
});

const addSightings = ({ sightings, ports }: Growing, it: Journey): void => {
  const isAgain = it.initiator.port !== null && ports.has(it.initiator.port);
  for (const at of it.conversations) {
    const { observationPoint, standIn, forward, reverse } = at;
    const known = sightings.get(observationPoint);
    const { start, end } = windowOf(at);
    sightings.set(observationPoint, {
      observationPoint,
      standsIn: standIn !== null || known?.standsIn === true,
      shows: standIn?.toldBy === 'other-records' ? standIn.address : (known?.shows ?? null),
      forward: known === undefined ? forward : addFlows(known.forward, forward),
      reverse: known === undefined ? reverse : addFlows(known.reverse, reverse),
      firstEnd: Math.min(known?.firstEnd ?? Number.POSITIVE_INFINITY, end),
      lastStart: known === undefined ? start : isAgain ? known.lastStart : Math.max(known.lastStart, start),
    });
  }
};

const addJourney = (group: Growing, it: Journey): void => {
  const proven = isInitiatorProven(it);
  if (proven && !isInitiatorProven(group.surest)) group.surest = it;
  group.allProven &&= proven;
  group.conversations++;
  const windows = it.conversations.map(windowOf);
  const firstSeen = Math.min(...windows.map(({ start }) => start));
  group.begun.add(firstSeen);
  group.firstSeen = Math.min(group.firstSeen, firstSeen);
  group.lastSeen = Math.max(group.lastSeen, ...windows.map(({ end }) => end));
  addSightings(group, it);
  if (it.initiator.port !== null) group.ports.add(it.initiator.port);
};

const groupOf = (it: Growing): Group => {
  const { first, surest } = it;
  const sourcePorts = [...it.ports].sort((a, b) => a - b);
  return {
    protocol: first.protocol,
    initiator: {
      address: first.initiator.address,
      port: sourcePorts.length === 1 ? (sourcePorts[0] ?? null) : null,
    },
    responder: first.responder,
    directionMethod: surest.directionMethod,
    directionEvidence: surest.directionEvidence,
    initiatorProven: it.allProven,
    conversations: it.conversations,
    sourcePorts,
    firstSeen: it.firstSeen,
    lastSeen: it.lastSeen,
    begun: it.begun.bars(),
    sightings: [...it.sightings.values()],
  };
};

/** Folds journeys into groups and forgets the journeys. */
export const groups = (journeys: Iterable<Journey>): readonly Group[] => {
  const byKey = new Map<string, Growing>();
  for (const it of journeys) {
    const key = keyOf(it);
    const known = byKey.get(key) ?? growing(it);
    byKey.set(key, known);
    addJourney(known, it);
  }
  return [...byKey.keys()].sort().map((key) => groupOf(byKey.get(key) as Growing));
};
