import type { Deciding } from '../../filter/verdict.js';
import { isFinalDeny } from '../../network/network-acl.js';
import { recorded } from '../case/agreement.js';
import type { Case } from '../case/case.js';
import { checkerListOf, isCheckerOfRoute53, type TargetCheck, targetCheckOf } from '../case/health-check.js';
import type { Examination } from '../cause/cause.js';

/** What the traffic is, or what somebody meant with it, whatever became of it. */
export type Meaning =
  /** A network ACL entry that somebody wrote denies it: it may be meant to be denied. */
  | { readonly kind: 'written-deny'; readonly networkAclId: string; readonly ruleNumber: number }
  /** The sender was rejected on so many addresses and ports, and never let in, that it seems to look around. */
  | { readonly kind: 'scan'; readonly targets: number }
  /** A load balancer asks a target how it is, or forwards to it. */
  | ({ readonly kind: 'health-check' } & TargetCheck)
  /**
   * A health checker of Route 53, by the list that AWS keeps of their addresses; without that list (null) by its records,
   * which name who owns the address.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-router-firewall-rules.html
   */
  | { readonly kind: 'route-53-health-check'; readonly prefixListId: string | null };

const writtenDenies = (deciding: readonly Deciding[]): readonly Meaning[] =>
  deciding.flatMap((it): readonly Meaning[] =>
    it.kind === 'network-acl-entry' && it.entry.action === 'deny' && !isFinalDeny(it.entry)
      ? [{ kind: 'written-deny', networkAclId: it.networkAclId, ruleNumber: it.entry.number }]
      : [],
  );

/** A host of ours that lacks a rule is rejected at a few services, a scanner at many. */
const FEWEST_TARGETS = 20;

const scan = (it: Case): readonly Meaning[] =>
  it.targetsOfSender >= FEWEST_TARGETS && recorded(it, 'REJECT', 'request')
    ? [{ kind: 'scan', targets: it.targetsOfSender }]
    : [];

const healthCheck = (it: Case): readonly Meaning[] => {
  const check = targetCheckOf(it);
  return [
    ...(check === null ? [] : [{ kind: 'health-check' as const, ...check }]),
    ...(isCheckerOfRoute53(it)
      ? [
          {
            kind: 'route-53-health-check' as const,
            prefixListId: checkerListOf(it.network, it.group.initiator.address),
          },
        ]
      : []),
  ];
};

/** What there is to know of the traffic beyond what became of it. */
export const meaningsOf = (it: Case, { deciding }: Examination): readonly Meaning[] => [
  ...writtenDenies(deciding),
  ...scan(it),
  ...healthCheck(it),
];
