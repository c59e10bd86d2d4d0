import type { IpAddress } from '../address/ip-address.js';
import type { Stretch } from '../record/stretches.js';
import type { Protocol } from '../traffic/protocol.js';
import type { Doubt } from './doubt.js';
import type { FlowEndReason } from './flow-end-reason.js';
import { add, type Tally } from './tally.js';

/**
 * Both directions of one 5-tuple at one observation point (RFC 5103 calls it a biflow).
 * It can be one-sided: a reply that was never sent, blocked elsewhere or recorded in another slice leaves no record.
 */
export type Conversation = {
  /** Interface id, else the id of a regional NAT gateway, else of a transit gateway attachment. */
  readonly observationPoint: string;
  readonly protocol: Protocol;
  readonly initiator: Party;
  readonly responder: Party;
  readonly directionMethod: DirectionMethod;
  readonly directionEvidence: readonly DirectionEvidence[];
  /** Initiator to responder. */
  readonly forward: Flow;
  /** Responder to initiator. */
  readonly reverse: Flow;
  /**
   * The address of its own that the interface's records show in place of one end, where `pkt-srcaddr` or `pkt-dstaddr`
   * name another: at a NAT gateway, a transit gateway, a load balancer, a pod's node, for a secondary address.
   */
  readonly standIn: StandIn | null;
  /** Why it was over. */
  readonly flowEndReason: FlowEndReason;
  /** Why its records might be of several conversations; none when that is certain not to be so. */
  readonly doubts: readonly Doubt[];
  /** Records left out since another flow log of this interface recorded the same packets in other windows: see `copies.ts`. */
  readonly copies: number;
};

export type StandIn = {
  readonly address: IpAddress;
  readonly for: IpAddress;
  /** Its own records name both; or those of other interfaces show the other one: see `throughStandIns`. */
  readonly toldBy: 'its-own-records' | 'other-records';
};

/** `port` is null for protocols without ports; ICMP records carry 0, which says nothing. */
export type Party = { readonly address: IpAddress; readonly port: number | null };

/** RFC 5103's ways to assign a direction (information element 239). */
export type DirectionMethod = 'initiator' | 'perimeter' | 'arbitrary';

/** The rung of the ladder that told who spoke first, strongest first. */
export type DirectionEvidence =
  /** A SYN without ACK, or a SYN-ACK from the other side. */
  | 'tcp-flags'
  /** One direction was accepted and the other rejected: a rejected request would have had no reply. With `service-port` when ports agree. */
  | 'accepted-then-rejected'
  /** Only a rejected record: whoever sent it started, unless its ports say that it is a reply. */
  | 'only-rejected'
  | 'service-port'
  | 'ephemeral-port'
  | 'lower-port'
  /** One end is the interface's own and the other one is outside: by whether the own port is a service. */
  | 'perimeter'
  /** The rules given allow the conversation only this way round; added by whoever knows them. */
  | 'configuration'
  | 'none';

/** One direction of a conversation, by the action of its records. */
export type Flow = {
  readonly ACCEPT: Tally | null;
  readonly REJECT: Tally | null;
  /** Records without an action, as transit gateways write them: they support no verdict. */
  readonly none: Tally | null;
};

export type Action = keyof Flow;

export const NO_FLOW: Flow = { ACCEPT: null, REJECT: null, none: null };

export const addFlows = (a: Flow, b: Flow): Flow => ({
  ACCEPT: add(a.ACCEPT, b.ACCEPT),
  REJECT: add(a.REJECT, b.REJECT),
  none: add(a.none, b.none),
});

/** All records of a direction together, whatever their action. */
export const total = (flow: Flow): Tally | null => add(add(flow.ACCEPT, flow.REJECT), flow.none);

/** All flags that a direction sent; 0 when none were logged. */
export const flagsIn = ({ ACCEPT, REJECT, none }: Flow): number =>
  (ACCEPT?.tcpFlags ?? 0) | (REJECT?.tcpFlags ?? 0) | (none?.tcpFlags ?? 0);

/** No record of this direction. */
export const isSilent = ({ ACCEPT, REJECT, none }: Flow): boolean =>
  ACCEPT === null && REJECT === null && none === null;

export const actionsOf = (flow: Flow): readonly Action[] =>
  (['ACCEPT', 'REJECT', 'none'] as const).filter((action) => flow[action] !== null);

/** From the first to the last second that a conversation was seen. */
export const windowOf = ({ forward, reverse }: Pick<Conversation, 'forward' | 'reverse'>): Stretch => {
  let [start, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { ACCEPT, REJECT, none } of [forward, reverse])
    for (const tally of [ACCEPT, REJECT, none]) {
      if (tally === null) continue;
      start = Math.min(start, tally.firstSeen);
      end = Math.max(end, tally.lastSeen);
    }
  return { start, end };
};

/** Packets of this direction were accepted and rejected: the verdict changed while they were recorded. */
export const isMixed = (flow: Flow): boolean => flow.ACCEPT !== null && flow.REJECT !== null;

/**
 * The evidence cannot be mistaken: flags, or verdicts that only one order explains. Where there are ports they have to
 * agree: if the record of an accepted request is missing, the next one can have been rejected while a reply still got
 * through. Without ports the same is a doubt of the conversation.
 */
export const isInitiatorProven = ({
  directionEvidence,
  initiator,
}: Pick<Conversation, 'directionEvidence' | 'initiator'>): boolean =>
  directionEvidence.includes('tcp-flags') ||
  (directionEvidence.includes('accepted-then-rejected') &&
    (initiator.port === null || directionEvidence.includes('service-port')));

/**
 * How many entries the log holds for this conversation, in the words of AWS's examples: `single` is one leg, `double`
 * both legs, `other` one leg with both actions or without an action.
 */
export const entriesOf = (it: Pick<Conversation, 'forward' | 'reverse'>): 'single' | 'double' | 'other' => {
  const legs = [it.forward, it.reverse].filter((flow) => actionsOf(flow).length > 0);
  if (legs.length === 2) return 'double';
  return legs.some((flow) => actionsOf(flow).length > 1 || flow.none !== null) ? 'other' : 'single';
};
