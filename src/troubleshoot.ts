import { equals } from './address/ip-address.js';
import { type Capture, captureOver } from './capture/traffic-type.js';
import type { Correlation } from './conversation/correlation.js';
import { correlator } from './conversation/correlator.js';
import type { CorrelatorOptions } from './conversation/engine/engine.js';
import { type Answer, answer } from './diagnosis/answer.js';
import { byGroup } from './diagnosis/finding/by-group.js';
import type { Finding } from './diagnosis/finding/finding.js';
import type { FindingGroup, GroupedBy } from './diagnosis/finding/finding-group.js';
import { EVERYTHING, type Question } from './diagnosis/question.js';
import { counts, EMPTY_NETWORK, isEmpty, type Network, type ResourceKind } from './network/network.js';
import type { Gap } from './problem/gap.js';
import { origin } from './problem/origin.js';
import { type Problem, UNPAIRABLE_REASONS } from './problem/problem.js';
import { type ProblemLog, problemCollector } from './problem/problem-log.js';
import type { RecordBatch } from './record/record-batch.js';
import { count, NOTHING_READ, type RecordPiece, type RecordSummary } from './record/summary.js';
import { unknownFields } from './record/unknown-fields.js';
import { remedies } from './remedy/remedies.js';
import type { Remedy } from './remedy/remedy.js';
import { numberReservations } from './remedy/reserved-numbers.js';
import { sharedRemedy } from './remedy/shared-remedy.js';

/** What is known beside the log, and what is asked; each may be left out. */
export type TroubleshootOptions = {
  /** Configuration, as far as there is any: see `readAnswers`. */
  readonly network?: Network;
  readonly question?: Question;
  /** When it is asked, Unix seconds: what the log cannot hold yet is told from what was not there. Default: `now` of the question. */
  readonly now?: number | null;
  /** What `groups` are made by; by default the cause and the rule that decided. */
  readonly groupBy?: GroupedBy;
  readonly correlation?: CorrelatorOptions;
};

/** A finding with the remedies that were found for it. */
export type ReportedFinding = Finding & { readonly remedies: readonly Remedy[] };

/** A group with what mends all of its findings at once: empty where each has to be mended by itself, or there is one. */
export type ReportedGroup = FindingGroup & { readonly remedies: readonly Remedy[] };

/** The answer: plain data. Times are Unix seconds. */
export type Report = {
  readonly records: RecordSummary;
  /** From the earliest start to the latest end of all records; null without records. */
  readonly window: { readonly start: number; readonly end: number } | null;
  /** How many resources were given of each kind; null when there was no configuration. */
  readonly network: Readonly<Record<ResourceKind, number>> | null;
  readonly capture: Capture;
  /** Most harmful first. Of one cause and rule the 500 most harmful; `groups` counts them all. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: ProblemLog;
  readonly gaps: readonly Gap[];
  /** Findings that have one thing in common, in sums over all of them. */
  readonly groups: readonly ReportedGroup[];
} & Pick<Answer, 'passed' | 'oneLeg'>;

/** The engine for streams: `push` what is read, then take the `report`, once. */
export type Troubleshooter = {
  readonly push: (piece: RecordPiece) => void;
  readonly report: () => Report;
};

const windowOf = ({ coverage }: Correlation): Report['window'] => {
  const all = [...coverage.values()];
  if (all.length === 0) return null;
  return {
    start: all.reduce((least, it) => Math.min(least, it.firstStart), Number.POSITIVE_INFINITY),
    end: all.reduce((most, it) => Math.max(most, it.lastEnd), Number.NEGATIVE_INFINITY),
  };
};

/** Records that could not be used are said, with what they lack. */
export const unpairableProblems = ({ summary }: Correlation): readonly Problem[] =>
  UNPAIRABLE_REASONS.filter((lacks) => summary.unpairable[lacks] > 0).map((lacks) => ({
    kind: 'unpairable-records',
    origin: summary.firstUnpairable[lacks] ?? origin('the logs'),
    records: summary.unpairable[lacks],
    lacks,
  }));

/**
 * Gives findings their remedies, one after the other: each takes numbers that the ones before it left free, so that all
 * of them can be made.
 */
export const remedied = (network: Network): ((finding: Finding) => ReportedFinding) => {
  const reservations = numberReservations();
  return (finding) => {
    const proposed = remedies(network, finding, reservations.isReserved);
    reservations.reserve(proposed);
    return { ...finding, remedies: proposed };
  };
};

/** Findings of one rule may be mended by one change, if all of them are listed. */
const mendedTogether = (
  network: Network,
  groups: readonly FindingGroup[],
  findings: readonly ReportedFinding[],
): readonly ReportedGroup[] => {
  const listed = byGroup('rule', findings);
  return groups.map((group) => {
    const own = group.by === 'rule' && group.findings > 1 ? (listed.get(group.key) ?? []) : [];
    return { ...group, remedies: own.length === group.findings ? sharedRemedy(network, own) : [] };
  });
};

/** The widest window that the flow logs given are set to. Interfaces on Nitro instances may write shorter ones. */
const intervalOf = (network: Network): CorrelatorOptions => {
  const intervals = [...network.flowLogs.values()].map(
    ({ maxAggregationInterval }) => maxAggregationInterval,
  );
  return intervals.length === 0 ? {} : { maxAggregationInterval: Math.max(...intervals) };
};

/** What the configuration tells the correlator: the flow logs' interval, and which addresses an interface has. */
export const correlationOptions = (network: Network): CorrelatorOptions => ({
  ...intervalOf(network),
  ownsAddress: (observationPoint, address) => {
    const known = network.interfaces.get(observationPoint);
    return known === undefined ? null : known.privateAddresses.some((own) => equals(own, address));
  },
});

/** Unix seconds of the year 5138: what is more is in milliseconds. */
const NO_SECONDS = 100_000_000_000;

/** The question with its time, which is checked. */
export const questionOf = ({ question = EVERYTHING, now = question.now }: TroubleshootOptions): Question => {
  if (now !== null && !(typeof now === 'number' && now >= 0 && now < NO_SECONDS))
    throw new TypeError(`now is in Unix seconds, not milliseconds and no Date; found ${now}`);
  return { ...question, now };
};

/**
 * Starts a diagnosis that is fed piece by piece. The order of the records does not matter.
 *
 * @throws TypeError - where `now` is not in Unix seconds.
 */
export const troubleshooter = (options: TroubleshootOptions = {}): Troubleshooter => {
  const network = options.network ?? EMPTY_NETWORK;
  const question = questionOf(options);
  const correlating = correlator({
    ...intervalOf(network),
    // A reply that a later file holds must still find its request.
    lateness: Number.POSITIVE_INFINITY,
    ...options.correlation,
  });
  const problems = problemCollector();
  let records = NOTHING_READ;
  const formats = new Set<string>();
  /** Each format of each source is looked at once. */
  const noticeFields = ({ source, format }: RecordBatch): void => {
    const key = `${source} ${format.fields.join(' ')}`;
    if (formats.has(key)) return;
    formats.add(key);
    for (const facts of unknownFields(format)) problems.add({ origin: origin(source), ...facts });
  };
  return {
    push: (piece) => {
      records = count(records, piece);
      if ('problem' in piece) problems.add(piece.problem);
      else {
        noticeFields(piece.batch);
        correlating.push(piece.batch);
      }
    },
    report: () => {
      const correlation = correlating.finish();
      for (const problem of unpairableProblems(correlation)) problems.add(problem);
      const { passed, oneLeg, findings, groups } = answer(network, correlation, question, options.groupBy);
      const reported = findings.map(remedied(network));
      return {
        records,
        window: windowOf(correlation),
        network: isEmpty(network) ? null : counts(network),
        passed,
        oneLeg,
        capture: captureOver(network, correlation.coverage.keys()),
        findings: reported,
        groups: mendedTogether(network, groups, reported),
        problems: problems.log(),
        gaps: network.gaps,
      };
    },
  };
};

/**
 * Explains records with the configuration of their network: why something was rejected, why there are two entries, one,
 * or none. Pure: no file, no clock, no network access.
 *
 * @throws TypeError - where `batches` is nothing to go through, or `now` is not in Unix seconds.
 *
 * @example
 * ```ts
 * import { readAnswers, readText, troubleshoot } from 'flowcause';
 *
 * const { batches } = readText(
 *   '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK',
 *   { source: 'flow.log' },
 * );
 * const { network } = readAnswers([]);
 * const report = troubleshoot({ batches, network });
 * console.log(report.findings[0]?.code); // security-group-or-network-acl-blocks
 * ```
 */
export const troubleshoot = (
  evidence: TroubleshootOptions & {
    readonly batches: Iterable<RecordBatch>;
    readonly problems?: Iterable<Problem>;
  },
): Report => {
  if (typeof evidence?.batches?.[Symbol.iterator] !== 'function')
    throw new TypeError(
      'troubleshoot takes { batches, network, question }; batches are what readText and readLogs give of a log',
    );
  const { batches, problems = [], ...options } = evidence;
  const engine = troubleshooter(options);
  for (const batch of batches) engine.push({ batch });
  for (const problem of problems) engine.push({ problem });
  return engine.report();
};
