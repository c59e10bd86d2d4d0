import type { HeaderSet } from '../traffic/header-set.js';
import type { Change } from './change.js';
import type { Caution } from './remedy.js';

/** What mends one blocker. */
export type Edit = {
  readonly changes: readonly Change[];
  readonly cautions: readonly Caution[];
  /** The packets it is for. */
  readonly asked: HeaderSet;
};
