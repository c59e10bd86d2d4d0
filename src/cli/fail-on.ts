import { type Finding, isHarmless } from '../index.js';

/** Something is blocked that somebody misses: what `--fail-on blocked` fails on. */
export const isBlocked = (finding: Finding): boolean => finding.outcome === 'blocked' && !isHarmless(finding);
