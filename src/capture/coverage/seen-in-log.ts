import { observationPoints } from '../../record/observation-point.js';
import { integers, type RecordBatch, textAt, texts } from '../../record/record-batch.js';
import type { FlowLogId } from '../../resource/id.js';
import { between, cover, noStretches, type Stretch, type Stretches } from './stretches.js';

/** What a log holds of one observation point. Unix seconds. */
export type SeenInLog = {
  readonly observationPoint: string;
  readonly firstStart: number;
  readonly lastEnd: number;
  readonly ok: number;
  readonly nodata: number;
  readonly skipdata: number;
  /**
   * Without any record for longer than two aggregation intervals. A quiet window has a NODATA record, so records are
   * missing, unless the flow log keeps one action only: AWS does not say whether those write NODATA.
   */
  readonly gaps: readonly Stretch[];
  /** AWS lost records (SKIPDATA). */
  readonly skipped: readonly Stretch[];
  /** The flow logs that wrote it, where file names tell. */
  readonly flowLogIds: readonly FlowLogId[];
};

export type SeenFormat = { readonly fields: readonly string[]; readonly records: number };

type Sum = {
  ok: number;
  nodata: number;
  skipdata: number;
  readonly covered: Stretches;
  readonly skipped: Stretches;
  readonly flowLogIds: Set<FlowLogId>;
};

/** A fold over batches: `push` each, then read. Memory grows with gaps and observation points, not with records. */
export type LogReader = {
  readonly push: (batch: RecordBatch) => void;
  readonly points: () => readonly SeenInLog[];
  readonly formats: () => readonly SeenFormat[];
};

const seen = (observationPoint: string, sum: Sum): SeenInLog => ({
  observationPoint,
  firstStart: sum.covered.list[0]?.start ?? 0,
  lastEnd: sum.covered.list.at(-1)?.end ?? 0,
  ok: sum.ok,
  nodata: sum.nodata,
  skipdata: sum.skipdata,
  gaps: between(sum.covered),
  skipped: sum.skipped.list,
  flowLogIds: [...sum.flowLogIds].sort(),
});

/** `intervalAt`: the aggregation interval of an observation point, in seconds. */
export const logReader = (intervalAt: (observationPoint: string) => number): LogReader => {
  const sums = new Map<string, Sum>();
  const formats = new Map<string, { readonly fields: readonly string[]; records: number }>();
  const sumAt = (point: string): Sum => {
    const known = sums.get(point);
    if (known !== undefined) return known;
    const covered = noStretches(2 * intervalAt(point));
    const sum: Sum = {
      ok: 0,
      nodata: 0,
      skipdata: 0,
      covered,
      skipped: noStretches(0),
      flowLogIds: new Set(),
    };
    sums.set(point, sum);
    return sum;
  };
  const noteFormat = ({ format: { fields }, length }: RecordBatch): void => {
    const key = fields.join(' ');
    const format = formats.get(key) ?? { fields, records: 0 };
    format.records += length;
    formats.set(key, format);
  };
  const count = (sum: Sum, status: string | null, window: Stretch): void => {
    if (status === 'SKIPDATA') {
      sum.skipdata++;
      cover(sum.skipped, window);
    } else if (status === 'NODATA') sum.nodata++;
    else sum.ok++;
  };
  return {
    push: (batch) => {
      noteFormat(batch);
      const pointAt = observationPoints(batch);
      const [starts, ends, statuses] = [
        integers(batch, 'start'),
        integers(batch, 'end'),
        texts(batch, 'log-status'),
      ];
      if (starts === null || ends === null) return;
      for (let row = 0; row < batch.length; row++) {
        const point = pointAt(row);
        const window = { start: starts[row] as number, end: ends[row] as number };
        if (point === null || window.start < 0 || window.end < window.start) continue;
        const sum = sumAt(point);
        count(sum, statuses === null ? null : textAt(statuses, row), window);
        cover(sum.covered, window);
        if (batch.flowLogId !== null) sum.flowLogIds.add(batch.flowLogId);
      }
    },
    points: () => [...sums].map(([point, sum]) => seen(point, sum)),
    formats: () => [...formats.values()],
  };
};
