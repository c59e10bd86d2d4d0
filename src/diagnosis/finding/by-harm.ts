import { CATALOGUE } from '../code.js';
import type { Finding } from './finding.js';

const harm: ReadonlyMap<string, number> = new Map(
  (['blocked', 'failed', 'undetermined', 'not-logged', 'allowed'] as const).map((outcome, i) => [outcome, i]),
);
const place: ReadonlyMap<string, number> = new Map(CATALOGUE.map(({ code }, i) => [code, i]));

/** Noise is last, although it was blocked: it does no harm. */
const harmOf = ({ code, outcome }: Finding): number =>
  code === 'internet-background-noise' ? harm.size : (harm.get(outcome) ?? 0);

/** The order of findings: the most harmful outcome first, then the most conversations. */
export const byHarm = (a: Finding, b: Finding): number =>
  harmOf(a) - harmOf(b) ||
  (b.occurrences?.conversations ?? 0) - (a.occurrences?.conversations ?? 0) ||
  (b.occurrences?.packets ?? 0) - (a.occurrences?.packets ?? 0) ||
  (place.get(a.code) ?? 0) - (place.get(b.code) ?? 0) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
