import type { LegVerdict } from '../../path/passage.js';
import type { Leg } from '../../traffic/direction.js';

export const VERDICT: Readonly<Record<LegVerdict, string>> = {
  allowed: 'ALLOWED',
  partial: 'ALLOWED IN PART',
  blocked: 'BLOCKED',
  undetermined: 'NOT DECIDED',
};

export const legTitle = (leg: Leg, verdict: LegVerdict): string =>
  `${leg === 'request' ? 'Request' : 'Reply'}: ${VERDICT[verdict].toLowerCase()}`;

export const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];
