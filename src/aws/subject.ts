import type { SubjectKind } from '../problem/problem.js';
import type { AnswerKey } from './answer-keys.js';

/** What the answers belong to that do not name it themselves. */
const SUBJECTS = {
  Entries: 'prefix-list',
  Associations: 'transit-gateway-route-table',
  TransitGatewayRouteTablePropagations: 'transit-gateway-route-table',
  Routes: 'transit-gateway-route-table',
  Attributes: 'target-group',
  TargetHealthDescriptions: 'target-group',
} as const satisfies Readonly<Partial<Record<AnswerKey, SubjectKind>>>;

type NamelessKey = keyof typeof SUBJECTS;

const isNameless = (key: string): key is NamelessKey => Object.hasOwn(SUBJECTS, key);

/** How such an id looks in a file name. */
const IDS: Readonly<Record<SubjectKind, RegExp>> = {
  'prefix-list': /(?<![A-Za-z0-9])pl-[A-Za-z0-9]+/,
  'transit-gateway-route-table': /(?<![A-Za-z0-9])tgw-rtb-[A-Za-z0-9]+/,
  'target-group': /(?<![A-Za-z0-9])arn:[^/]*:targetgroup\/[^/]+\/[A-Za-z0-9]+/,
};

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/** What kind of thing the answer under this key belongs to, when it does not name it; else null. */
export const subjectKindOf = (key: string): SubjectKind | null => (isNameless(key) ? SUBJECTS[key] : null);

/**
 * What an answer belongs to, by the name of its file: `entries-pl-0123.json`. An ARN stands there as in a URL, `:` and `/`
 * written as `%3A` and `%2F`. Null when the name does not say, or the answer says it itself.
 */
export const subjectIn = (key: string, source: string): string | null => {
  const kind = subjectKindOf(key);
  const name = decoded(source.split(/[\\/]/).at(-1) ?? '');
  return kind === null ? null : (IDS[kind].exec(name)?.[0] ?? null);
};
