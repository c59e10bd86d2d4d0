import { type IpAddress, print } from '../../../address/ip-address.js';
import { ICMP, TCP } from '../../../traffic/protocol.js';
import type { Chance } from '../chance.js';
import { type Datagram, opens } from '../datagram.js';

/**
 * "When a connection using a NAT gateway is idle for 350 seconds or more, the connection times out."
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export const NAT_IDLE_SECONDS = 350;

type Translation = { readonly client: Datagram['header']; readonly port: number | null; lastSeen: number };

export type Outward = { readonly port: number | null } | 'timed-out' | 'never-opened';

/** The connections that a NAT gateway translates. */
export type NatTable = {
  /** The port that stands for this client's; otherwise this packet opens no connection, and the one it belongs to is unknown. */
  readonly outward: (packet: Datagram, now: number) => Outward;
  /** Whom an answer is for; null: nobody has asked. */
  readonly inward: (
    packet: Datagram,
    now: number,
  ) => { readonly address: IpAddress; readonly port: number | null } | null;
};

/** An answer opens nothing: a TCP packet other than a SYN, an echo reply. */
const mayOpen = (packet: Datagram): boolean => {
  if (packet.header.protocol === TCP) return opens(packet);
  return packet.header.protocol !== ICMP || packet.header.icmp?.type === 8;
};

const keyOf = ({ header: it }: Datagram): string =>
  [it.protocol, print(it.source), it.sourcePort, print(it.destination), it.destinationPort].join(' ');

/** What an answer carries: the far end, and the gateway's port. Echo messages are told apart by their far end alone here. */
const answerKey = (protocol: number, far: IpAddress, farPort: number | null, port: number | null): string =>
  [protocol, print(far), farPort, port].join(' ');

export const natTable = (chance: Chance): NatTable => {
  const byClient = new Map<string, Translation>();
  const byAnswer = new Map<string, Translation>();
  const isOver = (it: Translation, now: number): boolean => now - it.lastSeen >= NAT_IDLE_SECONDS;
  /** "A NAT gateway uses ports 1024-65535": https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html */
  const freePort = ({ protocol, destination, destinationPort }: Datagram['header']): number | null => {
    if (protocol === ICMP) return null;
    let port = chance.integer(1024, 65_535);
    while (byAnswer.has(answerKey(protocol, destination, destinationPort, port)))
      port = chance.integer(1024, 65_535);
    return port;
  };
  return {
    outward: (packet, now) => {
      const known = byClient.get(keyOf(packet));
      if (known !== undefined && !isOver(known, now)) {
        known.lastSeen = now;
        return known;
      }
      if (!mayOpen(packet)) return known === undefined ? 'never-opened' : 'timed-out';
      const { protocol, destination, destinationPort } = packet.header;
      const made = { client: packet.header, port: freePort(packet.header), lastSeen: now };
      byClient.set(keyOf(packet), made);
      byAnswer.set(answerKey(protocol, destination, destinationPort, made.port), made);
      return made;
    },
    inward: ({ header }, now) => {
      const known = byAnswer.get(
        answerKey(header.protocol, header.source, header.sourcePort, header.destinationPort),
      );
      if (known === undefined || isOver(known, now)) return null;
      known.lastSeen = now;
      return { address: known.client.source, port: known.client.sourcePort };
    },
  };
};
