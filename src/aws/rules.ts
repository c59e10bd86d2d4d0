import { ruleKey } from '../network/rule-key.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { compareText } from './any-order.js';
import type { StaleRule } from './stale-rule.js';

export type Rules = readonly SecurityGroupRule[];

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

/** A reference over a peering connection that is gone is another rule than the same one over a new connection. */
const identityOf = (rule: SecurityGroupRule): string =>
  rule.peer.kind === 'security-group' && rule.peer.peeringStatus !== null
    ? `${ruleKey(rule)} ${rule.peer.peeringStatus}`
    : ruleKey(rule);

type Keyed = { readonly key: string; readonly rule: SecurityGroupRule };

const textOf = (it: SecurityGroupRule): string => `${it.description ?? ''} ${it.id ?? ''}`;

/** Each rule once, in an order that does not depend on that of the answer. */
export const inOrder = (rules: Rules): Rules => {
  const keyed = rules.map((rule): Keyed => ({ key: identityOf(rule), rule }));
  keyed.sort((a, b) => compareText(a.key, b.key) || compareText(textOf(a.rule), textOf(b.rule)));
  const found: Keyed[] = [];
  for (const { key, rule } of keyed) {
    const last = found.at(-1);
    if (last?.key === key) found[found.length - 1] = { key, rule: fuller(last.rule, rule) };
    else found.push({ key, rule });
  }
  return found.map(({ rule }) => rule);
};

const byKey = (rules: Rules): ReadonlyMap<string, SecurityGroupRule> =>
  new Map(inOrder(rules).map((rule) => [identityOf(rule), rule]));

/** Whether both views state the same rules. */
export const agree = (a: Rules, b: Rules): boolean => {
  const [one, other] = [byKey(a), byKey(b)];
  return one.size === other.size && [...one.keys()].every((key) => other.has(key));
};

/** The rules of the one view, with the ids that only the other one knows. */
export const completedBy = (rules: Rules, other: Rules): Rules => {
  const known = byKey(other);
  return rules.map((rule) => {
    const same = known.get(identityOf(rule));
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
