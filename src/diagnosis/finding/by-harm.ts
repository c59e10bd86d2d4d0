import { CATALOGUE } from '../code.js';
import type { Finding } from './finding.js';

const harm: ReadonlyMap<string, number> = new Map(
  (['blocked', 'failed', 'undetermined', 'not-logged', 'allowed'] as const).map((outcome, i) => [outcome, i]),
);
const place: ReadonlyMap<string, number> = new Map(CATALOGUE.map(({ code }, i) => [code, i]));

/**
 * Blocked, and nobody misses it: noise of the internet, and what came after a connection had been closed, which AWS logs as
 * REJECT with rules that are fine. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const isHarmless = ({ code, late }: Pick<Finding, 'code' | 'late'>): boolean =>
  code === 'internet-background-noise' ||
  (code === 'packet-outside-tracked-connection' && late?.reason === 'closed');

const placeOf = (outcome: Finding['outcome']): number => harm.get(outcome) ?? 0;

/** Noise is last of all; what is left of a connection comes before what passed. */
const harmOf = (it: Finding): number => {
  if (it.code === 'internet-background-noise') return harm.size;
  return isHarmless(it) ? placeOf('allowed') - 0.5 : placeOf(it.outcome);
};

/** The order of findings: the most harmful outcome first, then the most conversations. */
export const byHarm = (a: Finding, b: Finding): number =>
  harmOf(a) - harmOf(b) ||
  (b.occurrences?.conversations ?? 0) - (a.occurrences?.conversations ?? 0) ||
  (b.occurrences?.packets ?? 0) - (a.occurrences?.packets ?? 0) ||
  (place.get(a.code) ?? 0) - (place.get(b.code) ?? 0) ||
  (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
