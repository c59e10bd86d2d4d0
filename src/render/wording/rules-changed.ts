import { isMixed } from '../../conversation/conversation.js';
import type { Finding, SeenAt } from '../../diagnosis/finding/finding.js';
import { time } from '../words/phrase.js';
import { entrySentences, trafficPhrase } from './ends.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

const flowAt = ({ leg }: Finding, at: SeenAt) => (leg === 'reply' ? at.reverse : at.forward);

type Change = { readonly from: 'ACCEPT' | 'REJECT'; readonly before: number; readonly after: number };

/** What was seen first and last, where the records tell; null where both stand in the same windows. */
const changeOf = (finding: Finding): Change | null => {
  for (const at of finding.seenAt) {
    const { ACCEPT, REJECT } = flowAt(finding, at);
    if (ACCEPT === null || REJECT === null || !isMixed(flowAt(finding, at))) continue;
    if (ACCEPT.firstSeen < REJECT.firstSeen && ACCEPT.lastSeen < REJECT.lastSeen)
      return { from: 'ACCEPT', before: REJECT.firstSeen, after: ACCEPT.lastSeen };
    if (REJECT.firstSeen < ACCEPT.firstSeen && REJECT.lastSeen < ACCEPT.lastSeen)
      return { from: 'REJECT', before: ACCEPT.firstSeen, after: REJECT.lastSeen };
  }
  return null;
};

/** What came late after a connection was over leaves the same records. */
const isOpen = ({ certainty }: Finding): boolean => certainty === 'possible';

/** That it was accepted follows from the answer alone. */
const isAcceptedUnseen = (finding: Finding): boolean =>
  finding.seenAt.every((at) => !isMixed(flowAt(finding, at)));

const changeSentence = (finding: Finding): string => {
  const change = changeOf(finding);
  if (isAcceptedUnseen(finding))
    return 'Its SYN was answered here, so it was accepted before; the record of that is missing. What followed was rejected.';
  if (change === null)
    return `Packets of the ${finding.leg ?? 'traffic'} were accepted and rejected in the same windows.`;
  const [early, late] = change.from === 'ACCEPT' ? ['accepted', 'rejected'] : ['rejected', 'accepted'];
  const [first, last] = [Math.min(change.before, change.after), Math.max(change.before, change.after)];
  return `Packets of the ${finding.leg ?? 'traffic'} were ${early} first and ${late} then: ${isOpen(finding) ? 'if rules changed, it was' : 'the rules changed'} between ${time(first)} and ${time(last)}.`;
};

export const rulesChanged: Wording = {
  meaning:
    'Rules were changed while the conversation went on: some of its packets were accepted, others rejected.',
  signature: 'ACCEPT and REJECT for the same leg of one conversation, at one interface.',
  advice:
    'Compare the time with changes of network ACLs and security groups (AWS CloudTrail, AWS Config). A changed network ACL cuts every connection at once; a changed security group only what it does not track.',
  headline: (finding) => {
    const change = changeOf(finding);
    const words =
      change === null
        ? 'was accepted and rejected'
        : change.from === 'ACCEPT'
          ? 'passed, and then was rejected'
          : 'was rejected, and then passed';
    return `${trafficPhrase(finding)}: the ${finding.leg ?? 'traffic'} ${words}; the rules ${isOpen(finding) ? 'may have changed' : 'changed'} meanwhile`;
  },
  because: (finding) => [
    ...entrySentences(finding),
    changeSentence(finding),
    ...filterReasons(finding),
    'A changed network ACL cuts connections at once. A security group lets a tracked connection go on until it closes or falls silent, and cuts an untracked one (open to everybody in both directions) at once.',
  ],
  fix: () => [
    'Find the change in AWS CloudTrail (ReplaceNetworkAclEntry, DeleteNetworkAclEntry, RevokeSecurityGroupIngress, ModifyNetworkInterfaceAttribute ...) or AWS Config. Changes take effect with a short delay, in which both actions are normal.',
  ],
};
