import { print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { Stopper } from '../../capture/absence/way.js';
import type { Checkpoint, RoundTrip } from '../../path/round-trip.js';
import type { Gap } from '../../problem/gap.js';
import { ROUTE_TABLES } from '../case/missing-input.js';
import { leavesVpc } from '../case/reply-delivery.js';
import { packetCaptureOf } from '../cause/settling.js';

import type { Certainty } from '../certainty.js';
import type { Code } from '../code.js';
import type { Silence } from './silence.js';

/** A hypothesis why there is no record. It is out when some interface would still have recorded the traffic. */
export type SilenceCause = {
  readonly code: Code;
  readonly examine: (it: Silence) => SilenceExamination | null;
  /** What would prove or refute it where it stays open although nothing that it asks for is missing; never empty. */
  readonly settledBy: (it: Silence) => readonly Gap[];
};

export type SilenceExamination = {
  readonly certainty: Certainty;
  /** What would settle it. */
  readonly missing: readonly Gap[];
  readonly blames: readonly Checkpoint[];
  readonly trips: readonly RoundTrip[];
  /** What keeps it from where it would be recorded, the first of all first. */
  readonly stoppers: readonly Stopper[];
};

export const explains = (
  certainty: Certainty,
  more: Partial<SilenceExamination> = {},
): SilenceExamination => ({
  certainty,
  missing: [],
  blames: [],
  trips: [],
  stoppers: [],
  ...more,
});

/** Whether it was sent at all: no record tells. */
export const whatWasSent = ({ asked: { source } }: Silence): readonly Gap[] => [
  source === null ? PACKETS_SENT : packetCaptureOf(print(source), isPrivate(source)),
];

const PACKETS_SENT: Gap = { kind: 'packet-capture', id: null, needs: 'tcpdump on the host that should send' };

/** Where it goes, as far as the answers given leave that open: it may end on its way. */
export const unknownRoutes = ({ trip, way, isRouted }: Silence): readonly Gap[] => {
  if (isRouted) return way?.missing ?? [];
  return trip !== null && leavesVpc(trip) ? [ROUTE_TABLES] : [];
};

/** Nobody says when it was sent. */
export const LOG_OF_THE_TIME: Gap = {
  kind: 'log-window',
  id: null,
  needs: 'a log that covers the time of the traffic',
};
