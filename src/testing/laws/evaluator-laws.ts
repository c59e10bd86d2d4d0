import * as fc from 'fast-check';
import { applied, type HeldLaw, type Law } from './law.js';

/** Rules that only allow, in no order, as those of security groups: what no rule allows is denied. */
export type AllowList<Rule, Input> = {
  readonly allows: (rules: readonly Rule[], input: Input) => boolean;
  readonly rule: fc.Arbitrary<Rule>;
  /** Inputs near the edges of the rules, or nothing is allowed and nothing is learnt. */
  readonly input: fc.Arbitrary<Input>;
};

/** Rules of which the first that matches decides, as the entries of a network ACL by their numbers. */
export type FirstMatch<Rule, Input> = {
  /** Whether the rules, in this order, allow the input. */
  readonly allows: (rules: readonly Rule[], input: Input) => boolean;
  /** Whether a rule is about the input at all, whatever it says. */
  readonly matches: (rule: Rule, input: Input) => boolean;
  readonly isAllow: (rule: Rule) => boolean;
  readonly rule: fc.Arbitrary<Rule>;
  readonly input: fc.Arbitrary<Input>;
};

type AnyAllowList = AllowList<unknown, unknown>;
type AnyFirstMatch = FirstMatch<unknown, unknown>;

const some = <Rule>(rule: fc.Arbitrary<Rule>) => fc.array(rule, { maxLength: 5 });

const sabotagedAllows =
  (allows: (it: AnyAllowList, rules: readonly unknown[], input: unknown) => boolean) =>
  (it: AnyAllowList): AnyAllowList => ({ ...it, allows: (rules, input) => allows(it, rules, input) });

const ALLOW_LIST_LAWS: readonly Law<AnyAllowList>[] = [
  {
    sentence: 'without a rule nothing is allowed',
    property: ({ allows, input }) => fc.property(input, (x) => !allows([], x)),
    saboteur: sabotagedAllows((it, rules, x) => rules.length === 0 || it.allows(rules, x)),
  },
  {
    sentence: 'the order of rules is irrelevant',
    property: ({ allows, rule, input }) =>
      fc.property(some(rule), input, (rules, x) => allows(rules, x) === allows(rules.toReversed(), x)),
    saboteur: sabotagedAllows((it, rules, x) => it.allows(rules.slice(0, 1), x)),
  },
  {
    sentence: 'what is allowed is allowed by some rule alone',
    property: ({ allows, rule, input }) =>
      fc.property(
        some(rule),
        input,
        (rules, x) => allows(rules, x) === rules.some((one) => allows([one], x)),
      ),
    saboteur: sabotagedAllows((it, rules, x) => rules.length > 1 || it.allows(rules, x)),
  },
  {
    sentence: 'a further rule takes nothing away',
    property: ({ allows, rule, input }) =>
      fc.property(
        some(rule),
        rule,
        input,
        (rules, more, x) => !allows(rules, x) || allows([...rules, more], x),
      ),
    saboteur: sabotagedAllows((it, rules, x) => rules.length < 2 && it.allows(rules, x)),
  },
  {
    sentence: 'a rule that is there twice changes nothing',
    property: ({ allows, rule, input }) =>
      fc.property(some(rule), input, (rules, x) => allows([...rules, ...rules], x) === allows(rules, x)),
    saboteur: sabotagedAllows((it, rules, x) => rules.length % 2 === 1 && it.allows(rules, x)),
  },
];

/** What every evaluator of rules that only allow must do. */
export const allowListLaws = <Rule, Input>(it: AllowList<Rule, Input>): readonly HeldLaw[] =>
  applied(ALLOW_LIST_LAWS)(it as unknown as AnyAllowList);

const sabotagedOrder =
  (allows: (it: AnyFirstMatch, rules: readonly unknown[], input: unknown) => boolean) =>
  (it: AnyFirstMatch): AnyFirstMatch => ({ ...it, allows: (rules, input) => allows(it, rules, input) });

const FIRST_MATCH_LAWS: readonly Law<AnyFirstMatch>[] = [
  {
    sentence: 'where no rule matches, all is denied',
    property: ({ allows, matches, rule, input }) =>
      fc.property(
        some(rule),
        input,
        (rules, x) =>
          !allows(
            rules.filter((one) => !matches(one, x)),
            x,
          ),
      ),
    saboteur: sabotagedOrder(
      (it, rules, x) => !rules.some((one) => it.matches(one, x)) || it.allows(rules, x),
    ),
  },
  {
    sentence: 'the first rule that matches decides',
    property: ({ allows, matches, isAllow, rule, input }) =>
      fc.property(some(rule), input, (rules, x) => {
        const first = rules.find((one) => matches(one, x));
        return allows(rules, x) === (first !== undefined && isAllow(first));
      }),
    saboteur: sabotagedOrder((it, rules, x) => it.allows(rules.toReversed(), x)),
  },
  {
    sentence: 'what stands behind the rule that decides is irrelevant',
    property: ({ allows, matches, rule, input }) =>
      fc.property(some(rule), some(rule), input, (rules, more, x) =>
        rules.some((one) => matches(one, x)) ? allows([...rules, ...more], x) === allows(rules, x) : true,
      ),
    saboteur: sabotagedOrder((it, rules, x) => rules.some((one) => it.matches(one, x) && it.isAllow(one))),
  },
  {
    sentence: 'a rule that does not match changes nothing, wherever it stands',
    property: ({ allows, matches, rule, input }) =>
      fc.property(some(rule), rule, fc.nat(5), input, (rules, more, at, x) =>
        matches(more, x) ? true : allows(rules.toSpliced(at, 0, more), x) === allows(rules, x),
      ),
    saboteur: sabotagedOrder((it, rules, x) => rules.length < 3 && it.allows(rules, x)),
  },
];

/** What every evaluator of rules in an order must do. */
export const firstMatchLaws = <Rule, Input>(it: FirstMatch<Rule, Input>): readonly HeldLaw[] =>
  applied(FIRST_MATCH_LAWS)(it as unknown as AnyFirstMatch);
