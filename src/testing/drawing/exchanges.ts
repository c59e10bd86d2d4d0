import { TCP, UDP } from '../../traffic/protocol.js';
import type { Exchange, Party } from '../simulator/world.js';
import { address, type TrafficText, traffic } from './written.js';

/** A machine by its interface (`eni-...`), or an address outside. */
export const party = (text: string): Party =>
  text.startsWith('eni-') ? { kind: 'interface', id: text } : { kind: 'outside', address: address(text) };

/** 2026-01-27T12:00:00Z. */
export const START = 1_769_515_200;

/** The port that an exchange asks for: with TCP and UDP exactly one, otherwise none. */
const portOf = (what: TrafficText): Pick<Exchange, 'protocol' | 'port'> => {
  const { protocol, ports } = traffic(what);
  if (protocol === 'all') throw new Error('an exchange is of one protocol');
  if (protocol !== TCP && protocol !== UDP) return { protocol, port: null };
  if (ports === null || ports.from !== ports.to)
    throw new Error(`"${what}": an exchange is with one port, such as "tcp 443"`);
  return { protocol, port: ports.from };
};

const refuseNoPort = (port: number | null): void => {
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new Error(`${port} is no source port, 0 to 65535`);
};

/**
 * Somebody asks something of somebody: `exchange('eni-app', '10.0.2.20', 'tcp 5432')`. One request, answered at once, from
 * a port that the client's operating system chooses, unless said otherwise.
 *
 * @throws Error - where a text is no address or traffic, names no port or several, or the source port is none.
 */
export const exchange = (
  from: string,
  to: string,
  what: TrafficText,
  more: Partial<Omit<Exchange, 'from' | 'to' | 'protocol' | 'port'>> = {},
): Exchange => {
  refuseNoPort(more.sourcePort ?? null);
  return {
    from: party(from),
    to: address(to),
    ...portOf(what),
    sourcePort: null,
    at: START,
    rounds: 1,
    pause: 1,
    closes: 'fin',
    lateData: null,
    ...more,
  };
};
