import { print } from '../../address/ip-address.js';
import type { AbsenceReason } from '../../capture/absence/absence.js';
import type { Stopper } from '../../capture/absence/way.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { faultPhrase } from '../words/coverage-words.js';
import { listed, plural, time } from '../words/phrase.js';
import { stopperCode, stopperComponent, stopperSentence } from '../words/stopper-words.js';
import { trafficPhrase } from './ends.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

type Of<Kind extends AbsenceReason['kind']> = Extract<AbsenceReason, { readonly kind: Kind }>;

const other = { ACCEPT: 'REJECT', REJECT: 'ACCEPT' } as const;

const trafficType = ({ interfaceId, flowLogIds, leavesOut, isForetold }: Of<'traffic-type'>): string => {
  const kept = `${interfaceId}: ${listed(flowLogIds)} ${flowLogIds.length === 1 ? 'keeps' : 'keep'} only ${other[leavesOut]} records`;
  return isForetold
    ? `${kept}, and by the configuration given this traffic is ${leavesOut === 'ACCEPT' ? 'accepted' : 'rejected'} there.`
    : `${kept}: if the traffic was ${leavesOut === 'ACCEPT' ? 'accepted' : 'rejected'} there, it left no record.`;
};

/** `network ACL acl-1 of eni-2 (network-acl-egress-denies-request)` */
const blame = (by: Stopper): string => {
  if (by.kind === 'routing') return `${by.at.component} (${by.at.code})`;
  const filter = by.at.filter === 'network-acl' ? 'network ACL' : 'security groups';
  return `the ${filter} at ${by.at.interface.id} (${stopperComponent(by)}, ${stopperCode(by)})`;
};

const pendingSentence = ({ interfaceId, flowLogIds, after, now, isUpToDate }: Of<'pending'>): string =>
  `${interfaceId}: what was sent after ${time(after)} may not be there yet at ${time(now)}; records of ${listed(flowLogIds)} take an aggregation interval and the time of delivery, at best effort.${isUpToDate ? ' The log reaches as far as can be expected.' : ''}`;

const MEANING_OF_SILENCE: Readonly<Record<NonNullable<Of<'silent'>['end']>, string>> = {
  source: ', so it did not leave the host in that time',
  destination: ', so it did not arrive in that time',
  between: ', so it did not come so far in that time',
};

const silentSentence = ({ interfaceId, end, window, ok, nodata, lost }: Of<'silent'>): string => {
  const seen = [
    ...(ok > 0 ? [`${plural(ok, 'other record')}`] : []),
    ...(nodata > 0 ? [`${plural(nodata, 'window')} without traffic (NODATA)`] : []),
  ];
  return `${interfaceId}: from ${time(window.start)} to ${time(window.end)} the log has ${listed(seen)} and none of this${end === null ? '' : MEANING_OF_SILENCE[end]}${lost === 0 ? '' : ', unless in a window that was lost'}.`;
};

const sentences: { readonly [Kind in AbsenceReason['kind']]: (reason: Of<Kind>) => string } = {
  'not-captured': ({ interfaceId }) =>
    `${interfaceId}: no flow log is attached to it, to its subnet or to its VPC.`,
  'not-delivered': ({ interfaceId, flowLogId, fault }) =>
    `${interfaceId}: ${flowLogId} covers it and delivers nothing: ${faultPhrase(fault)}.`,
  'traffic-type': trafficType,
  blocked: ({ interfaceId, by }) =>
    `${interfaceId}: the packets never get here; they are stopped by ${blame(by)}.`,
  'goes-no-further': ({ interfaceId, by }) =>
    `${interfaceId}: from here the packets go no further, because of ${blame(by)}; AWS does not say whether packets that find no way on are recorded as they leave.`,
  pending: pendingSentence,
  skipped: ({ interfaceId, windows }) =>
    `${interfaceId}: AWS lost records (SKIPDATA) in ${plural(windows.length, 'window')}, the first from ${time(windows[0]?.start ?? 0)} to ${time(windows[0]?.end ?? 0)}.`,
  silent: silentSentence,
  'log-ends': ({ interfaceId, at }) =>
    `${interfaceId}: the log ends at ${time(at)}; of later traffic it says nothing.`,
  'not-in-log': ({ interfaceId }) =>
    `${interfaceId}: this log holds not one record of it, so it may lie in another file or log stream.`,
  'other-address': ({ interfaceId, asked, shown, end }) =>
    end === 'between'
      ? `${interfaceId}, on the way: its records show ${print(shown)} in the place of ${print(asked)}, so none of them can match. Ask for ${print(shown)} to see what it recorded.`
      : `${interfaceId}: its records show ${print(shown)} and not ${print(asked)} (public addresses are translated before, secondary ones stand in pkt-dstaddr only). Ask for ${print(shown)}.`,
};

/** What stops the packets is explained once, unless it is the cause and was named before. */
const stopSentences = ({ absence, stoppers }: Pick<Finding, 'absence' | 'stoppers'>): readonly string[] => {
  const stops = absence.flatMap((reason) => ('by' in reason ? [stopperSentence(reason.by)] : []));
  return stoppers.length > 0 ? [] : [...new Set(stops)];
};

/** Why there is no record, interface by interface; nothing when records match. */
export const absenceSentences = (finding: Pick<Finding, 'absence' | 'stoppers'>): readonly string[] => [
  ...finding.absence.map((reason) => (sentences[reason.kind] as (it: AbsenceReason) => string)(reason)),
  ...stopSentences(finding),
];

const isTold = ({ blocking }: Pick<Finding, 'blocking'>, { kind, at }: Stopper): boolean =>
  kind === 'filter' && blocking.some((it) => it.interface.id === at.interface.id && it.filter === at.filter);

/**
 * What keeps traffic from where it would be recorded, one after the other, but for the filters of the two ends that the
 * finding tells of already; nothing when that is not the cause.
 */
export const stopperSentences = (
  finding: Pick<Finding, 'stoppers' | 'blocking' | 'stopped'>,
): readonly string[] =>
  finding.stoppers.flatMap((it, i) => {
    const isFirst = i === 0 && finding.stopped === null && finding.blocking.length === 0;
    return isTold(finding, it) ? [] : [`${isFirst ? '' : 'Further on: '}${stopperSentence(it)}`];
  });

const wordingOf = (
  words: Pick<Wording, 'meaning' | 'signature' | 'advice'>,
  headline: string,
  because: (finding: Finding) => readonly string[] = () => [],
  adviceFor: (finding: Finding) => readonly string[] = () => [words.advice],
): Wording => ({
  ...words,
  headline: (finding) => `${trafficPhrase(finding)}: ${headline}`,
  because: (finding) => [...absenceSentences(finding), ...because(finding)],
  fix: (finding) => adviceFor(finding),
});

export const notCapturedWords = wordingOf(
  {
    meaning: 'No working flow log records the interfaces that the traffic crosses.',
    signature: 'No entry of these interfaces at all.',
    advice:
      'Create a flow log for the interface, its subnet or its VPC (`flowcause coverage` prints the command), or mend the one that delivers nothing.',
  },
  'no working flow log records these interfaces',
  () => [],
  ({ absence }) => [
    ...(absence.some(({ kind }) => kind === 'not-delivered')
      ? ['Mend the flow log that delivers nothing; `flowcause coverage` shows what its delivery says.']
      : []),
  ],
);

export const filteredWords = wordingOf(
  {
    meaning: 'The flow logs of these interfaces keep only the other action.',
    signature: 'No entry: a flow log for ACCEPT shows no rejected packet, one for REJECT no accepted packet.',
    advice:
      'Create a flow log with traffic type ALL beside it (a flow log cannot be changed): `flowcause coverage` prints the command.',
  },
  'the flow logs leave such records out',
  filterReasons,
  // The remedy says it.
  () => [],
);

export const pendingWords = wordingOf(
  {
    meaning: 'The traffic is so recent that its records are not there to read yet.',
    signature:
      'No entry yet: records come about 5 minutes after their interval in CloudWatch Logs, about 10 in S3.',
    advice: 'Read the log again later.',
  },
  'its records may still be on their way',
);

export const skippedWords = wordingOf(
  {
    meaning: 'AWS lost records of these interfaces, and those of this traffic may be among them.',
    signature: 'No entry, and SKIPDATA lines of the same interface.',
    advice:
      'Look for the same traffic at the other end, or send it again. SKIPDATA comes from an internal limit or error; no setting avoids it.',
  },
  'AWS lost records of these interfaces',
);

export const noTrafficWords = wordingOf(
  {
    meaning:
      'No such packet crossed the interface while the log was written: nobody sent it, or it never left its host.',
    signature: 'No entry, or only NODATA lines, at an interface whose flow log keeps both actions.',
    advice:
      'On the host that should send it: does the name resolve to the address you expect, does a host firewall drop the packets, is there a route, does the program send at all (`tcpdump -ni any`)?',
  },
  'no such packet crossed the interface while this log was written',
);
