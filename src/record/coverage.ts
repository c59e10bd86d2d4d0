import { among, numberedRows } from './numbered-rows.js';
import { type RecordBatch, texts } from './record-batch.js';
import { cover, noStretches, type Stretch, type Stretches } from './stretches.js';

/** What a log can and cannot show at one observation point. Unix seconds. */
export type Coverage = {
  readonly observationPoint: string;
  readonly firstStart: number;
  /** The watermark: the latest end of any record. Beyond it the absence of a record says nothing. */
  readonly lastEnd: number;
  readonly ok: number;
  readonly nodata: number;
  readonly skipdata: number;
  /** When AWS lost records (SKIPDATA): absence then says nothing either. */
  readonly skipped: readonly Stretch[];
};

const STATUSES = ['OK', 'NODATA', 'SKIPDATA'] as const;

/** The number of a record's status: 0 OK, which is also that of records without a status; 1 NODATA, 2 SKIPDATA. */
export const statuses = (batch: RecordBatch): Int32Array =>
  numberedRows(texts(batch, 'log-status'), batch.length, 0, among(STATUSES));

/** Times are kept as seconds in 32 bits, which last until 2106; a log that says otherwise is damaged. */
const LATEST_TIME = 0xffff_ffff;

export const isTime = (seconds: number): boolean => seconds >= 0 && seconds <= LATEST_TIME;

/** What was seen of an observation point so far. */
export type Seen = {
  firstStart: number;
  lastEnd: number;
  /** How many records by status. */
  readonly count: [number, number, number];
  readonly skipped: Stretches;
};

export const nothingSeen = (): Seen => ({
  firstStart: Number.POSITIVE_INFINITY,
  lastEnd: 0,
  count: [0, 0, 0],
  skipped: noStretches(0),
});

/** Notes that a record of this window and status exists; in place, as there is one for each record. */
export const see = (seen: Seen, start: number, end: number, status: number): void => {
  if (start < seen.firstStart) seen.firstStart = start;
  if (end > seen.lastEnd) seen.lastEnd = end;
  (seen.count[status] as number)++;
  if (status === 2) cover(seen.skipped, { start, end });
};

/** Whether any record was seen. */
export const isSeen = ({ firstStart }: Seen): boolean => firstStart !== Number.POSITIVE_INFINITY;

export const coverageOf = (
  observationPoint: string,
  { firstStart, lastEnd, count: [ok, nodata, skipdata], skipped }: Seen,
): Coverage => ({ observationPoint, firstStart, lastEnd, ok, nodata, skipdata, skipped: skipped.list });
