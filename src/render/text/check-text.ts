import { print } from '../../address/ip-address.js';
import type { ExpectedRecord } from '../../capture/expected-record.js';
import type { Check } from '../../check.js';
import type { Endpoint } from '../../path/endpoint.js';
import { failingChosenPorts, failingPorts } from '../../path/failing-ports.js';
import { doubtsOf } from '../../path/left-open.js';
import { blockersOf, type Reach } from '../../path/reach.js';
import type { Problem } from '../../problem/problem.js';
import { print as printPorts } from '../../traffic/ports.js';
import { isIcmp } from '../../traffic/protocol.js';
import { remediesLines } from '../remedy/remedy-text.js';
import { gapSentence } from '../words/gap-words.js';
import { legTitle, section, VERDICT } from '../words/leg-words.js';
import { problemSentence } from '../words/problem-words.js';
import { assumptionPhrase, doubtSentence, unknownEndsSentence } from '../words/routing-words.js';
import { failingPortsPhrase, PORT_REASONS } from '../words/source-port-words.js';
import { serviceName } from '../words/traffic-words.js';
import { blockerLines } from './blocker-text.js';
import { passageLines } from './hop-text.js';
import { textTable, wrap } from './text-table.js';

const endPhrase = (end: Endpoint): string =>
  `${print(end.address)} (${end.kind === 'interface' ? end.interface.id : 'outside'})`;

const portLines = (it: Reach): readonly string[] => {
  if (it.sourcePorts === null || it.reply === null) return [];
  const { range, reason } = it.sourcePorts;
  const failing = failingPorts(it, it.reply);
  const asked = `for source ports ${printPorts(range)}, ${PORT_REASONS[reason]}`;
  return [
    ...wrap(asked, '  ', '  '),
    ...(failing.length > 0 && it.reply.verdict === 'partial'
      ? wrap(`dies for source ports ${failingPortsPhrase(failing)}`, '  ', '  ')
      : []),
    ...failingChosenPorts(it.reply).flatMap(({ chosenBy, ranges }) =>
      wrap(`dies for ports ${failingPortsPhrase(ranges)}, of which ${chosenBy} may choose any`, '  ', '  '),
    ),
  ];
};

const replyLines = (it: Reach): readonly string[] => {
  if (!it.isAnswered) return section('Reply: none', ['  nothing answers such a packet']);
  return section(legTitle('reply', it.replyVerdict), [
    ...portLines(it),
    ...(it.reply === null
      ? ['  where it would start is not known, as the request does not arrive']
      : passageLines(it.reply)),
  ]);
};

const shownIn = (record: ExpectedRecord, field: string): string =>
  record.shows.get(field)?.join(' or ') ?? 'any';

const recordRow = (record: ExpectedRecord): readonly string[] => [
  record.interfaceId ?? record.resourceId ?? '-',
  record.direction,
  record.leg,
  (record.action ?? '-') + (record.presence === 'may' ? ' (perhaps)' : ''),
  shownIn(record, 'srcaddr'),
  shownIn(record, 'dstaddr'),
  shownIn(record, 'srcport'),
  shownIn(record, 'dstport'),
  record.captured === null ? 'not known' : record.captured ? 'yes' : 'no',
];

const recordLines = ({ records, neverLogged, reach }: Check): readonly string[] => {
  if (neverLogged?.basis === 'documented')
    return section(
      'In the flow log',
      wrap(`nothing: such traffic is never logged (${neverLogged.code})`, '  '),
    );
  if (records.length === 0 || reach === null) return [];
  const hasPorts = !isIcmp(reach.packet.protocol);
  const ports = (row: readonly string[]) => (hasPorts ? row : [...row.slice(0, 6), ...row.slice(8)]);
  const head = [
    'interface',
    'direction',
    'leg',
    'action',
    'srcaddr',
    'dstaddr',
    'srcport',
    'dstport',
    'kept',
  ];
  return section(
    'In the flow log',
    textTable({ head: ports(head), rows: records.map((record) => ports(recordRow(record))) }).map(
      (line) => `  ${line}`,
    ),
  );
};

const doubtLines = (it: Reach): readonly string[] => {
  const { request, reply } = doubtsOf(it);
  const sentences = [...request, ...reply]
    .filter(({ reason }) => reason !== 'request-does-not-arrive')
    .map(doubtSentence);
  return section(
    'Not known',
    [...new Set(sentences)].flatMap((sentence) => wrap(sentence, '  ', '  ')),
  );
};

/** Told only where something is wrong: the state of the targets says the rest. */
const healthLines = ({ healthChecks }: Reach): readonly string[] =>
  section(
    'Health checks of the load balancer',
    healthChecks
      .filter(({ verdict }) => verdict !== 'allowed')
      .flatMap(({ target, port, verdict, blockers }) => [
        `  of ${print(target)} port ${port}: ${VERDICT[verdict].toLowerCase()}`,
        ...blockers.flatMap((one) => blockerLines('health check', one)),
      ]),
  );

const reachLines = (it: Reach): readonly string[] => {
  const blockers = blockersOf(it);
  return [
    ...section(legTitle('request', it.request.verdict), passageLines(it.request)),
    ...replyLines(it),
    ...section('Blocked by', [
      ...blockers.request.flatMap((one) => blockerLines('request', one)),
      ...blockers.reply.flatMap((one) => blockerLines('reply', one)),
    ]),
    ...section(
      'Targets of the load balancer',
      it.targets.map(({ address, verdict }) => `  ${address}: ${VERDICT[verdict].toLowerCase()}`),
    ),
    ...healthLines(it),
    ...doubtLines(it),
  ];
};

const headline = ({ reach, question, verdict }: Check): string => {
  const service = serviceName(question.protocol, question.port);
  if (reach === null) return `${VERDICT[verdict]}  ${service}`;
  return `${VERDICT[verdict]}  ${service} from ${endPhrase(reach.ends.initiator)} to ${endPhrase(reach.ends.responder)}`;
};

/** The answer for people, ending in a newline. */
export const checkText = (check: Check, problems: readonly Problem[] = []): string => {
  const { reach, unknown } = check;
  return `${[
    headline(check),
    ...(unknown === null ? [] : ['', ...wrap(unknownEndsSentence(unknown), '')]),
    ...(reach === null ? [] : reachLines(reach)),
    ...section(
      'Fix',
      remediesLines(check.remedies).map((line) => line.replace(/^ {2}/, '')),
    ),
    ...recordLines(check),
    ...section(
      'Missing',
      check.missing.map((gap) => `  ${gapSentence(gap)}`),
    ),
    ...section(
      'Assumed',
      (reach?.assumes ?? []).flatMap((one) => wrap(assumptionPhrase(one), '  ', '  ')),
    ),
    ...section(
      'Problems with the input; everything else was used',
      problems.map((problem) => `  ${problemSentence(problem)}`),
    ),
  ].join('\n')}\n`;
};
