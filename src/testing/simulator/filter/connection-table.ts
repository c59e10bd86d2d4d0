import { print } from '../../../address/ip-address.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { type Direction, opposite } from '../../../traffic/direction.js';
import { ICMP, ICMPV6, TCP, UDP } from '../../../traffic/protocol.js';
import { type Datagram, isFin, isRst, isSynAck } from '../datagram.js';

/** What the security groups of one interface remember of one connection. */
export type Entry = {
  /** The way of the packet that opened it. */
  readonly opened: Direction;
  /** False: both directions are judged by the rules, packet by packet. */
  readonly isTracked: boolean;
  readonly protocol: number;
  lastSeen: number;
  established: boolean;
  /** Packets of UDP that came after the first answer make it a stream. */
  answers: number;
  readonly finished: Set<Direction>;
  closedAt: number | null;
};

/**
 * Seconds a connection may be idle. Those of the established states are AWS's defaults, which an interface can lower;
 * AWS does not publish those of opening and closing TCP connections and of ICMP: these are assumed.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
const TIMEOUTS = {
  tcpEstablished: 432_000,
  tcpOther: 120,
  udp: 30,
  udpStream: 180,
  icmp: 30,
  other: 600,
} as const;

/** After the second FIN the last ACK still passes. Assumed. */
const LINGERS = 5;

const timeoutOf = (it: NetworkInterface, entry: Entry): number => {
  const set = it.connectionTracking;
  if (entry.protocol === TCP)
    return entry.established ? (set?.tcpEstablishedTimeout ?? TIMEOUTS.tcpEstablished) : TIMEOUTS.tcpOther;
  if (entry.protocol === UDP)
    return entry.answers > 1
      ? (set?.udpStreamTimeout ?? TIMEOUTS.udpStream)
      : (set?.udpTimeout ?? TIMEOUTS.udp);
  return entry.protocol === ICMP || entry.protocol === ICMPV6 ? TIMEOUTS.icmp : TIMEOUTS.other;
};

/** An echo reply belongs to a request that went the other way; two requests that cross are two conversations. */
const echoKey = (direction: Direction, { icmp }: Datagram['header']): string =>
  icmp === null ? '' : icmp.type === 0 || icmp.type === 129 ? opposite(direction) : direction;

const keyOf = (direction: Direction, { header }: Datagram): string => {
  const { source, destination, sourcePort, destinationPort, protocol } = header;
  const ends = [`${print(source)} ${sourcePort ?? '-'}`, `${print(destination)} ${destinationPort ?? '-'}`];
  return [protocol, echoKey(direction, header), ...(direction === 'egress' ? ends : ends.reverse())].join(
    ' ',
  );
};

/** The memory of the security groups at one interface. */
export type ConnectionTable = {
  /** What is remembered of the packet's connection; null when it is over, too old, or was never seen. */
  readonly find: (direction: Direction, packet: Datagram, now: number) => Entry | null;
  /** The connection of this packet was closed, and not opened again. */
  readonly wasClosed: (direction: Direction, packet: Datagram) => boolean;
  readonly open: (direction: Direction, packet: Datagram, isTracked: boolean, now: number) => void;
  /** A packet of the connection passes. */
  readonly touch: (entry: Entry, direction: Direction, packet: Datagram, now: number) => void;
};

export const connectionTable = (it: NetworkInterface): ConnectionTable => {
  const entries = new Map<string, Entry>();
  const isOver = (entry: Entry, now: number): boolean =>
    (entry.closedAt !== null && now >= entry.closedAt) || now - entry.lastSeen > timeoutOf(it, entry);
  const touch: ConnectionTable['touch'] = (entry, direction, packet, now) => {
    entry.lastSeen = now;
    if (direction === opposite(entry.opened)) {
      entry.answers++;
      if (isSynAck(packet)) entry.established = true;
    }
    if (isFin(packet)) entry.finished.add(direction);
    if (isRst(packet)) entry.closedAt = now;
    else if (entry.finished.size === 2) entry.closedAt ??= now + LINGERS;
  };
  return {
    find: (direction, packet, now) => {
      const entry = entries.get(keyOf(direction, packet));
      return entry === undefined || isOver(entry, now) ? null : entry;
    },
    wasClosed: (direction, packet) => (entries.get(keyOf(direction, packet))?.closedAt ?? null) !== null,
    open: (direction, packet, isTracked, now) => {
      const entry: Entry = {
        opened: direction,
        isTracked,
        protocol: packet.header.protocol,
        lastSeen: now,
        established: false,
        answers: 0,
        finished: new Set(),
        closedAt: null,
      };
      entries.set(keyOf(direction, packet), entry);
      touch(entry, direction, packet, now);
    },
    touch,
  };
};
