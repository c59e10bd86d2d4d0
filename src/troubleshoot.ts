import { type Capture, captureOver } from './capture/traffic-type.js';
import { type Correlation, type CorrelatorOptions, correlator } from './conversation/correlator.js';
import { type Group, groups } from './conversation/group.js';
import { journeys } from './conversation/journey.js';
import { type Case, caseOf } from './diagnosis/case.js';
import { CATALOGUE } from './diagnosis/code.js';
import { diagnose } from './diagnosis/diagnose.js';
import type { Finding } from './diagnosis/finding.js';
import { fold } from './diagnosis/fold.js';
import { diagnoseSilence } from './diagnosis/silence.js';
import { counts, EMPTY_NETWORK, isEmpty, type Network, type ResourceKind } from './network/network.js';
import type { Gap } from './problem/gap.js';
import type { Problem } from './problem/problem.js';
import { type ProblemLog, problemCollector } from './problem/problem-log.js';
import type { RecordBatch } from './record/record-batch.js';
import { count, NOTHING_READ, type RecordPiece, type RecordSummary } from './record/summary.js';
import { remedies } from './remedy/remedies.js';
import type { Remedy } from './remedy/remedy.js';
import type { InterfaceId } from './resource/id.js';
import { ANY_TRAFFIC, asksFor, asksForAnything, type TrafficFilter } from './traffic/traffic-filter.js';

/** What to explain. */
export type Question = {
  readonly filter: TrafficFilter;
  readonly interfaceId: InterfaceId | null;
  /** Report healthy traffic as findings too. */
  readonly all: boolean;
};

export const EVERYTHING: Question = { filter: ANY_TRAFFIC, interfaceId: null, all: false };

export type TroubleshootOptions = {
  /** Configuration, as far as there is any: see `readAnswers`. */
  readonly network?: Network;
  readonly question?: Question;
  readonly correlation?: CorrelatorOptions;
};

export type ReportedFinding = Finding & { readonly remedies: readonly Remedy[] };

/** The answer: plain data. Times are Unix seconds. */
export type Report = {
  readonly records: RecordSummary;
  /** From the earliest start to the latest end of all records; null without records. */
  readonly window: { readonly start: number; readonly end: number } | null;
  /** How many resources were given of each kind; null when there was no configuration. */
  readonly network: Readonly<Record<ResourceKind, number>> | null;
  /** Conversations accepted both ways. */
  readonly passed: { readonly conversations: number; readonly records: number };
  /** Conversations with one accepted leg, for a harmless reason. */
  readonly oneLeg: { readonly conversations: number; readonly records: number };
  readonly capture: Capture;
  /** Most harmful first. */
  readonly findings: readonly ReportedFinding[];
  readonly problems: ProblemLog;
  readonly gaps: readonly Gap[];
};

/** The engine for streams: `push` what is read, then take the `report`. */
export type Troubleshooter = {
  readonly push: (piece: RecordPiece) => void;
  readonly report: () => Report;
};

const isBetween =
  (filter: TrafficFilter) =>
  (group: Group): boolean => {
    const asks = asksFor(filter);
    const { protocol, initiator, responder, initiatorProven } = group;
    const ports = group.sourcePorts.length === 0 ? [null] : group.sourcePorts;
    const forward = ports.some((port) => asks(protocol, { ...initiator, port }, responder));
    // When it is not proven who spoke first, the user's idea of it is as good as ours.
    return (
      forward || (!initiatorProven && ports.some((port) => asks(protocol, responder, { ...initiator, port })))
    );
  };

const isAsked =
  ({ filter, interfaceId }: Question) =>
  (group: Group): boolean =>
    isBetween(filter)(group) &&
    (interfaceId === null || group.sightings.some((it) => it.observationPoint === interfaceId));

const asksSomething = ({ filter, interfaceId }: Question): boolean =>
  !asksForAnything(filter) || interfaceId !== null;

const harm: ReadonlyMap<string, number> = new Map(
  (['blocked', 'failed', 'undetermined', 'not-logged', 'allowed'] as const).map((outcome, i) => [outcome, i]),
);
const place: ReadonlyMap<string, number> = new Map(CATALOGUE.map(({ code }, i) => [code, i]));

const byHarm = (a: Finding, b: Finding): number =>
  (harm.get(a.outcome) ?? 0) - (harm.get(b.outcome) ?? 0) ||
  (b.occurrences?.conversations ?? 0) - (a.occurrences?.conversations ?? 0) ||
  (b.occurrences?.packets ?? 0) - (a.occurrences?.packets ?? 0) ||
  (place.get(a.code) ?? 0) - (place.get(b.code) ?? 0) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

const totals = (findings: readonly Finding[]) => ({
  conversations: findings.reduce((sum, it) => sum + (it.occurrences?.conversations ?? 0), 0),
  records: findings.reduce((sum, it) => sum + (it.occurrences?.records ?? 0), 0),
});

/** Healthy traffic stays a number unless it was asked for or there is nothing else to say. */
const worthTelling = (findings: readonly Finding[], question: Question): readonly Finding[] => {
  if (question.all || asksSomething(question)) return findings;
  const trouble = findings.filter(({ outcome }) => outcome !== 'allowed');
  return trouble.length === 0 ? findings : trouble;
};

const answer = (network: Network, correlation: Correlation, question: Question): readonly Finding[] => {
  const asked = groups(journeys(correlation.conversations)).filter(isAsked(question));
  if (asked.length === 0 && !asksForAnything(question.filter))
    return [diagnoseSilence(network, question.filter)];
  const cases: readonly Case[] = asked.map((group) => caseOf(network, correlation, group));
  return fold(cases.map(diagnose));
};

const windowOf = ({ coverage }: Correlation): Report['window'] => {
  const all = [...coverage.values()];
  if (all.length === 0) return null;
  return {
    start: all.reduce((least, it) => Math.min(least, it.firstStart), Number.POSITIVE_INFINITY),
    end: all.reduce((most, it) => Math.max(most, it.lastEnd), Number.NEGATIVE_INFINITY),
  };
};

/** Starts a diagnosis that is fed piece by piece. The order of the records does not matter. */
export const troubleshooter = (options: TroubleshootOptions = {}): Troubleshooter => {
  const network = options.network ?? EMPTY_NETWORK;
  const question = options.question ?? EVERYTHING;
  const correlating = correlator(options.correlation);
  const problems = problemCollector();
  let records = NOTHING_READ;
  return {
    push: (piece) => {
      records = count(records, piece);
      if ('problem' in piece) problems.add(piece.problem);
      else correlating.push(piece.batch);
    },
    report: () => {
      const correlation = correlating.finish();
      const findings = answer(network, correlation, question);
      return {
        records,
        window: windowOf(correlation),
        network: isEmpty(network) ? null : counts(network),
        passed: totals(findings.filter(({ code }) => code === 'allowed-both-ways')),
        oneLeg: totals(findings.filter(({ code }) => code === 'one-leg-recorded')),
        capture: captureOver(network, correlation.coverage.keys()),
        findings: [...worthTelling(findings, question)]
          .sort(byHarm)
          .map((finding) => ({ ...finding, remedies: remedies(network, finding) })),
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
export const troubleshoot = ({
  batches,
  problems = [],
  ...options
}: TroubleshootOptions & {
  readonly batches: Iterable<RecordBatch>;
  readonly problems?: Iterable<Problem>;
}): Report => {
  const engine = troubleshooter(options);
  for (const batch of batches) engine.push({ batch });
  for (const problem of problems) engine.push({ problem });
  return engine.report();
};
