import { isHarmless } from '../../diagnosis/finding/by-harm.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { UDP } from '../../traffic/protocol.js';
import { plural } from '../words/phrase.js';
import { routingSentence } from '../words/routing-words.js';
import { absenceSentences, stopperSentences } from './absence.js';
import { entrySentences, occurrencePhrase, trafficPhrase } from './ends.js';
import { beyondSentences, filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

const loneReject = ({ seenAt }: Finding): string =>
  seenAt[0]?.capture === 'all'
    ? 'The flow log keeps both actions, so this was a request: no reply was sent, and no second entry is to be expected.'
    : 'If the flow log keeps both actions, this was a request: no reply was sent, and no second entry is to be expected. If it keeps only REJECT, it may as well be a rejected reply whose accepted request is not shown; `aws ec2 describe-flow-logs` says which.';

export const eitherFilter: Wording = {
  meaning:
    'The request was rejected by a security group or by a network ACL; without the configuration nobody can tell which.',
  signature: 'One entry, REJECT. The record does not say which of the two rejected it.',
  advice:
    'Run again with the answers of `aws ec2 describe-network-interfaces`, `describe-security-groups`, `describe-network-acls` and `describe-subnets` beside the log.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: the request was rejected, by a security group or by a network ACL`,
  because: (finding) => [
    ...entrySentences(finding),
    'A flow log record does not say which of the two rejected the packet; only the rules do, and they were not given.',
    ...filterReasons(finding),
    loneReject(finding),
  ],
  fix: () => [
    'Save the answers of the calls below into one folder with the log, then run `flowcause explain` on it.',
  ],
};

const NAMED_BY_THE_RECORD =
  'The record names the reason itself: reject-reason is BPA. Rejections by security groups and network ACLs give no reason, so their rules are not to blame here.';

const isNamed = ({ seenAt }: Finding): boolean =>
  seenAt
    .flatMap(({ forward, reverse }) => [forward.REJECT, reverse.REJECT])
    .some((tally) => tally?.rejectReasons.includes('BPA') === true);

const isRejected = ({ seenAt }: Finding): boolean =>
  seenAt.some(({ forward, reverse }) => forward.REJECT !== null || reverse.REJECT !== null);

const unnamedSentences = (finding: Finding): readonly string[] => [
  ...(finding.stopped === null
    ? [
        'By the answers given it may stop this traffic, which a security group or a network ACL may do as well.',
      ]
    : [routingSentence(finding.stopped)]),
  isRejected(finding)
    ? 'The record does not name it: the format has no reject-reason field, which would say BPA. It shows no bytes, as records of Block Public Access never do.'
    : 'AWS does not promise a record of it at this interface: with reject-reason in the format, one would say BPA.',
  ...beyondSentences(finding),
];

/** How it is known that Block Public Access is to blame. */
const publicAccessSentences = (finding: Finding): readonly string[] => {
  if (finding.group === null) return [];
  return isNamed(finding) ? [NAMED_BY_THE_RECORD] : unnamedSentences(finding);
};

export const publicAccessBlocked: Wording = {
  meaning: 'VPC Block Public Access rejected the traffic; no security group and no network ACL did.',
  signature:
    'REJECT with BPA in the field reject-reason (custom formats only), and without bytes in every format.',
  advice:
    'Look at `aws ec2 describe-vpc-block-public-access-options` and `describe-vpc-block-public-access-exclusions`. If this traffic is wanted, exclude the VPC or subnet.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: VPC Block Public Access ${isRejected(finding) ? 'rejected' : 'stops'} the ${finding.leg ?? 'traffic'}`,
  because: (finding) => [
    ...entrySentences(finding),
    ...stopperSentences(finding),
    ...absenceSentences(finding),
    ...publicAccessSentences(finding),
  ],
  fix: () => [
    'Look at `aws ec2 describe-vpc-block-public-access-options` and `aws ec2 describe-vpc-block-public-access-exclusions`. If this traffic is wanted, exclude the VPC or subnet; rules of security groups or network ACLs would change nothing.',
  ],
};

export const encryptionRefused: Wording = {
  meaning: 'A VPC endpoint refused the traffic because of VPC encryption controls.',
  signature: 'REJECT with EC in the field reject-reason (custom formats only).',
  advice:
    'Encrypt the traffic in the application (TLS), or look at `aws ec2 describe-vpc-encryption-controls`.',
  headline: (finding) =>
    `${trafficPhrase(finding)}: a VPC endpoint refused the ${finding.leg ?? 'traffic'} because of VPC encryption controls`,
  because: (finding) => [
    ...entrySentences(finding),
    'The record names the reason itself: reject-reason is EC. In enforce mode, endpoints drop traffic that is not encrypted by the application. Rules of security groups and network ACLs are not to blame.',
  ],
  fix: () => [
    'Encrypt the traffic in the application (TLS), or look at `aws ec2 describe-vpc-encryption-controls`.',
  ],
};

const durations = (seconds: readonly number[]): string =>
  seconds.map((one) => (one % 86_400 === 0 ? plural(one / 86_400, 'day') : `${one} s`)).join(' or ');

/** What became of the connection before, and when the interface forgets a silent one. */
const pastSentences = ({ late }: Finding): readonly string[] => {
  if (late === null) return [];
  const { reason, silentFor, timeouts } = late;
  const forgets =
    timeouts.length === 0 ? [] : [`This interface forgets a silent connection after ${durations(timeouts)}.`];
  if (silentFor === null) return forgets;
  if (reason === 'closed')
    return [
      `The same connection stands in the log and was closed (FIN or RST); its last record ends ${silentFor} s before.`,
    ];
  const before = `The same connection was accepted before and then silent for ${silentFor} s`;
  if (reason === 'silent') return [`${before}: long enough to be forgotten.`, ...forgets];
  return [`${before}.`, ...forgets];
};

/** The least of the times, in seconds, after which a silent connection may be forgotten here. */
const leastTimeout = ({ late }: Finding): number => late?.timeouts[0] ?? 350;

const keepTrackedSentence = (finding: Finding): string => {
  if (finding.group?.protocol === UDP)
    return 'Security groups forget a UDP exchange after 30 s, a stream after 180 s. If late answers matter, allow them by a rule of their own.';
  const least = leastTimeout(finding);
  return least >= 86_400
    ? 'If it follows a normal close, ignore it.'
    : `If it follows a normal close, ignore it. If long-lived connections break, send TCP keepalives more often than every ${least} s.`;
};

export const lateReply: Wording = {
  meaning:
    'The rejected packet belongs to no connection that the security group still tracks: it came after the close or after the idle timeout.',
  signature:
    'REJECT for a TCP packet without SYN (tcp-flags 0, 1, 4 or 5) although the rules allow the connection.',
  advice:
    'If it follows a normal close, ignore it. If long-lived connections break, send TCP keepalives more often than the idle timeout (350 s on Nitro v6 instances, NAT gateways and Network Load Balancers).',
  headline: (finding) =>
    `${trafficPhrase(finding)}: a packet was rejected that belongs to no tracked connection`,
  because: (finding) => [
    ...entrySentences(finding),
    'AWS also logs REJECT for packets that arrive after a connection was closed or forgotten, with rules that are fine.',
    ...pastSentences(finding),
    ...filterReasons(finding),
  ],
  fix: (finding) => [
    ...(isHarmless(finding)
      ? ['Nothing to do: the connection had been closed, and AWS rejects what comes after that.']
      : [keepTrackedSentence(finding)]),
  ],
};

export const untrackedReply: Wording = {
  meaning: 'The connection was untracked, and the open rule that let its replies pass is gone.',
  signature: 'ACCEPT for the request and REJECT for the reply, after a security group rule was removed.',
  advice: 'Put the open rule back, or narrow the rule of the request so that the connection is tracked.',
  headline: (finding) => `${trafficPhrase(finding)}: the reply of an untracked connection finds no rule`,
  because: (finding) => [...entrySentences(finding), ...filterReasons(finding)],
  fix: () => ['Put the open rule back, or narrow the rule of the request so that the connection is tracked.'],
};

const keptSentences = ({ keeps }: Finding): readonly string[] => {
  if (keeps === 'accept')
    return ['The flow logs given keep only ACCEPT records: a rejected packet leaves no record.'];
  if (keeps === 'reject')
    return ['The flow logs given keep only REJECT records: an accepted packet leaves no record.'];
  return [];
};

/** One leg, accepted, and nothing that tells whether the other should be here. */
const isLoneLeg = ({ entries, seenAt }: Finding): boolean =>
  entries === 'single' && seenAt.every(({ forward, reverse }) => !forward.REJECT && !reverse.REJECT);

const undecidedHeadline = (finding: Finding): string => {
  if (isLoneLeg(finding))
    return `${trafficPhrase(finding)}: one leg was accepted, the other is not in the log, and it is not sure who started`;
  return `${trafficPhrase(finding)}: no known cause fits these records`;
};

export const undeterminedWords: Wording = {
  meaning: 'The input does not decide what happened.',
  signature: 'None of the known causes fits, or several fit equally.',
  advice: 'Add the input that the finding names.',
  headline: (finding) =>
    finding.group === null
      ? `${trafficPhrase(finding)}: no record in this log matches`
      : undecidedHeadline(finding),
  because: (finding) =>
    finding.group === null
      ? [
          'It may have been sent at another time or from another address, be recorded at an interface whose log is not here, or never have been sent.',
          'As far as the input tells, it is none of the kinds of traffic that flow logs never record (`flowcause codes` lists them).',
          ...absenceSentences(finding),
          ...keptSentences(finding),
          'Flow logs are not real time: records arrive in CloudWatch Logs after about 5 minutes and in S3 after about 10.',
        ]
      : [...entrySentences(finding), ...filterReasons(finding), `Seen: ${occurrencePhrase(finding)}.`],
  fix: () => ['Add what is named below, and run it again.'],
};
