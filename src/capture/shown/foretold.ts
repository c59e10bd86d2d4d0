import type { Network } from '../../network/network.js';
import type { Passage } from '../passage.js';

/** A record that is foretold: what passes, where, and what became of it. */
export type Foretold = Omit<Passage, 'fate' | 'isCertain'> & {
  readonly network: Network;
  /** Null in the records of transit gateways. */
  readonly action: 'ACCEPT' | 'REJECT' | null;
};

/** The values that a field can show, as the log spells them; null where nothing is foretold. */
export type Shown = readonly string[] | null;

export type Predictor = (it: Foretold) => Shown;

/** What a record shows that does not apply, or could not be computed. */
export const NOT_APPLICABLE = '-';

export const only = (value: string | null | undefined): Shown => (value == null ? null : [value]);
