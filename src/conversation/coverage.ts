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
