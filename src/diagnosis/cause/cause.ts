import type { Fate } from '../../capture/expectation.js';
import type { Deciding, NearMiss } from '../../filter/verdict.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import type { Gap } from '../../problem/gap.js';
import type { InterfaceId } from '../../resource/id.js';
import type { Leg } from '../../traffic/direction.js';
import type { Case } from '../case/case.js';
import type { Late } from '../case/late.js';
import type { Certainty } from '../certainty.js';
import type { Code } from '../code.js';

/** Why only one leg of a conversation was recorded although nothing is wrong. */
export type OneLegReason = 'traffic-type' | 'edge-of-log' | 'one-way-protocol';

/** Where an answer was lost: its host sent none, or it left there and did not come back; `unknown`: no record tells. */
export type LostAt = 'at-the-responder' | 'on-the-way-back' | 'unknown';

/**
 * A hypothesis: it predicts records, is held against what was recorded and configured, and either survives with some
 * certainty or is out. A cause never knows of the others but through what the case shows.
 */
export type Cause = {
  readonly code: Code;
  readonly examine: (it: Case) => Examination | null;
  /** What would prove or refute it where it stays open although nothing that it asks for is missing; never empty. */
  readonly settledBy: (it: Case) => readonly Gap[];
};

/** What a surviving cause has to say; null is returned instead when records or configuration refute it. */
export type Examination = {
  readonly certainty: Certainty;
  /** The leg concerned, where the code itself does not say. */
  readonly leg: Leg | null;
  /** What happens at each station of the round trip, in their order. */
  readonly predicts: readonly Fate[];
  /** The checkpoints that the cause blames, one for each class of source ports. */
  readonly blames: readonly Checkpoint[];
  /** What ends the leg on its way although no filter denies it, where the cause blames that. */
  readonly stopped: RoutingBlocker | null;
  readonly deciding: readonly Deciding[];
  readonly nearest: readonly NearMiss[];
  /** What would settle it. */
  readonly missing: readonly Gap[];
  /** The verdict rests on the configuration given, not on the records alone. */
  readonly byConfiguration: boolean;
  readonly oneLegReason: OneLegReason | null;
  readonly lostAt: LostAt | null;
  readonly late: Late | null;
  /** The interface that a reply took instead of the one that the request had come by. */
  readonly otherDoor: InterfaceId | null;
  /** It may be so, but too little speaks for it to name it. */
  readonly onlyAlternative: boolean;
  /** It says what the traffic means, whatever filter decided on it: where it holds it is named before the others. */
  readonly goesFirst: boolean;
};

/** An examination that blames no checkpoint. */
export const survives = (
  certainty: Certainty,
  predicts: readonly Fate[],
  more: Partial<Examination> = {},
): Examination => ({
  certainty,
  leg: null,
  predicts,
  blames: [],
  stopped: null,
  deciding: [],
  nearest: [],
  missing: [],
  byConfiguration: false,
  oneLegReason: null,
  lostAt: null,
  late: null,
  otherDoor: null,
  onlyAlternative: false,
  goesFirst: false,
  ...more,
});
