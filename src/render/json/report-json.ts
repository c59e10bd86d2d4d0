import { print } from '../../address/ip-address.js';
import type { FilterStop, Stopper } from '../../capture/absence/way.js';
import { contradictionOf } from '../../diagnosis/finding/contradiction.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { awsExplanationCode, blockerCode, componentOf } from '../../path/blocker.js';
import type { Problem } from '../../problem/problem.js';
import type { Report, ReportedFinding } from '../../troubleshoot.js';
import { explain } from '../explanation.js';
import { remedyJson } from '../remedy/remedy-json.js';
import { type Shown, topOf } from '../shown-groups.js';
import { problemSentence } from '../words/problem-words.js';
import { absenceJson, neverLoggedJson } from './absence-json.js';
import { groupJson } from './group-json.js';
import { routeJson } from './route-json.js';
import { decidingJson, nearMissJson } from './rule-json.js';

const blockerJson = (at: FilterStop) => ({
  code: blockerCode(at),
  awsExplanationCode: awsExplanationCode(at),
  component: componentOf(at),
  direction: at.direction,
  deciding: at.verdict.deciding.map(decidingJson),
  nearest: at.verdict.nearest.map(nearMissJson),
});

/** What stops traffic that left no record, in the shape of a blocker. */
const stopperJson = (it: Stopper) => {
  if (it.kind === 'filter') return blockerJson(it.at);
  const { code, component, awsExplanationCode: aws } = it.at;
  return {
    code,
    awsExplanationCode: aws,
    component,
    direction: null,
    deciding: routeJson(it.at),
    nearest: [],
  };
};

/** The first is the finding's own. */
const blockersJson = ({ stopped, blocking, stoppers }: Finding) => {
  const isAtAnEnd = ({ kind, at }: Stopper) =>
    kind === 'filter' &&
    blocking.some((it) => it.interface.id === at.interface.id && it.filter === at.filter);
  return [
    ...(stopped === null ? [] : [stopperJson({ kind: 'routing', at: stopped })]),
    ...blocking.map(blockerJson),
    ...stoppers.filter((it) => !isAtAnEnd(it)).map(stopperJson),
  ];
};

const interfaceAt = ({ seenAt }: Finding, side: 'initiator' | 'responder'): string | null =>
  seenAt.find((at) => at.side === side)?.observationPoint ?? null;

const conversationJson = (finding: Finding) => {
  const { group, trips } = finding;
  if (group === null) return null;
  const [trip] = trips;
  const interfaceOf = (side: 'initiator' | 'responder') => {
    const end = trip?.[side];
    return interfaceAt(finding, side) ?? (end?.kind === 'interface' ? end.interface.id : null);
  };
  return {
    initiator: {
      address: print(group.initiator.address),
      port: group.initiator.port,
      interfaceId: interfaceOf('initiator'),
    },
    responder: {
      address: print(group.responder.address),
      port: group.responder.port,
      interfaceId: interfaceOf('responder'),
    },
    protocol: group.protocol,
    directionMethod: group.directionMethod,
    directionEvidence: group.directionEvidence,
  };
};

/** Why its way ends, where no filter ends it. */
const reasonOf = ({ stopped, stoppers: [first] }: Finding): string | null =>
  stopped?.reason ?? (first?.kind === 'routing' ? first.at.reason : null);

/** A finding as JSON; its schema is `finding` in `flowcause/schema/explain.json`. */
export const findingJson = (finding: ReportedFinding) => {
  const { stopped } = finding;
  const [first, ...also] = blockersJson(finding);
  const byRoute = stopped !== null || finding.blocking.length === 0 ? first : undefined;
  return {
    id: finding.id,
    code: finding.code,
    outcome: finding.outcome,
    leg: finding.leg,
    certainty: finding.certainty,
    entries: finding.entries,
    conversation: conversationJson(finding),
    alsoBlocking: also,
    assumes: finding.assumes,
    component: first?.component ?? null,
    reason: reasonOf(finding),
    deciding: [...(byRoute?.deciding ?? []), ...finding.deciding.map(decidingJson)],
    nearest: [...(byRoute?.nearest ?? []), ...finding.nearest.map(nearMissJson)],
    alternatives: finding.alternatives,
    missing: finding.missing,
    lostAt: finding.lostAt,
    late: finding.late,
    meanings: finding.meanings,
    separations: finding.separations,
    contradiction: contradictionOf(finding),
    noise: finding.noise,
    absence: finding.absence.map(absenceJson),
    neverLogged: neverLoggedJson(finding.neverLogged),
    awsExplanationCode: first?.awsExplanationCode ?? null,
    evidence: finding.evidence.map(({ source, line, observationPoint, action, leg }) => ({
      source,
      line,
      interfaceId: observationPoint,
      action,
      leg,
    })),
    occurrences: finding.occurrences,
    remedies: finding.remedies.map(remedyJson),
    explanation: explain(finding),
  };
};

/** A problem as JSON: its kind, where it stands, its facts, and the sentence that people are shown. */
export const problemJson = (problem: Problem) => {
  const { origin, ...facts } = problem;
  return { ...facts, source: origin.source, line: origin.line, message: problemSentence(problem) };
};

/** The document of `explain --format json`; its schema is `flowcause/schema/explain.json`. */
export const reportJson = (whole: Report, shown: Shown = {}) => {
  const report = topOf(whole, shown);
  return {
    schemaVersion: 1,
    input: { records: report.records, window: report.window, network: report.network },
    passed: report.passed,
    oneLeg: report.oneLeg,
    capture: report.capture,
    groups: report.groups.map(groupJson(report)),
    findings: report.findings.map(findingJson),
    gaps: report.gaps,
    problems: report.problems.first.map(problemJson),
    problemCounts: Object.fromEntries(report.problems.counts),
  };
};

/**
 * The lines of `explain --format ndjson`: the same facts as the document, one problem, finding or group a line and the
 * rest last; their schema is `flowcause/schema/explain-lines.json`.
 */
export const reportLines = (report: Report, shown: Shown = {}): readonly string[] => {
  const { groups, findings, problems, ...summary } = reportJson(report, shown);
  return [
    ...problems.map((problem) => ({ problem })),
    ...findings.map((finding) => ({ finding })),
    ...groups.map((group) => ({ group })),
    { summary },
  ].map((line) => JSON.stringify(line));
};

/** The document of `explain --format json`; its schema is `flowcause/schema/explain.json`. */
export type ReportDocument = ReturnType<typeof reportJson>;
