/** What a log can and cannot show at one observation point. Unix seconds. */
export type Coverage = {
  readonly observationPoint: string;
  readonly firstStart: number;
  /** The watermark: the latest end of any record. Beyond it the absence of a record says nothing. */
  readonly lastEnd: number;
  readonly ok: number;
  readonly nodata: number;
  readonly skipdata: number;
  /** Windows in which AWS lost records (SKIPDATA): absence inside them says nothing either. */
  readonly skipped: readonly Window[];
};

export type Window = { readonly start: number; readonly end: number };

export const overlaps = (a: Window, b: Window): boolean => a.start <= b.end && b.start <= a.end;

/** Whether a record of this window would be in the log: the log goes on past it and nothing in it was skipped. */
export const covers =
  (window: Window) =>
  (coverage: Coverage): boolean =>
    coverage.firstStart <= window.start &&
    window.end <= coverage.lastEnd &&
    !coverage.skipped.some((skipped) => overlaps(skipped, window));

/** The coverage with one more record. */
export const extend = (
  known: Coverage | null,
  observationPoint: string,
  window: Window,
  status: 'OK' | 'NODATA' | 'SKIPDATA',
): Coverage => {
  const before = known ?? {
    observationPoint,
    firstStart: window.start,
    lastEnd: window.end,
    ok: 0,
    nodata: 0,
    skipdata: 0,
    skipped: [],
  };
  return {
    observationPoint,
    firstStart: Math.min(before.firstStart, window.start),
    lastEnd: Math.max(before.lastEnd, window.end),
    ok: before.ok + Number(status === 'OK'),
    nodata: before.nodata + Number(status === 'NODATA'),
    skipdata: before.skipdata + Number(status === 'SKIPDATA'),
    skipped: status === 'SKIPDATA' ? [...before.skipped, window] : before.skipped,
  };
};
