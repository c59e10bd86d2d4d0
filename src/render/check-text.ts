import { print } from '../address/ip-address.js';
import type { ExpectedRecord } from '../capture/expected-records.js';
import type { Check } from '../check.js';
import { awsExplanationCode, blockerCode, componentOf } from '../path/blocker.js';
import type { Carried } from '../path/carried.js';
import type { Endpoint } from '../path/endpoint.js';
import type { LegVerdict, Passage, PathBlocker, PathCheckpoint } from '../path/passage.js';
import type { Stop } from '../path/place.js';
import { blockersOf, failingPorts, type Reach } from '../path/reach.js';
import type { Problem } from '../problem/problem.js';
import type { Leg } from '../traffic/direction.js';
import { type PortRange, print as printPorts } from '../traffic/ports.js';
import { isIcmp } from '../traffic/protocol.js';
import { checkpointSentence, nearMissSentence } from './checkpoint-words.js';
import { gapSentence } from './gap-words.js';
import { problemSentence } from './problem-words.js';
import { routePhrase } from './route-words.js';
import { assumptionPhrase, doubtSentence, routingSentence, unknownEndsSentence } from './routing-words.js';
import { failingPortsPhrase, PORT_REASONS } from './source-port-words.js';
import { textTable, wrap } from './text-table.js';
import { serviceName, wayWord } from './traffic-words.js';

const VERDICT: Readonly<Record<LegVerdict, string>> = {
  allowed: 'ALLOWED',
  partial: 'ALLOWED IN PART',
  blocked: 'BLOCKED',
  undetermined: 'NOT DECIDED',
};

const endPhrase = (end: Endpoint): string =>
  `${print(end.address)} (${end.kind === 'interface' ? end.interface.id : 'outside'})`;

const portPhrase = ({ packet, ports }: Carried, of: 'sourcePort' | 'destinationPort', leg: Leg): string => {
  const isInitiators = (leg === 'request') === (of === 'sourcePort');
  if (isInitiators && ports !== null) return `:${ports.ranges.map(printPorts).join(',')}`;
  return packet[of] === null ? '' : `:${packet[of]}`;
};

const bracketed = (address: string, port: string): string =>
  port !== '' && address.includes(':') ? `[${address}]${port}` : `${address}${port}`;

const packetPhrase = (carried: Carried, leg: Leg): string =>
  `${bracketed(print(carried.packet.source), portPhrase(carried, 'sourcePort', leg))} -> ${bracketed(print(carried.packet.destination), portPhrase(carried, 'destinationPort', leg))}`;

const filterWord = ({ filter, verdict, ports }: PathCheckpoint): string => {
  const name = filter === 'network-acl' ? 'network ACL' : 'security groups';
  const does = {
    allowed: 'pass',
    denied: ports === null ? 'DENY' : 'DENY some ports',
    undetermined: 'not known',
  };
  const [deciding] = verdict.deciding;
  const why =
    deciding?.kind === 'connection-tracking'
      ? ' (tracked)'
      : deciding?.kind === 'same-subnet'
        ? ' (not asked inside the subnet)'
        : deciding?.kind === 'no-security-groups'
          ? ' (none)'
          : '';
  return `${name}: ${does[verdict.outcome]}${why}`;
};

const componentWord = (stop: Extract<Stop, { kind: 'component' }>): string =>
  stop.id === stop.component ? 'the internet' : `${stop.component.replaceAll('-', ' ')} ${stop.id}`;

const hopLines = (
  leg: Leg,
  stop: Stop,
  index: number,
  checkpoints: readonly PathCheckpoint[],
): readonly string[] => {
  const number = `  ${String(index + 1).padStart(2)}. `;
  switch (stop.kind) {
    case 'interface': {
      const here = checkpoints.filter((at) => at.stop === index);
      return [
        `${number}${wayWord(stop.direction)} at ${stop.interface.id}: ${packetPhrase(stop.carried, leg)}`,
        ...here.map((at) => `      ${filterWord(at)}`),
      ];
    }
    case 'route-table':
      return [
        `${number}route table ${stop.table.id}: ${stop.route === null ? 'no route is chosen' : routePhrase(stop.route)}`,
      ];
    case 'component':
      return [
        `${number}${componentWord(stop)}`,
        ...(stop.after === null ? [] : [`      becomes ${packetPhrase(stop.after, leg)}`]),
      ];
  }
};

const legTitle = (leg: Leg, verdict: LegVerdict): string =>
  `${leg === 'request' ? 'Request' : 'Reply'}: ${VERDICT[verdict].toLowerCase()}`;

const passageLines = (passage: Passage): readonly string[] => {
  const { course, checkpoints, leg } = passage;
  return [
    ...course.stops.flatMap((stop, index) => hopLines(leg, stop, index, checkpoints)),
    ...(course.ending.kind === 'stopped' ? ['   x. goes no further'] : []),
    ...(course.ending.kind === 'unknown' ? ['   ?. where it goes from here is not known'] : []),
  ];
};

const blockerLines = (leg: Leg, blocker: PathBlocker): readonly string[] => {
  const beyond = blocker.beyond ? ' (beyond another blocker)' : '';
  const title = (code: string, component: string, aws: string | null) =>
    `  ${leg}: ${code} at ${component}${aws === null ? '' : ` [${aws}]`}${beyond}`;
  if (blocker.kind === 'routing') {
    const { code, component, awsExplanationCode: aws } = blocker.at;
    return [title(code, component, aws), ...wrap(routingSentence(blocker.at), '    ')];
  }
  const { at } = blocker;
  const [nearest] = at.verdict.nearest;
  const ports: readonly PortRange[] = at.ports?.denied ?? [];
  return [
    title(blockerCode(at), componentOf(at), awsExplanationCode(at)),
    ...wrap(checkpointSentence(at, at.packet), '    '),
    ...(ports.length === 0
      ? []
      : wrap(
          `Only for the ports ${failingPortsPhrase(ports)}${at.ports?.of == null ? '' : `, of which ${at.ports.of} may choose any`}.`,
          '    ',
        )),
    ...(nearest === undefined ? [] : wrap(nearMissSentence(nearest, at.packet), '    ')),
  ];
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

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

const recordRow = (record: ExpectedRecord): readonly string[] => [
  record.interfaceId,
  record.direction,
  record.leg,
  record.action + (record.presence === 'may' ? ' (perhaps)' : ''),
  print(record.source),
  print(record.destination),
  String(record.sourcePort ?? 'any'),
  String(record.destinationPort ?? 'any'),
  record.captured === null ? 'not known' : record.captured ? 'yes' : 'no',
];

const recordLines = ({ records, neverLogged, reach }: Check): readonly string[] => {
  if (neverLogged !== null)
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

const doubtLines = ({ request, reply }: Reach): readonly string[] => {
  const sentences = [...request.course.doubts, ...(reply?.course.doubts ?? [])].map(doubtSentence);
  return section(
    'Not known',
    [...new Set(sentences)].flatMap((sentence) => wrap(sentence, '  ', '  ')),
  );
};

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
