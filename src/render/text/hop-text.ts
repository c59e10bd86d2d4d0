import { print } from '../../address/ip-address.js';
import type { Carried } from '../../path/carried.js';
import type { Passage } from '../../path/passage.js';
import type { PathCheckpoint } from '../../path/path-checkpoint.js';
import type { Stop } from '../../path/place.js';
import type { Leg } from '../../traffic/direction.js';
import { print as printPorts } from '../../traffic/ports.js';
import { routePhrase } from '../words/route-words.js';
import { wayWord } from '../words/traffic-words.js';

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
          : deciding?.kind === 'unfiltered-service'
            ? ' (never asked)'
            : '';
  return `${name}: ${does[verdict.outcome]}${why}`;
};

/** Places that have no id of their own. */
const NAMELESS: Readonly<Record<string, string>> = {
  internet: 'the internet',
  outside: 'from outside, where is not known',
  unknown: 'on a way that is not known',
};

const componentWord = ({ id, component }: Extract<Stop, { kind: 'component' }>): string =>
  (id === component ? NAMELESS[id] : undefined) ?? `${component.replaceAll('-', ' ')} ${id}`;

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

export const passageLines = (passage: Passage): readonly string[] => {
  const { course, checkpoints, leg } = passage;
  if (course.stops.length === 0 && course.ending.kind === 'arrived')
    return ['  it never leaves the host, which speaks to its own address'];
  return [
    ...course.stops.flatMap((stop, index) => hopLines(leg, stop, index, checkpoints)),
    ...(course.ending.kind === 'stopped' ? ['   x. goes no further'] : []),
    ...(course.ending.kind === 'unknown' ? ['   ?. where it goes from here is not known'] : []),
  ];
};
