import type { Exchange, Party } from '../simulator/world.js';
import { address, type TrafficText, traffic } from './written.js';

/** A machine by its interface (`eni-...`), or an address outside. */
export const party = (text: string): Party =>
  text.startsWith('eni-') ? { kind: 'interface', id: text } : { kind: 'outside', address: address(text) };

/** 2026-01-27T12:00:00Z. */
export const START = 1_769_515_200;

/**
 * Somebody asks something of somebody: `exchange('eni-app', '10.0.2.20', 'tcp 5432')`. One request, answered at once, from
 * a port that the client's operating system chooses, unless said otherwise. Throws where a text is no address or traffic.
 */
export const exchange = (
  from: string,
  to: string,
  what: TrafficText,
  more: Partial<Omit<Exchange, 'from' | 'to' | 'protocol' | 'port'>> = {},
): Exchange => {
  const { protocol, ports } = traffic(what);
  if (protocol === 'all') throw new Error('an exchange is of one protocol');
  return {
    from: party(from),
    to: address(to),
    protocol,
    port: ports?.from ?? null,
    sourcePort: null,
    at: START,
    rounds: 1,
    pause: 1,
    closes: 'fin',
    lateData: null,
    ...more,
  };
};
