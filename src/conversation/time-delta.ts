/**
 * How far apart two records of one conversation may lie, in seconds. AWS gives all records of an interface's window
 * the same times, and a reply can be recorded two windows after its request; so it is two windows wide: 120 s for
 * windows of up to a minute, 720 s for windows of ten. Without a flow log's own `MaxAggregationInterval` the length of
 * the record's window tells which it is; windows of a minute are seen to run up to 68 s.
 */
export const timeDelta = (windowSeconds: number, maxAggregationInterval: number | null): number =>
  (maxAggregationInterval ?? (windowSeconds > 75 ? 600 : 60)) > 60 ? 720 : 120;
