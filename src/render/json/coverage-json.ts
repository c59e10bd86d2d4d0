import type { CoverageReport, JudgedFormat } from '../../capture/coverage/coverage-report.js';
import type { CoveredPoint } from '../../capture/coverage/covered-point.js';
import type { FlowLogRequest } from '../../capture/coverage/create-flow-logs.js';
import type { CoveringFlowLog } from '../../capture/coverage/proposal.js';
import { unanswerableSentence } from '../words/coverage-words.js';
import { createFlowLogsCommand, standIns } from '../words/create-flow-logs-words.js';
import { problemJson } from './report-json.js';

const pointJson = ({ observationPoint, vpcId, subnetId, state, flowLogIds, inLog }: CoveredPoint) => ({
  observationPoint,
  vpcId,
  subnetId,
  state,
  flowLogIds,
  inLog:
    inLog === null
      ? null
      : {
          start: inLog.firstStart,
          end: inLog.lastEnd,
          ok: inLog.ok,
          nodata: inLog.nodata,
          skipdata: inLog.skipdata,
          gaps: inLog.gaps,
          skipped: inLog.skipped,
          flowLogIds: inLog.flowLogIds,
        },
});

const flowLogJson = (it: CoveringFlowLog) => ({
  id: it.id,
  resourceId: it.resourceId,
  trafficType: it.trafficType,
  maxAggregationInterval: it.maxAggregationInterval,
  destination: it.destination,
  created: it.created,
  fault: it.fault,
  fields: it.fields,
});

const formatJson = ({ fields, records, flowLogIds, cannotAnswer }: JudgedFormat) => ({
  fields,
  records,
  flowLogIds,
  cannotAnswer: cannotAnswer.map((it) => ({
    question: it.question.id,
    text: unanswerableSentence(it),
    lacks: it.lacks,
    source: it.question.source,
  })),
});

const requestJson = (request: FlowLogRequest) => ({
  reason: request.reason,
  resourceType: request.resourceType,
  resourceIds: request.resourceIds,
  command: createFlowLogsCommand(request),
  deliversLike: request.delivery.like,
  fillIn: standIns(request),
});

/** The document of `coverage --format json`; its schema is `flowcause/schema/coverage.json`. */
export const coverageJson = (report: CoverageReport) => ({
  schemaVersion: 1,
  records: report.records,
  points: report.points.map(pointJson),
  flowLogs: report.flowLogs.map(flowLogJson),
  formats: report.formats.map(formatJson),
  create: report.requests.map(requestJson),
  missing: report.missing,
  problems: report.problems.first.map(problemJson),
  problemCounts: Object.fromEntries(report.problems.counts),
});
