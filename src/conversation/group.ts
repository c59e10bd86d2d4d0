import { print } from '../address/ip-address.js';
import {
  actionsOf,
  addFlows,
  type Conversation,
  type Flow,
  isInitiatorProven,
  type Party,
} from './conversation.js';
import type { Journey } from './journey.js';

/**
 * Journeys that differ only in the initiator's port and in time: a million retries are one group. What was recorded
 * where, leg by leg, is the same for all of them.
 */
export type Group = {
  readonly protocol: number;
  readonly initiator: Party;
  readonly responder: Party;
  readonly directionMethod: Journey['directionMethod'];
  readonly directionEvidence: Journey['directionEvidence'];
  readonly initiatorProven: boolean;
  readonly conversations: number;
  /** The initiator's ports, in order; empty for protocols without ports. */
  readonly sourcePorts: readonly number[];
  /** One per observation point: the flows of all conversations added up. */
  readonly sightings: readonly GroupSighting[];
};

export type GroupSighting = {
  readonly observationPoint: string;
  readonly forward: Flow;
  readonly reverse: Flow;
};

const signature = (flow: Flow): string => actionsOf(flow).join('+');

const keyOf = (it: Journey): string =>
  [
    it.protocol,
    print(it.initiator.address),
    print(it.responder.address),
    it.responder.port ?? '-',
    ...it.conversations.map(
      (at) => `${at.observationPoint}:${signature(at.forward)}/${signature(at.reverse)}`,
    ),
  ].join(' ');

const sightingsOf = (members: readonly Journey[]): readonly GroupSighting[] => {
  const byPoint = new Map<string, GroupSighting>();
  for (const at of members.flatMap((it): readonly Conversation[] => it.conversations)) {
    const known = byPoint.get(at.observationPoint);
    byPoint.set(at.observationPoint, {
      observationPoint: at.observationPoint,
      forward: known === undefined ? at.forward : addFlows(known.forward, at.forward),
      reverse: known === undefined ? at.reverse : addFlows(known.reverse, at.reverse),
    });
  }
  return [...byPoint.values()];
};

const groupOf = (members: readonly Journey[]): Group => {
  const first = members[0] as Journey;
  const surest = members.find(isInitiatorProven) ?? first;
  const ports = members.map((it) => it.initiator.port).filter((port) => port !== null);
  const sourcePorts = [...new Set(ports)].sort((a, b) => a - b);
  return {
    protocol: first.protocol,
    initiator: {
      address: first.initiator.address,
      port: sourcePorts.length === 1 ? (sourcePorts[0] ?? null) : null,
    },
    responder: first.responder,
    directionMethod: surest.directionMethod,
    directionEvidence: surest.directionEvidence,
    initiatorProven: members.every(isInitiatorProven),
    conversations: members.length,
    sourcePorts,
    sightings: sightingsOf(members),
  };
};

/** Folds journeys into groups, in the order in which each group first appears. */
export const groups = (journeys: readonly Journey[]): readonly Group[] => {
  const byKey = new Map<string, Journey[]>();
  for (const it of journeys) {
    const key = keyOf(it);
    const list = byKey.get(key);
    if (list === undefined) byKey.set(key, [it]);
    else list.push(it);
  }
  return [...byKey.values()].map(groupOf);
};
