import type { IpAddress } from '../../../address/ip-address.js';
import { type Packet, reply } from '../../../traffic/packet.js';
import type { Datagram } from '../datagram.js';
import type { Fate } from '../route/fate.js';
import { send } from '../route/way.js';
import type { Running } from '../running.js';
import type { Exchange, Party } from '../world.js';

/** Seconds a packet is on its way. */
const LATENCY = 0.001;

/** What the two ends of an exchange say to each other over the network. */
export type Line = {
  readonly run: Running;
  readonly exchange: Exchange;
  /** The server's end as the first packet found it; null: none came there. */
  readonly server: () => Party | null;
  /** The port that the first packet had there: a load balancer may have changed it. */
  readonly serverPort: () => number | null;
  /** Sends from the client; `then` happens at the server, if it gets there. */
  readonly ask: (flags: number, bytes: number, then: () => void) => void;
  /** Sends from the server, to whom it heard from. */
  readonly answer: (flags: number, bytes: number, then: () => void) => void;
  /** A component on the way broke the connection off, and the client heard of it. */
  readonly onReset: (happens: () => void) => void;
};

const at = (party: Party, address: IpAddress): Party =>
  party.kind === 'interface' ? party : { kind: 'outside', address };

export const line = (run: Running, exchange: Exchange, first: Packet): Line => {
  let heard: { readonly server: Party; readonly packet: Packet } | null = null;
  let whenReset: () => void = () => undefined;
  const later = (then: () => void): void => run.clock.after(LATENCY, then);
  const cameTo = (fate: Fate, then: () => void): void => {
    if (fate.kind !== 'delivered') return;
    heard = { server: at(fate.to, fate.packet.header.destination), packet: fate.packet.header };
    later(then);
  };
  return {
    run,
    exchange,
    server: () => heard?.server ?? null,
    serverPort: () => heard?.packet.destinationPort ?? null,
    ask: (flags, bytes, then) => {
      const { fate, answer } = send(run, exchange.from, { header: first, flags, bytes });
      if (answer?.kind === 'delivered') later(whenReset);
      cameTo(fate, then);
    },
    answer: (flags, bytes, then) => {
      if (heard === null) return;
      const datagram: Datagram = { header: reply(heard.packet), flags, bytes };
      if (send(run, heard.server, datagram).fate.kind === 'delivered') later(then);
    },
    onReset: (happens) => {
      whenReset = happens;
    },
  };
};
