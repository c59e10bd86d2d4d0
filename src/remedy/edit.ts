import type { Change } from './change.js';
import type { Caution } from './remedy.js';

/** What mends one blocker. */
export type Edit = { readonly changes: readonly Change[]; readonly cautions: readonly Caution[] };
