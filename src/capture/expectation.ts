import type { Outcome } from '../filter/verdict.js';
import type { RoundTrip, Side } from '../path/round-trip.js';
import type { Direction, Leg } from '../traffic/direction.js';

/**
 * What the flow-log service would have written at one interface for one leg of a conversation, if the flow log keeps
 * both actions. Packets, bytes and exact times are never predicted.
 */
export type Expectation = {
  readonly side: Side;
  readonly leg: Leg;
  /** From the interface's view. */
  readonly direction: Direction;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly presence: 'must' | 'may' | 'must-not';
  readonly basis: 'documented' | 'assumed' | 'observed';
};

/** A place where a leg is recorded: the interface at that side. */
export type Station = { readonly side: Side; readonly leg: Leg };

/** The stations of a round trip, in the order the packets reach them. */
export const STATIONS: readonly Station[] = [
  { side: 'initiator', leg: 'request' },
  { side: 'responder', leg: 'request' },
  { side: 'responder', leg: 'reply' },
  { side: 'initiator', leg: 'reply' },
];

export const directionAt = ({ side, leg }: Station): Direction =>
  (side === 'initiator') === (leg === 'request') ? 'egress' : 'ingress';

/**
 * What happens to a leg at a station: it is accepted there, rejected there, never gets there, or it is not known;
 * `changed`: both, as the rules were changed while it went on.
 */
export type Fate = 'accepted' | 'rejected' | 'absent' | 'changed' | 'unknown';

/** Whether an ACCEPT and a REJECT must be there. */
export const PRESENCES: Readonly<Record<Fate, readonly [Expectation['presence'], Expectation['presence']]>> =
  {
    accepted: ['must', 'must-not'],
    rejected: ['must-not', 'must'],
    absent: ['must-not', 'must-not'],
    changed: ['must', 'must'],
    unknown: ['may', 'may'],
  };

/**
 * The records of a round trip whose legs meet these fates, in the order of `STATIONS`.
 * One record says what the security groups of an interface and the network ACL of its subnet decided together:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const expectationsOf = (fates: readonly Fate[]): readonly Expectation[] =>
  STATIONS.flatMap((station, i) => {
    const [accept, reject] = PRESENCES[fates[i] ?? 'unknown'];
    const at = { ...station, direction: directionAt(station), basis: 'documented' as const };
    return [
      { ...at, action: 'ACCEPT' as const, presence: accept },
      { ...at, action: 'REJECT' as const, presence: reject },
    ];
  });

/** Whatever is recorded, nothing is predicted. */
export const UNPREDICTED: readonly Fate[] = ['unknown', 'unknown', 'unknown', 'unknown'];

/** Everything passes. */
export const PASSING: readonly Fate[] = ['accepted', 'accepted', 'accepted', 'accepted'];

/** Everything passes up to `station`, where the leg is rejected; nothing follows. */
export const rejectedAt = (station: Station): readonly Fate[] => {
  const at = STATIONS.findIndex(({ side, leg }) => side === station.side && leg === station.leg);
  return STATIONS.map((_, i) => (i < at ? 'accepted' : i === at ? 'rejected' : 'absent'));
};

/** The request passes everywhere and nothing answers it. */
export const UNANSWERED: readonly Fate[] = ['accepted', 'accepted', 'absent', 'absent'];

/** The request leaves and comes nowhere. */
export const UNDELIVERED: readonly Fate[] = ['accepted', 'absent', 'absent', 'absent'];

/** The request is answered, and the reply does not come back. */
export const UNRETURNED: readonly Fate[] = ['accepted', 'accepted', 'accepted', 'absent'];

const together = (outcomes: readonly Outcome[]): Fate => {
  if (outcomes.includes('denied')) return 'rejected';
  return outcomes.includes('undetermined') ? 'unknown' : 'accepted';
};

/**
 * What happens at each stop of a way, given the verdicts there. Nothing gets past a rejection; a stop without a filter
 * lets everything pass, and what was recorded there is not foretold.
 */
export const fatesAlong = (stops: readonly (readonly Outcome[])[]): readonly Fate[] => {
  let reached: 'yes' | 'no' | 'unknown' = 'yes';
  return stops.map((outcomes): Fate => {
    if (reached !== 'yes') return reached === 'no' ? 'absent' : 'unknown';
    if (outcomes.length === 0) return 'unknown';
    const fate = together(outcomes);
    if (fate === 'rejected') reached = 'no';
    if (fate === 'unknown') reached = 'unknown';
    return fate;
  });
};

/** What the configuration predicts for a round trip, if the responder answers. */
export const predictedFates = ({ checkpoints }: RoundTrip): readonly Fate[] =>
  fatesAlong(
    STATIONS.map(({ side, leg }) =>
      checkpoints.filter((it) => it.side === side && it.leg === leg).map(({ verdict }) => verdict.outcome),
    ),
  );
