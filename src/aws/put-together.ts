import { type Network, RESOURCE_KINDS, type ResourceKind } from '../network/network.js';
import { canonicalJson } from '../prelude/canonical-json.js';
import type { Problem } from '../problem/problem.js';
import type { AnswerKey } from './answer-keys.js';
import { type Copies, type Copy, choose, conflict } from './copies.js';
import type { Says } from './fragment.js';
import { READER_ORDER } from './readers.js';
import { agree, completedBy, inOrder, marked, type Rules } from './rules.js';
import { UNSAID } from './unsaid.js';

type Fields = Readonly<Record<string, unknown>>;

/** What all copies together say of one resource. */
type Whole = { readonly says: Fields; readonly problems: readonly Problem[] };

const RANK: ReadonlyMap<AnswerKey, number> = new Map(READER_ORDER.map((key, i) => [key, i]));

/** The copies by the answer they come from, the one with the last word at the end; of several copies the chosen one. */
const chosenByAnswer = (id: string, copies: readonly Copy[]) => {
  const byKey = new Map<AnswerKey, Copy[]>();
  for (const copy of copies) byKey.set(copy.key, [...(byKey.get(copy.key) ?? []), copy]);
  return [...byKey]
    .sort(([a], [b]) => (RANK.get(a) ?? 0) - (RANK.get(b) ?? 0))
    .map(([, same]) => choose(id, same));
};

const differ = (a: unknown, b: unknown): boolean =>
  a !== b && a !== null && b !== null && canonicalJson(a) !== canonicalJson(b);

const isRules = (field: string, value: unknown): value is Rules =>
  (field === 'ingress' || field === 'egress') && Array.isArray(value);

/** The field as both copies have it; where they differ, the later one's. The two views of rules complete each other. */
const fieldOf = (field: string, before: unknown, after: unknown) =>
  isRules(field, before) && isRules(field, after)
    ? { value: completedBy(after, before), agrees: agree(before, after) }
    : { value: after ?? before, agrees: !differ(before, after) };

const isNewer = (a: Copy, b: Copy): boolean =>
  a.capturedAt !== null && b.capturedAt !== null && a.capturedAt > b.capturedAt;

/** A nested copy of an interface never overrides the full one; between others, the one captured later has the last word. */
const inOrderOfTrust = (a: Copy, b: Copy): number => {
  if (a.key === 'Reservations' || b.key === 'Reservations') return 0;
  return isNewer(a, b) ? 1 : isNewer(b, a) ? -1 : 0;
};

const whole = (id: string, copies: readonly Copy[]): Whole => {
  const [only] = copies;
  if (only !== undefined && copies.length === 1) return { says: only.says as Fields, problems: [] };
  const chosen = chosenByAnswer(id, copies);
  const problems = chosen.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const says: Record<string, unknown> = {};
  const sayers = new Map<string, Copy>();
  for (const copy of chosen.map((one) => one.copy).sort(inOrderOfTrust)) {
    let contradicted: Copy | undefined;
    for (const [field, value] of Object.entries(copy.says as Fields)) {
      const merged = field in says ? fieldOf(field, says[field], value) : { value, agrees: true };
      if (!merged.agrees) contradicted ??= sayers.get(field);
      says[field] = merged.value;
      sayers.set(field, copy);
    }
    if (contradicted !== undefined) problems.push(conflict(id, copy, contradicted));
  }
  return { says, problems };
};

const securityGroupOf = ({
  stale = [],
  ...says
}: Says<'securityGroups'>): Omit<Says<'securityGroups'>, 'stale'> => ({
  ...says,
  ...(says.ingress && { ingress: marked(inOrder(says.ingress), stale) }),
  ...(says.egress && { egress: marked(inOrder(says.egress), stale) }),
});

const resourceOf = (kind: ResourceKind, id: string, says: Fields): { readonly id: string } => ({
  id,
  ...UNSAID[kind],
  ...(kind === 'securityGroups' ? securityGroupOf(says as Says<'securityGroups'>) : says),
});

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Puts every resource together from all that is said of it. Resources stand in the order of their ids. */
export const putTogether = (
  copies: Copies,
): { readonly resources: Omit<Network, 'given' | 'gaps'>; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const maps = RESOURCE_KINDS.map((kind) => {
    const byId = [...(copies.get(kind) ?? [])].sort(([a], [b]) => compareText(a, b));
    const resources = byId.map(([id, said]) => {
      const { says, problems: more } = whole(id, said);
      problems.push(...more);
      return [id, resourceOf(kind, id, says)] as const;
    });
    return [kind, new Map(resources)] as const;
  });
  // Each reader states fields of its own kind; the table of readers cannot tell TypeScript so.
  return { resources: Object.fromEntries(maps) as unknown as Omit<Network, 'given' | 'gaps'>, problems };
};
