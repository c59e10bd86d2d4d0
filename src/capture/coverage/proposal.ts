import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import type { InterfaceId } from '../../resource/id.js';
import type { CoveredPoint } from './covered-point.js';
import { type FlowLogRequest, requestsFor, widest } from './create-flow-logs.js';
import { unanswerable } from './log-question.js';
import type { SeenFormat } from './seen-in-log.js';

export type CoveringFlowLog = FlowLog & { readonly fields: readonly string[]; readonly fault: string | null };

/** A working flow log that keeps both actions, without fields that questions of any traffic take. */
const isPoor = ({ fields, fault, trafficType }: CoveringFlowLog): boolean =>
  fault === null && (trafficType === 'ALL' || trafficType === null) && lacksFields(fields);

const lacksFields = (fields: readonly string[]): boolean =>
  unanswerable(fields).some(({ question, lacks }) => lacks.length > 0 && !question.isSpecial);

/** Without describe-flow-logs only the log tells who is recorded, and in which fields. */
const seenInPoorFormats = (
  network: Network,
  points: readonly CoveredPoint[],
  seen: readonly SeenFormat[],
): readonly string[] => {
  if (network.given.has('flowLogs') || !seen.some(({ fields }) => lacksFields(fields))) return [];
  return widest(
    network,
    points.filter(({ inLog }) => inLog !== null).map(({ observationPoint }) => observationPoint),
  );
};

/** What to create: for what nobody records, for what is half recorded, and for what is recorded in too few fields. */
export const proposals = (
  network: Network,
  points: readonly CoveredPoint[],
  flowLogs: readonly CoveringFlowLog[],
  seen: readonly SeenFormat[],
): readonly FlowLogRequest[] => {
  const dark: readonly InterfaceId[] = points
    .filter(({ state }) => state === 'not-captured')
    .map(({ observationPoint }) => observationPoint);
  const half = new Set(
    points
      .filter(({ state }) => state === 'accept' || state === 'reject')
      .flatMap(({ flowLogIds }) => flowLogIds),
  );
  const halfOf = flowLogs.filter(({ id, fault }) => half.has(id) && fault === null);
  const resources = (logs: readonly CoveringFlowLog[]) => [
    ...new Set(logs.map(({ resourceId }) => resourceId)),
  ];
  const improved = resources(halfOf);
  const poor = resources(flowLogs.filter(isPoor)).filter(
    (id) => !improved.includes(id) && !isServed(flowLogs, id),
  );
  return [
    ...requestsFor(network, widest(network, dark), 'not-captured'),
    ...requestsFor(network, improved, 'traffic-type'),
    ...requestsFor(network, [...poor, ...seenInPoorFormats(network, points, seen)], 'format'),
  ];
};

/** Another flow log of the same resource has the fields already. */
const isServed = (flowLogs: readonly CoveringFlowLog[], resourceId: string): boolean =>
  flowLogs.some(
    (it) => it.resourceId === resourceId && it.fault === null && !isPoor(it) && it.trafficType === 'ALL',
  );
