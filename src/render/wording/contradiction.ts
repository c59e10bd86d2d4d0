import type { Likelihood } from '../../capture/never-logged/unexpected-record.js';
import type { Finding } from '../../diagnosis/finding.js';
import { componentOf } from '../../path/blocker.js';
import { time } from '../text-table.js';
import { entrySentences, settleSentences, trafficPhrase } from './ends.js';
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

/** Seconds in which a change of rules may take effect here and not yet there. */
const SHORT_DELAY = 120;

/** The narrowest thing that would explain it: which rules, and when they were others. */
const narrowestSentence = ({ disproved, separations }: Finding): string => {
  const [only, ...more] = [...new Set(disproved.map(componentOf))];
  const what =
    only !== undefined && more.length === 0 ? `the rules of ${only} alone` : 'the rules at that interface';
  const when = separations.find((it) => it.dimension === 'time');
  if (when === undefined)
    return `The narrowest explanation: ${what} were others when this was recorded (the answers are from before or after), or an answer is of another account or Region.`;
  const wasBefore = when.bad[1] < when.good[0];
  const gap = wasBefore ? when.good[0] - when.bad[1] : when.bad[0] - when.good[1];
  const [first, last] = wasBefore ? [when.bad[1], when.good[0]] : [when.good[1], when.bad[0]];
  const change = `${what} were changed between ${time(first)} and ${time(last)}`;
  if (gap <= SHORT_DELAY)
    return `The narrowest explanation: ${change}, or a change of shortly before had not taken effect everywhere.`;
  return `The narrowest explanation: ${change}; the answers given are from ${wasBefore ? 'after' : 'before'} that, as other conversations of the same service fit them.`;
};

const becauseOfTheRules = (finding: Finding): readonly string[] => [
  ...entrySentences(finding),
  ...filterReasons(finding),
  narrowestSentence(finding),
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
      : [
          'Take the configuration again and compare it with the time of the records. AWS Config keeps what the rules were before.',
          ...settleSentences(finding),
        ],
};
