import { numbering } from '../../prelude/numbering.js';
import {
  type Coverage,
  coverageOf,
  isTime,
  nothingSeen,
  type Seen,
  see,
  statuses,
} from '../../record/coverage.js';
import { observationPoints } from '../../record/observation-point.js';
import { integers, type RecordBatch } from '../../record/record-batch.js';
import { between, cover, noStretches, type Stretch, type Stretches } from '../../record/stretches.js';
import type { FlowLogId } from '../../resource/id.js';

/** What a log holds of one observation point. */
export type SeenInLog = Coverage & {
  /**
   * Without any record for longer than two aggregation intervals. A quiet window has a NODATA record, so records are
   * missing, unless the flow log keeps one action only: AWS does not say whether those write NODATA.
   */
  readonly gaps: readonly Stretch[];
  /** The flow logs that wrote it, where file names tell. */
  readonly flowLogIds: readonly FlowLogId[];
};

export type SeenFormat = { readonly fields: readonly string[]; readonly records: number };

type Point = { readonly seen: Seen; readonly covered: Stretches; readonly flowLogIds: Set<FlowLogId> };

/** A fold over batches: `push` each, then read. Memory grows with gaps and observation points, not with records. */
export type LogReader = {
  readonly push: (batch: RecordBatch) => void;
  readonly points: () => readonly SeenInLog[];
  readonly formats: () => readonly SeenFormat[];
};

/** `intervalAt`: the aggregation interval of an observation point, in seconds. */
export const logReader = (intervalAt: (observationPoint: string) => number): LogReader => {
  const names = numbering<string>();
  const points: Point[] = [];
  const formats = new Map<string, { readonly fields: readonly string[]; records: number }>();
  const pointAt = (number: number): Point => {
    const known = points[number];
    if (known !== undefined) return known;
    const covered = noStretches(2 * intervalAt(names.values[number] as string));
    const point: Point = { seen: nothingSeen(), covered, flowLogIds: new Set() };
    points[number] = point;
    return point;
  };
  const noteFormat = ({ format: { fields }, length }: RecordBatch): void => {
    const key = fields.join(' ');
    const format = formats.get(key) ?? { fields, records: 0 };
    format.records += length;
    formats.set(key, format);
  };
  return {
    push: (batch) => {
      noteFormat(batch);
      const numbers = observationPoints(batch, names.numberOf);
      const [starts, ends, status] = [integers(batch, 'start'), integers(batch, 'end'), statuses(batch)];
      if (starts === null || ends === null) return;
      for (let row = 0; row < batch.length; row++) {
        const [number, one, other] = [numbers[row] as number, starts[row] as number, ends[row] as number];
        if (number < 0 || !isTime(one) || !isTime(other)) continue;
        const point = pointAt(number);
        const window = { start: Math.min(one, other), end: Math.max(one, other) };
        see(point.seen, window.start, window.end, status[row] as number);
        cover(point.covered, window);
        if (batch.flowLogId !== null) point.flowLogIds.add(batch.flowLogId);
      }
    },
    points: () =>
      points.flatMap(({ seen, covered, flowLogIds }, number) => [
        {
          ...coverageOf(names.values[number] as string, seen),
          gaps: between(covered),
          flowLogIds: [...flowLogIds].sort(),
        },
      ]),
    formats: () => [...formats.values()],
  };
};
