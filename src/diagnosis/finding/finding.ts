import type { AbsenceReason } from '../../capture/absence/absence.js';
import type { Stopper } from '../../capture/absence/way.js';
import type { Fate } from '../../capture/expectation.js';
import type { NeverLogged } from '../../capture/never-logged/never-logged.js';
import type { Likelihood } from '../../capture/never-logged/unexpected-record.js';
import type { Capture } from '../../capture/traffic-type.js';
import type { Group, GroupSighting } from '../../conversation/group.js';
import type { Deciding, NearMiss } from '../../filter/verdict.js';
import type { Checkpoint, RoundTrip, Side } from '../../path/round-trip.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import type { Gap } from '../../problem/gap.js';
import type { Origin } from '../../problem/origin.js';
import type { InterfaceId } from '../../resource/id.js';
import type { Leg } from '../../traffic/direction.js';
import type { TrafficFilter } from '../../traffic/traffic-filter.js';
import type { Late } from '../case/late.js';
import type { LostAt, OneLegReason } from '../cause/cause.js';
import type { Certainty } from '../certainty.js';
import type { Code, FindingOutcome } from '../code.js';
import type { Meaning } from './meaning.js';
import type { Separation } from './separation.js';

/** What a finding takes for granted. */
export type Assumption =
  /**
   * The configuration given was in force when the records were written, and no answer in it was filtered: a route table that
   * was left out, say, makes its subnets look as if they had the main one, and nothing tells.
   */
  | 'configuration-in-force'
  /** Routes lead from one end to the other; route tables were not read. */
  | 'routes-not-read'
  /** A port was asked for without a protocol; TCP is meant. */
  | 'tcp';

/**
 * A cause that could have produced these records without the one that the finding names, and what would settle it. It is
 * never proven: it stands beside another one.
 */
export type Alternative = {
  readonly code: Code;
  readonly certainty: Exclude<Certainty, 'proven'>;
  readonly missing: readonly Gap[];
};

/** How certain a cause is that stands beside another one. */
export const asAlternative = (code: Code, certainty: Certainty, missing: readonly Gap[]): Alternative => ({
  code,
  certainty: certainty === 'proven' ? 'likely' : certainty,
  missing,
});

export type EvidenceLine = Origin & {
  readonly observationPoint: string;
  readonly action: 'ACCEPT' | 'REJECT' | null;
  readonly leg: Leg;
};

export type Occurrences = {
  readonly conversations: number;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  /** Unix seconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
};

/** What background noise of the internet adds up to. */
export type Noise = {
  /** How many addresses it comes from. */
  readonly senders: number;
  /** How many addresses, protocols and ports it asked for. */
  readonly targets: number;
  readonly interfaces: readonly string[];
  /** The NAT gateways that it came to, which take nothing from the internet unasked: there ACCEPT lets in nobody. */
  readonly natGateways: readonly string[];
};

/** Where the records of a finding were written. */
export type SeenAt = GroupSighting & { readonly side: Side | null; readonly capture: Capture };

/** A cause with its evidence. It carries facts only; its words are found in `render`. */
export type Finding = {
  /** Stable for the same input: code, ends and service. */
  readonly id: string;
  readonly code: Code;
  readonly outcome: FindingOutcome;
  readonly leg: Leg | null;
  readonly certainty: Certainty;
  readonly entries: 'single' | 'double' | 'none' | 'other';
  /** Null when no record is concerned. */
  readonly group: Group | null;
  /** The observation point the finding speaks of first, then the others. */
  readonly seenAt: readonly SeenAt[];
  /** Where the leg ends on its way although no filter denies it; null where a filter is to blame, or nothing is. */
  readonly stopped: RoutingBlocker | null;
  /** Checkpoints that deny, the finding's own first (after what stopped it on its way). Together they keep the traffic out. */
  readonly blocking: readonly Checkpoint[];
  /** Checkpoints that deny by the configuration given although the records show that the packets got past them. */
  readonly disproved: readonly Checkpoint[];
  /** It is sure which records are requests and which are replies. */
  readonly legSure: boolean;
  readonly deciding: readonly Deciding[];
  readonly nearest: readonly NearMiss[];
  readonly alternatives: readonly Alternative[];
  readonly missing: readonly Gap[];
  readonly assumes: readonly Assumption[];
  readonly evidence: readonly EvidenceLine[];
  readonly occurrences: Occurrences | null;
  /** The round trips judged, one for each class of source ports that filters tell apart. Empty without configuration. */
  readonly trips: readonly RoundTrip[];
  /** What the named cause predicts at each station of the round trip, in their order; empty when no record is concerned. */
  readonly predicts: readonly Fate[];
  readonly oneLegReason: OneLegReason | null;
  /** What is known of the connection that a late packet belonged to; null where none is said to be late. */
  readonly late: Late | null;
  /** The interface that a reply took instead of the one that the request had come by; else null. */
  readonly otherDoor: InterfaceId | null;
  /** Null where no answer is missing. */
  readonly lostAt: LostAt | null;
  /** The row of the catalogue that says that such traffic leaves no record: because there is none, or although there is. */
  readonly neverLogged: NeverLogged | null;
  /** What may have written records of traffic that is never logged; empty when there are none. */
  readonly unexpected: readonly Likelihood[];
  /** What was asked, when no record answers it. */
  readonly asked: TrafficFilter | null;
  readonly askedInterface: InterfaceId | null;
  /** What the flow logs given keep, for traffic without a record. */
  readonly keeps: Capture | null;
  /**
   * What keeps traffic without a record from where it would be recorded, if that is the cause; the first of all first. Where
   * records show what blocks it: what else stands in its way, which is neither `stopped` nor among `blocking`.
   */
  readonly stoppers: readonly Stopper[];
  /** Why no record matches what was asked, place by place; empty when records match. */
  readonly absence: readonly AbsenceReason[];
  /** What the traffic is, or what somebody meant with it, as far as the input tells. */
  readonly meanings: readonly Meaning[];
  /** What tells it from conversations of the same service that went well; empty where none did, or nothing does. */
  readonly separations: readonly Separation[];
  /** For background noise of the internet, of which there is one finding; else null. */
  readonly noise: Noise | null;
};
