import type { Likelihood } from '../../capture/never-logged/unexpected-record.js';
import { type Contradiction, contradictionOf } from '../../diagnosis/finding/contradiction.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import { time } from '../words/phrase.js';
import { entrySentences, trafficPhrase } from './ends.js';
import { serviceNameOf } from './never-logged.js';
import { filterReasons } from './reasons.js';
import type { Wording } from './wording.js';

const likely: Readonly<Record<Likelihood, string>> = {
  forwarded:
    'The interface forwards for others (a NAT instance, a firewall, a container host): a host behind it may use that address for something else.',
  'same-address-elsewhere':
    'Another network, behind a VPN or an appliance, may use the same address; then it is not the service of AWS.',
  'own-server': 'A host of your own may act as DHCP server or relay.',
  'mirror-target':
    'The interface may be the target of traffic mirroring: the copies that it gets are logged.',
  'other-configuration':
    'The VPC and subnets given may not be those of the log: their blocks tell which address is reserved.',
  'list-changed':
    "Or AWS records more than its list says: compare the list's present text, and tell the authors of flowcause.",
};

const becauseOfTheList = (finding: Finding): readonly string[] => [
  ...entrySentences(finding),
  ...(finding.neverLogged === null
    ? []
    : [
        `By its addresses and ports this is ${serviceNameOf(finding.neverLogged)}, which AWS says flow logs never record: ${finding.neverLogged.source}`,
      ]),
  ...finding.unexpected.map((it) => likely[it]),
];

const rulesOf = (components: readonly string[]): string => {
  const [only, ...more] = components;
  return only !== undefined && more.length === 0
    ? `the rules of ${only} alone`
    : 'the rules at that interface';
};

const ownerPhrase = ({
  ownerId,
  vpcId,
}: Extract<Contradiction, { kind: 'group-of-another-account' }>): string =>
  [...(ownerId === null ? [] : [`of account ${ownerId}`]), ...(vpcId === null ? [] : [`in ${vpcId}`])].join(
    ' ',
  );

const narrowestOf = (it: Contradiction): string => {
  switch (it.kind) {
    case 'changed-since': {
      const [from, to] = it.between;
      return `${rulesOf(it.components)} were changed between ${time(from)} and ${time(to)}; the answers given are from ${it.answersAre} that, as other conversations of the same service fit them.`;
    }
    case 'not-in-effect-everywhere': {
      const [from, to] = it.between;
      return `${rulesOf(it.components)} were changed between ${time(from)} and ${time(to)}, or a change of shortly before had not taken effect everywhere.`;
    }
    case 'group-of-another-account':
      return `a rule of ${it.referredBy} refers to ${it.groupId} ${ownerPhrase(it)}. Which interfaces carry that group, and whether the reference holds, is decided there: answers of this account show neither as it was then.`;
    case 'other-snapshot':
      return `${rulesOf(it.components)} were others when this was recorded (the answers are from before or after), or an answer is of another account or Region.`;
  }
};

/** The narrowest thing that would explain it. */
const narrowestSentences = (finding: Finding): readonly string[] => {
  const it = contradictionOf(finding);
  return it === null ? [] : [`The narrowest explanation: ${narrowestOf(it)}`];
};

const compareSentence = (finding: Finding): string => {
  const it = contradictionOf(finding);
  return it?.kind === 'group-of-another-account'
    ? `Ask ${it.ownerId === null ? 'the owner of that VPC' : `account ${it.ownerId}`} for \`aws ec2 describe-network-interfaces --filters Name=group-id,Values=${it.groupId}\` and what was changed there; \`aws ec2 describe-stale-security-groups\` lists references that hold no more.`
    : 'Take the configuration again and compare it with the time of the records. AWS Config keeps what the rules were before.';
};

/** Conversations of the same service that went well later: then the trouble is over. */
const overSentences = ({ separations }: Finding): readonly string[] =>
  separations.flatMap((it) =>
    it.dimension === 'time' && it.bad[1] < it.good[0]
      ? [`From ${time(it.good[0])} on it went well: as far as this log goes, nothing is left to mend.`]
      : [],
  );

const becauseOfTheRules = (finding: Finding): readonly string[] => [
  ...entrySentences(finding),
  ...filterReasons(finding),
  ...narrowestSentences(finding),
];

const isUnexpected = ({ unexpected }: Finding): boolean => unexpected.length > 0;

export const contradiction: Wording = {
  meaning:
    'The configuration given cannot have produced these records, or they show traffic that flow logs never record.',
  signature:
    'ACCEPT where the rules deny, REJECT where they allow, or a record of traffic that AWS lists as not logged.',
  advice: 'Take the configuration again, from the account and Region of the log, and as it was at that time.',
  headline: (finding) =>
    isUnexpected(finding)
      ? `${trafficPhrase(finding)}: the log shows traffic that flow logs never record`
      : `${trafficPhrase(finding)}: the log and the configuration given contradict each other`,
  because: (finding) => (isUnexpected(finding) ? becauseOfTheList(finding) : becauseOfTheRules(finding)),
  fix: (finding) =>
    isUnexpected(finding)
      ? ['Find out what holds that address: do not take these records for the service of AWS.']
      : [...overSentences(finding), compareSentence(finding)],
};
