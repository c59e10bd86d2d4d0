import type { SecurityGroupRule } from '../network/security-group.js';
import { ruleKey, type StaleRule } from './rule-key.js';

export type Rules = readonly SecurityGroupRule[];

const compareText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** A rule that says more: its id, who owns the group at the other end. */
const fuller = (a: SecurityGroupRule, b: SecurityGroupRule): SecurityGroupRule => ({
  ...a,
  id: a.id ?? b.id,
  description: a.description ?? b.description,
  peer:
    a.peer.kind === 'security-group' && b.peer.kind === 'security-group'
      ? {
          ...a.peer,
          ownerId: a.peer.ownerId ?? b.peer.ownerId,
          vpcId: a.peer.vpcId ?? b.peer.vpcId,
          peeringStatus: a.peer.peeringStatus ?? b.peer.peeringStatus,
        }
      : a.peer,
});

const byKey = (rules: Rules): Map<string, SecurityGroupRule> => {
  const found = new Map<string, SecurityGroupRule>();
  for (const rule of rules) {
    const key = ruleKey(rule);
    const known = found.get(key);
    found.set(key, known === undefined ? rule : fuller(known, rule));
  }
  return found;
};

const textOf = (it: SecurityGroupRule): string => `${it.description ?? ''} ${it.id ?? ''}`;

/** Each rule once, in an order that does not depend on that of the answer. */
export const inOrder = (rules: Rules): Rules => {
  const sorted = [...rules].sort((a, b) => compareText(textOf(a), textOf(b)));
  return [...byKey(sorted)].sort(([a], [b]) => compareText(a, b)).map(([, rule]) => rule);
};

/** Whether both views state the same rules. */
export const agree = (a: Rules, b: Rules): boolean => {
  const [one, other] = [byKey(a), byKey(b)];
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
};

/** The rules of the one view, with the ids that only the other one knows. */
export const completedBy = (rules: Rules, other: Rules): Rules => {
  const known = byKey(other);
  return rules.map((rule) => {
    const same = known.get(ruleKey(rule));
    return same === undefined ? rule : fuller(rule, same);
  });
};

/** Marks the rules that AWS lists as stale. */
export const marked = (rules: Rules, stale: readonly StaleRule[]): Rules =>
  stale.length === 0
    ? rules
    : rules.map((rule) =>
        rule.peer.kind === 'security-group' && stale.includes(ruleKey(rule))
          ? { ...rule, peer: { ...rule.peer, isStale: true } }
          : rule,
      );
