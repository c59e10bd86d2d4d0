import type { Network } from '../../network/network.js';
import type { Gap } from '../../problem/gap.js';
import { type ProblemLog, problemCollector } from '../../problem/problem-log.js';
import { count, NOTHING_READ, type RecordPiece, type RecordSummary } from '../../record/summary.js';
import type { FlowLogId } from '../../resource/id.js';
import { FLOW_LOGS, faultOf, formatOfFlowLog } from '../subscription.js';
import { type CoveredPoint, intervalAt, pointOf } from './covered-point.js';
import { type FlowLogRequest, resourceTypeOf } from './create-flow-logs.js';
import { type Unanswerable, unanswerable } from './log-question.js';
import { type CoveringFlowLog, proposals } from './proposal.js';
import { logReader, type SeenFormat } from './seen-in-log.js';

/** A format that was read or that a flow log writes, and what its records cannot tell. */
export type JudgedFormat = SeenFormat & {
  readonly flowLogIds: readonly FlowLogId[];
  readonly cannotAnswer: readonly Unanswerable[];
};

/** What a log covers: place by place, flow log by flow log, with what would make it tell more. */
export type CoverageReport = {
  readonly points: readonly CoveredPoint[];
  readonly flowLogs: readonly CoveringFlowLog[];
  readonly formats: readonly JudgedFormat[];
  readonly requests: readonly FlowLogRequest[];
  readonly missing: readonly Gap[];
  readonly records: RecordSummary;
  readonly problems: ProblemLog;
};

/** Feeds on what is read, then reports, once. */
export type CoverageReader = {
  readonly push: (piece: RecordPiece) => void;
  readonly report: () => CoverageReport;
};

const asFormats = (
  flowLogs: readonly CoveringFlowLog[],
  seen: readonly SeenFormat[],
): readonly JudgedFormat[] => {
  const formats = new Map(seen.map((format) => [format.fields.join(' '), format]));
  for (const { fields } of flowLogs) {
    const key = fields.join(' ');
    if (!formats.has(key)) formats.set(key, { fields, records: 0 });
  }
  return [...formats].map(([key, format]) => ({
    ...format,
    flowLogIds: flowLogs.filter(({ fields }) => fields.join(' ') === key).map(({ id }) => id),
    cannotAnswer: unanswerable(format.fields),
  }));
};

const INTERFACES: Gap = { kind: 'interface', id: null, needs: 'aws ec2 describe-network-interfaces' };

const missingOf = (network: Network): readonly Gap[] => [
  ...(network.given.has('interfaces') ? [] : [INTERFACES]),
  ...(network.given.has('flowLogs') ? network.gaps.filter(({ kind }) => kind === 'flow-logs') : [FLOW_LOGS]),
];

/** They have no interface and are recorded under their own id. */
const regionalGateways = (network: Network): readonly string[] =>
  [...network.natGateways.values()]
    .filter(({ availability, state }) => availability === 'regional' && state !== 'deleted')
    .map(({ id }) => id);

const byId = (a: CoveredPoint, b: CoveredPoint): number => (a.observationPoint < b.observationPoint ? -1 : 1);

/** Which interfaces are captured by which flow log, what this log holds of them, and what it cannot tell. */
export const coverageReader = (network: Network): CoverageReader => {
  const reader = logReader(intervalAt(network));
  const problems = problemCollector();
  let records = NOTHING_READ;
  return {
    push: (piece) => {
      records = count(records, piece);
      if ('problem' in piece) problems.add(piece.problem);
      else reader.push(piece.batch);
    },
    report: () => {
      const seen = new Map(reader.points().map((it) => [it.observationPoint, it]));
      const ids = new Set([...network.interfaces.keys(), ...regionalGateways(network), ...seen.keys()]);
      const points = [...ids].map(pointOf(network, seen)).sort(byId);
      const flowLogs = [...network.flowLogs.values()].map(
        (it): CoveringFlowLog => ({ ...it, fields: formatOfFlowLog(it).fields, fault: faultOf(it) }),
      );
      return {
        points,
        flowLogs,
        formats: asFormats(flowLogs, reader.formats()),
        requests: proposals(
          network,
          points,
          flowLogs.filter(({ resourceId }) => resourceTypeOf(resourceId) !== null),
          reader.formats(),
        ),
        missing: missingOf(network),
        records,
        problems: problems.log(),
      };
    },
  };
};
