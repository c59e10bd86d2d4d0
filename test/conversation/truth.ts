/**
 * Traffic of which it is known which record belongs to which connection: packets on a time line, gathered into the
 * records that AWS would write of them at each interface. It shares nothing with `src`.
 */

export type TruthOptions = {
  readonly seed: number;
  readonly connections: number;
  /** Seconds of an aggregation window. */
  readonly window: 60 | 600;
  readonly withFlags: boolean;
  /** Share of records that are lost. */
  readonly loss: number;
  /** Seconds by which windows begin later than those of another flow log. */
  readonly shift?: number;
};

/** A record, with the connections whose packets it counts. */
export type TrueRecord = {
  readonly point: string;
  readonly source: string;
  readonly destination: string;
  readonly packetSource: string;
  readonly packetDestination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  packets: number;
  bytes: number;
  readonly start: number;
  readonly end: number;
  tcpFlags: number;
  readonly action: 'ACCEPT' | 'REJECT';
  readonly connections: Set<number>;
  /** Connections of which this record has the SYN, and of which it has the FIN or RST. */
  readonly opened: Set<number>;
  readonly closed: Set<number>;
  /** The end that started, of the latest connection. */
  initiator: string;
  /** When it is read, in seconds. */
  readonly readAt: number;
};

export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
};

type Random = ReturnType<typeof randomFrom>;

type Packet = {
  readonly at: number;
  readonly forward: boolean;
  readonly flags: number;
  readonly bytes: number;
};

type Connection = {
  readonly id: number;
  readonly client: string;
  readonly server: string;
  readonly clientPort: number;
  readonly serverPort: number;
  readonly protocol: number;
  readonly packets: readonly Packet[];
  /** `midway`: a rule was removed, and what the client still sends is rejected, while the server still answers. */
  readonly rejected: 'no' | 'request' | 'reply' | 'midway';
};

const [FIN, SYN, RST, SYN_ACK] = [1, 2, 4, 18];

/** SYN, SYN-ACK, data both ways at irregular times, FIN both ways (or RST, or no end that is seen). */
const tcpPackets = (random: Random, from: number): readonly Packet[] => {
  const length = [1, 5, 20, 90, 400, 1500][random(6)] ?? 1;
  const packets: Packet[] = [
    { at: from, forward: true, flags: SYN, bytes: 60 },
    { at: from + 0.05, forward: false, flags: SYN_ACK, bytes: 60 },
  ];
  for (let at = from + 0.1; at < from + length; at += 1 + random(20))
    packets.push({ at, forward: random(2) === 0, flags: 0, bytes: 40 + random(1400) });
  const end = from + length + 0.2;
  if (random(8) === 0) return [...packets, { at: end, forward: random(2) === 0, flags: RST, bytes: 40 }];
  return [
    ...packets,
    { at: end, forward: true, flags: FIN, bytes: 40 },
    { at: end + 0.05, forward: false, flags: FIN, bytes: 40 },
  ];
};

/** A question and its answer, a few times. */
const exchange = (random: Random, from: number): readonly Packet[] =>
  Array.from({ length: 1 + random(4) }, (_, i) => [
    { at: from + i, forward: true, flags: 0, bytes: 76 },
    { at: from + i + 0.02, forward: false, flags: 0, bytes: 120 },
  ]).flat();

const rejectedRequest = (random: Random, from: number): readonly Packet[] =>
  Array.from({ length: 1 + random(3) }, (_, i) => ({
    at: from + 2 ** i - 1,
    forward: true,
    flags: SYN,
    bytes: 60,
  }));

const HOUR = 3600;
const EPOCH = 1_700_000_000;

/** A SYN or a question, sent again until the client gives up; each answer is rejected. */
const rejectedReply = (random: Random, from: number, isTcp: boolean): readonly Packet[] =>
  Array.from({ length: 1 + random(4) }, (_, i) => [
    { at: from + 2 ** i - 1, forward: true, flags: isTcp ? SYN : 0, bytes: 60 },
    { at: from + 2 ** i - 0.9, forward: false, flags: isTcp ? SYN_ACK : 0, bytes: 60 },
  ]).flat();

/** One in 24 each. */
const REJECTIONS = ['request', 'request', 'reply', 'reply', 'midway'] as const;

const packetsOf = (
  random: Random,
  from: number,
  protocol: number,
  rejected: Connection['rejected'],
): readonly Packet[] => {
  if (rejected === 'request' && protocol === 6) return rejectedRequest(random, from);
  if (rejected === 'reply') return rejectedReply(random, from, protocol === 6);
  return protocol === 6 ? tcpPackets(random, from) : exchange(random, from);
};

/** The second from which on what the client sends is rejected. */
const rejectedFrom = ({ rejected, packets }: Connection): number => {
  if (rejected === 'request') return 0;
  const times = packets.map(({ at }) => at);
  return rejected === 'midway' ? (Math.min(...times) + Math.max(...times)) / 2 : Number.POSITIVE_INFINITY;
};

/** Connections of a few clients to a few servers; every third uses the ports of the one before again. */
const connectionsOf = ({ connections, seed }: TruthOptions): readonly Connection[] => {
  const random = randomFrom(seed);
  const found: Connection[] = [];
  for (let id = 0; id < connections; id++) {
    const last = found.at(-1);
    const isReuse = last !== undefined && random(3) === 0;
    const protocol = isReuse ? last.protocol : ([6, 6, 6, 6, 17, 1][random(6)] ?? 6);
    const lastEnd = Math.max(...(last?.packets.map(({ at }) => at) ?? [0]));
    const from = isReuse
      ? lastEnd + (([2, 30, 90, 400, 900][random(5)] ?? 2) + random(20))
      : EPOCH + random(HOUR);
    const rejected = REJECTIONS[random(24)] ?? 'no';
    const ends = isReuse
      ? { client: last.client, server: last.server, clientPort: last.clientPort, serverPort: last.serverPort }
      : {
          client: random(3) === 0 ? `198.51.100.${1 + random(200)}` : `10.0.1.${1 + random(20)}`,
          server: `10.0.2.${1 + random(8)}`,
          clientPort: protocol === 1 ? 0 : 1024 + random(60_000),
          serverPort: protocol === 1 ? 0 : ([443, 22, 5432, 8080, 41_234, 52_345][random(6)] ?? 443),
        };
    const packets = packetsOf(random, from, protocol, rejected);
    found.push({ id, ...ends, protocol, packets, rejected });
  }
  return found;
};

/** The interfaces that see a connection: the server's, the client's if it is inside, and a NAT gateway's on the way. */
const pointsOf = ({ client, server }: Connection): readonly { point: string; standIn: string | null }[] => [
  { point: `eni-${server}`, standIn: null },
  ...(client.startsWith('10.') ? [{ point: `eni-${client}`, standIn: null }] : []),
  ...(client.endsWith('7') ? [{ point: 'eni-nat', standIn: '10.0.0.220' }] : []),
];

/** All records of an interface's window share its times; the windows of interfaces are not in step, and may overlap. */
const windowAt = (point: string, at: number, { window, seed, shift = 0 }: TruthOptions) => {
  const phase =
    randomFrom(seed + [...point].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7))(window) + shift;
  const start = Math.floor((at - phase) / window) * window + phase;
  const overlap = randomFrom(start + phase)(8) === 0 ? 1 : 0;
  return { start, end: start + window + overlap };
};

/** The records of all interfaces, in the order in which they are read: by file, and late by up to a window. */
export const trueRecords = (options: TruthOptions): readonly TrueRecord[] => {
  const random = randomFrom(options.seed + 1);
  const records = new Map<string, TrueRecord>();
  for (const it of connectionsOf(options))
    for (const { point, standIn } of pointsOf(it))
      for (const packet of seenOf(it)) addPacket(records, random, options, it, point, standIn, packet);
  return [...records.values()]
    .filter(() => random(1_000_000) >= options.loss * 1_000_000)
    .sort((a, b) => a.readAt - b.readAt);
};

/** A rejected request gets no answer. */
const seenOf = ({ packets, rejected }: Connection): readonly Packet[] =>
  rejected === 'request' ? packets.filter(({ forward }) => forward) : packets;

const addPacket = (
  records: Map<string, TrueRecord>,
  random: Random,
  options: TruthOptions,
  it: Connection,
  point: string,
  standIn: string | null,
  { at, forward, flags, bytes }: Packet,
): void => {
  const { start, end } = windowAt(point, at, options);
  const [source, destination] = forward ? [it.client, it.server] : [it.server, it.client];
  const [sourcePort, destinationPort] = forward
    ? [it.clientPort, it.serverPort]
    : [it.serverPort, it.clientPort];
  const isRejected = forward ? at >= rejectedFrom(it) : it.rejected === 'reply';
  const action = isRejected ? 'REJECT' : 'ACCEPT';
  const key = [point, source, destination, sourcePort, destinationPort, it.protocol, start, action].join(' ');
  const record = records.get(key) ?? {
    point,
    // What stands in for the server on the client's side of a gateway.
    source: standIn !== null && !forward ? standIn : source,
    destination: standIn !== null && forward ? standIn : destination,
    packetSource: source,
    packetDestination: destination,
    sourcePort,
    destinationPort,
    protocol: it.protocol,
    packets: 0,
    bytes: 0,
    start,
    end,
    tcpFlags: 0,
    action,
    connections: new Set<number>(),
    opened: new Set<number>(),
    closed: new Set<number>(),
    initiator: '',
    readAt: end + random(60),
  };
  record.packets++;
  record.bytes += bytes;
  record.tcpFlags |= flags;
  record.connections.add(it.id);
  if ((flags & SYN) !== 0) record.opened.add(it.id);
  // A rejected FIN closes nothing.
  if ((flags & (FIN | RST)) !== 0 && !isRejected) record.closed.add(it.id);
  record.initiator = it.client;
  records.set(key, record);
};

export const FIELDS =
  'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end action log-status';

export const lineOf = (it: TrueRecord, withFlags: boolean): string =>
  [
    it.point,
    it.source,
    it.destination,
    it.packetSource,
    it.packetDestination,
    it.sourcePort,
    it.destinationPort,
    it.protocol,
    it.packets,
    it.bytes,
    it.start,
    it.end,
    it.action,
    'OK',
    ...(withFlags ? [it.protocol === 6 ? it.tcpFlags : 0] : []),
  ].join(' ');

const keyOf = (it: TrueRecord): string => {
  const ends = [
    `${it.packetSource}#${it.sourcePort}`,
    `${it.packetDestination}#${it.destinationPort}`,
  ].sort();
  return [it.point, it.protocol, ...ends].join(' ');
};

const startOf = (members: readonly TrueRecord[]): number => Math.min(...members.map(({ start }) => start));
const endOf = (members: readonly TrueRecord[]): number => Math.max(...members.map(({ end }) => end));
const inOrder = (members: readonly TrueRecord[]) => [...members].sort((a, b) => a.start - b.start);
const hasSyn = ({ tcpFlags }: TrueRecord): boolean => (tcpFlags & SYN) !== 0;

/**
 * What the fields of a window's records say of one of them: that it is of a connection older than any that was opened in
 * this window. Each side of a connection begins with a SYN, or with a RST where it refuses; so packets that were accepted
 * without a SYN before them that was accepted too are of an older one, and so are rejected ones without any SYN.
 */
const isVisiblyOlder = (it: TrueRecord, all: readonly TrueRecord[]): boolean => {
  const syns = all.filter((other) => other.start === it.start && hasSyn(other));
  const asked = syns.some(({ tcpFlags }) => (tcpFlags & SYN_ACK) === SYN);
  const mayFollow = syns.some(
    (other) =>
      other.packetSource === it.packetSource && (other.action === 'ACCEPT' || it.action === 'REJECT'),
  );
  const mayRefuse =
    (it.tcpFlags & RST) !== 0 &&
    syns.some((other) => other.packetSource === it.packetDestination && other.action === 'ACCEPT');
  return asked && !mayFollow && !mayRefuse;
};

/**
 * The connection that each record of one pair of ends stands for. One that counts packets of two stands for the later one,
 * and so does, in the window in which that begins, one that could be of the later one for all that its fields say.
 */
const standsFor = (members: readonly TrueRecord[], areFlagged: boolean): ReadonlyMap<TrueRecord, number> => {
  const begins = new Map<number, number>();
  for (const it of members)
    for (const id of it.connections) begins.set(id, Math.min(begins.get(id) ?? it.start, it.start));
  return new Map(
    members.map((it) => {
      const own = Math.max(...it.connections);
      if (!areFlagged || isVisiblyOlder(it, members)) return [it, own];
      const later = [...begins].flatMap(([id, start]) => (start === it.start ? [id] : []));
      return [it, Math.max(own, ...later)];
    }),
  );
};

/** A connection falls apart where it is silent for longer than `delta`: no record tells that it goes on. */
const apart = (members: readonly TrueRecord[], delta: number): TrueRecord[][] => {
  const found: TrueRecord[][] = [];
  for (const it of inOrder(members)) {
    const last = found.at(-1);
    if (last !== undefined && it.start <= endOf(last) + delta) last.push(it);
    else found.push([it]);
  }
  return found;
};

/** Each window in which a SYN is seen again: nobody can see whether it is the first of another connection. */
const bySyns = (members: readonly TrueRecord[]): TrueRecord[][] => {
  const found: TrueRecord[][] = [];
  for (const it of inOrder(members)) {
    const isSynAgain = members.some((other) => other.start === it.start && hasSyn(other));
    const last = found.at(-1);
    if (last !== undefined && (last[0]?.start === it.start || !isSynAgain)) last.push(it);
    else found.push([it]);
  }
  return found;
};

/**
 * What the records can show at best. Two connections on the same ports can be told apart when they lie further apart than
 * a pause within one may last, or when flags show that one was closed and that one was opened after that: in a later
 * record, or in a window where all that is left of the first one is visibly older.
 */
const isTold = (
  before: readonly TrueRecord[],
  after: readonly TrueRecord[],
  all: readonly TrueRecord[],
  delta: number,
  areFlagged: boolean,
): boolean => {
  const start = startOf(after);
  if (start > endOf(before) + delta) return true;
  if (!areFlagged || before.some((it) => it.start >= start && !isVisiblyOlder(it, all))) return false;
  // A rejected FIN closes nothing.
  const wasClosed = before.some((it) => it.action === 'ACCEPT' && (it.tcpFlags & (FIN | RST)) !== 0);
  return wasClosed && after.some((it) => it.start === start && hasSyn(it));
};

/** The finest partition that the records can distinguish, as a label per record. */
export const bestLabels = (
  records: readonly TrueRecord[],
  delta: number,
  withFlags: boolean,
): ReadonlyMap<TrueRecord, number> => {
  const byKey = new Map<string, TrueRecord[]>();
  for (const it of records) byKey.set(keyOf(it), [...(byKey.get(keyOf(it)) ?? []), it]);
  const labels = new Map<TrueRecord, number>();
  let label = 0;
  for (const members of byKey.values()) {
    const areFlagged = withFlags && members[0]?.protocol === 6;
    const connections = standsFor(members, areFlagged);
    const parts = [...new Set(connections.values())]
      .map((id) => members.filter((it) => connections.get(it) === id))
      .flatMap((it) => apart(it, delta))
      .flatMap((it) => (areFlagged ? bySyns(it) : [it]))
      .sort(
        (a, b) =>
          startOf(a) - startOf(b) ||
          (connections.get(a[0] as TrueRecord) as number) - (connections.get(b[0] as TrueRecord) as number),
      );
    let current: TrueRecord[] = [];
    for (const part of parts) {
      if (current.length > 0 && isTold(current, part, members, delta, areFlagged)) {
        label++;
        current = [];
      }
      current.push(...part);
      for (const it of part) labels.set(it, label);
    }
    label++;
  }
  return labels;
};

/**
 * Which records really belong together: those that count packets of one connection, directly or by way of a record that
 * counts packets of two. A label per record.
 */
export const trueLabels = (records: readonly TrueRecord[]): ReadonlyMap<TrueRecord, number> => {
  /** By point and connection: another one that a record counts as well, or itself. */
  const roots = new Map<string, string>();
  const rootOf = (key: string): string => {
    const next = roots.get(key) ?? key;
    return next === key ? key : rootOf(next);
  };
  const keysOf = (it: TrueRecord) => [...it.connections].map((id) => `${it.point} ${id}`);
  for (const it of records) {
    const [first = '', ...others] = keysOf(it);
    for (const key of others) roots.set(rootOf(key), rootOf(first));
  }
  const numbers = new Map<string, number>();
  return new Map(
    records.map((it) => {
      const root = rootOf(keysOf(it)[0] ?? '');
      if (!numbers.has(root)) numbers.set(root, numbers.size);
      return [it, numbers.get(root) as number];
    }),
  );
};
