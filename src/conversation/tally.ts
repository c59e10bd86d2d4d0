import type { Origin } from '../problem/origin.js';

/** What the records of one direction and one action add up to. */
export type Tally = {
  readonly records: number;
  readonly packets: number;
  /** Never filled for records that VPC Block Public Access rejected, so it can be less than `packets` suggest. */
  readonly bytes: number;
  /** Unix seconds: the earliest start and the latest end. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** OR of all `tcp-flags`; null when the format has no such field or no record filled it. */
  readonly tcpFlags: number | null;
  /** The distinct values of `reject-reason`, other than `-`. */
  readonly rejectReasons: readonly string[];
  /** `flow-direction` as logged; null when the format lacks it. */
  readonly flowDirection: string | null;
  /** Where the first few records stand. */
  readonly evidence: readonly Origin[];
};

const EVIDENCE_KEPT = 3;

const or = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a | b);

/** One of both if they differ, whichever came first. */
const directionOf = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a > b ? a : b;

const inFileOrder = (a: Origin, b: Origin): number =>
  a.source === b.source ? (a.line ?? 0) - (b.line ?? 0) : a.source < b.source ? -1 : 1;

/** The tally of both, whichever came first. */
export const add = (a: Tally | null, b: Tally | null): Tally | null => {
  if (a === null || b === null) return a ?? b;
  return {
    records: a.records + b.records,
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    firstSeen: Math.min(a.firstSeen, b.firstSeen),
    lastSeen: Math.max(a.lastSeen, b.lastSeen),
    tcpFlags: or(a.tcpFlags, b.tcpFlags),
    rejectReasons: b.rejectReasons.every((reason) => a.rejectReasons.includes(reason))
      ? a.rejectReasons
      : [...new Set([...a.rejectReasons, ...b.rejectReasons])].sort(),
    flowDirection: directionOf(a.flowDirection, b.flowDirection),
    evidence:
      a.evidence.length === EVIDENCE_KEPT &&
      inFileOrder(a.evidence.at(-1) as Origin, b.evidence[0] as Origin) < 0
        ? a.evidence
        : [...a.evidence, ...b.evidence].sort(inFileOrder).slice(0, EVIDENCE_KEPT),
  };
};
