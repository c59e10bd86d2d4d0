import type { AnswerKey } from './answer-keys.js';

/** How the id of what an answer belongs to looks in a file name, for the answers that do not name it themselves. */
const SUBJECTS: Readonly<Partial<Record<AnswerKey, RegExp>>> = {
  Entries: /\bpl-[A-Za-z0-9]+/,
  Associations: /\btgw-rtb-[A-Za-z0-9]+/,
  TransitGatewayRouteTablePropagations: /\btgw-rtb-[A-Za-z0-9]+/,
  Routes: /\btgw-rtb-[A-Za-z0-9]+/,
  Attributes: /\barn:[^/]*:targetgroup\/[^/]+\/[A-Za-z0-9]+/,
  TargetHealthDescriptions: /\barn:[^/]*:targetgroup\/[^/]+\/[A-Za-z0-9]+/,
};

const decoded = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
};

/**
 * What an answer belongs to, by the name of its file: `prefix-list-entries-pl-0123.json`. An ARN stands there as in a
 * URL, `:` and `/` written as `%3A` and `%2F`. Null when the name does not say, or the answer says it itself.
 */
export const subjectIn = (key: string, source: string): string | null => {
  const name = decoded(source.split(/[\\/]/).at(-1) ?? '');
  return SUBJECTS[key as AnswerKey]?.exec(name)?.[0] ?? null;
};
