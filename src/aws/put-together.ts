import { type Network, RESOURCE_KINDS, type ResourceKind } from '../network/network.js';
import { LAST_WRITTEN_NUMBER, type NetworkAclEntry } from '../network/network-acl.js';
import type { Route } from '../network/route-table.js';
import { canonicalJson } from '../prelude/canonical-json.js';
import type { Problem } from '../problem/problem.js';
import type { AnswerKey } from './answer-keys.js';
import { compareText } from './any-order.js';
import { type Copies, type Copy, choose, conflict } from './copies.js';
import { finished } from './finished.js';
import { READER_ORDER } from './readers.js';
import { agree, completedBy, type Rules } from './rules.js';
import { UNSAID } from './unsaid.js';

type Fields = Readonly<Record<string, unknown>>;

/** What all copies together say of one resource. */
type Whole = { readonly says: Fields; readonly problems: readonly Problem[] };

/** AWS's own answers have the last word, and Terraform, which may not know what was changed since, the first. */
const FORMS: readonly Copy['form'][] = ['terraform', 'aws-config', null];

const RANK: ReadonlyMap<AnswerKey, number> = new Map(READER_ORDER.map((key, i) => [key, i]));

/** The copies by the answer they come from, the one with the last word at the end; of several copies the chosen one. */
const chosenByAnswer = (id: string, copies: readonly Copy[]) => {
  const byRank = new Map<number, Copy[]>();
  for (const copy of copies) {
    const rank = FORMS.indexOf(copy.form) * RANK.size + (RANK.get(copy.key) ?? 0);
    byRank.set(rank, [...(byRank.get(rank) ?? []), copy]);
  }
  return [...byRank].sort(([a], [b]) => a - b).map(([, same]) => choose(id, same));
};

/** Entries and routes that AWS fixes stand in its own answers alone; that another form leaves them out is no difference. */
const isFixedByAws = (item: Partial<NetworkAclEntry> & Partial<Route>): boolean =>
  (item.number ?? 0) > LAST_WRITTEN_NUMBER || item.target?.kind === 'local';

const written = (field: string, value: unknown): unknown =>
  (field === 'entries' || field === 'routes') && Array.isArray(value)
    ? value.filter((item) => !isFixedByAws(item))
    : value;

const differ = (field: string, a: unknown, b: unknown): boolean =>
  a !== b &&
  a !== null &&
  b !== null &&
  canonicalJson(written(field, a)) !== canonicalJson(written(field, b));

const isRules = (field: string, value: unknown): value is Rules =>
  (field === 'ingress' || field === 'egress') && Array.isArray(value);

/** The field as both copies have it; where they differ, the later one's. The two views of rules complete each other. */
const fieldOf = (field: string, before: unknown, after: unknown) =>
  isRules(field, before) && isRules(field, after)
    ? { value: completedBy(after, before), agrees: agree(before, after) }
    : { value: after ?? before, agrees: !differ(field, before, after) };

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

const resourceOf = (kind: ResourceKind, id: string, says: Fields): { readonly id: string } => ({
  id,
  ...UNSAID[kind],
  ...finished(kind, says),
});

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
