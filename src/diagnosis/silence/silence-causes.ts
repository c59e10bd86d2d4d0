import { deliveryPending } from './delivery-pending.js';
import { filteredByTrafficType } from './filtered-by-traffic-type.js';
import { interfaceNotCaptured } from './interface-not-captured.js';
import { noTraffic } from './no-traffic.js';
import { recordsSkipped } from './records-skipped.js';
import type { SilenceCause } from './silence-cause.js';

/** Every cause of silence but traffic that is never logged and filters out of sight. Among equally certain ones the earlier is named. */
export const SILENCE_CAUSES: readonly SilenceCause[] = [
  interfaceNotCaptured,
  filteredByTrafficType,
  deliveryPending,
  noTraffic,
  recordsSkipped,
];
