import { UNPAIRABLE_REASONS, type UnpairableReason } from '../../problem/problem.js';
import { isTime } from '../../record/coverage.js';
import { hasPorts, SCTP, TCP } from '../../traffic/protocol.js';
import { addEntry } from './add-record.js';
import type { BatchRows } from './batch-rows.js';
import {
  add,
  ENDS_WORDS,
  find,
  LEFT_REPLACED,
  MOST_POINTS,
  pointWord,
  portsWord,
  REPLACED,
  RIGHT_REPLACED,
  STAND_IN,
  STAND_IN_IS_IPV6,
  STATE,
} from './ends-table.js';
import {
  cover,
  noteEnds,
  noteWindow,
  type ObservationPoints,
  type Point,
  pointAt,
} from './observation-points.js';
import { type Entry, type OpenConversations, reachAt } from './open-conversations.js';
import { FROM_RIGHT, LONG, withFlags } from './sum-code.js';

/** How many records there were, and what became of those that are no conversation's. */
export type IntakeCounts = {
  records: number;
  /** With those that turn out to be duplicates or copies, which are counted apart as well. */
  inConversations: number;
  nodata: number;
  skipdata: number;
  /** Records that came later than the lateness allows: what they belong to may be cut in two. */
  late: number;
  readonly unpairable: Record<UnpairableReason, number>;
  /** Where the first of these stands, by source and line. */
  readonly firstUnpairable: Partial<Record<UnpairableReason, readonly [source: number, line: number]>>;
};

export const noCounts = (): IntakeCounts => ({
  records: 0,
  inConversations: 0,
  nodata: 0,
  skipdata: 0,
  late: 0,
  unpairable: Object.fromEntries(UNPAIRABLE_REASONS.map((reason) => [reason, 0])) as Record<
    UnpairableReason,
    number
  >,
  firstUnpairable: {},
});

const isIp = (family: number | undefined): boolean => family === 4 || family === 6;

/** Which of a record's ends is `left`: the smaller by family, address and port. */
const isInOrder = (
  family: number,
  otherFamily: number,
  address: number,
  otherAddress: number,
  port: number,
  otherPort: number,
): boolean => {
  if (family !== otherFamily) return family < otherFamily;
  return address === otherAddress ? port <= otherPort : address < otherAddress;
};

/** Takes the rows of a batch into the open conversations. */
export type Intake = {
  readonly open: OpenConversations;
  readonly points: ObservationPoints;
  readonly counts: IntakeCounts;
  /** Is told when the sums of a pair of ends should be looked through. */
  readonly onFull: (ends: number, point: Point) => void;
  /** The record at hand; one object for all. */
  readonly entry: Entry;
  /** The value of an IPv6 address by its number. */
  readonly ipv6: (number: number) => bigint;
};

export const newEntry = (): Entry => ({
  code: 0,
  start: 0,
  end: 0,
  packets: 0,
  bytes: 0,
  source: 0,
  line: 0,
  isFine: false,
  isExact: false,
});

/** The addresses that the record shows in place of the packet's: the place of the end, as bits of a state. */
const replacedIn = (rows: BatchRows, row: number, fromLeft: boolean): number => {
  const { sender, receiver, plainSender, plainReceiver } = rows;
  const differs = (packet: typeof sender, plain: typeof plainSender): boolean =>
    plain !== null &&
    isIp(plain.families[row]) &&
    (plain.values[row] !== packet.values[row] || plain.families[row] !== packet.families[row]);
  if (differs(sender, plainSender)) return fromLeft ? LEFT_REPLACED : RIGHT_REPLACED;
  if (differs(receiver, plainReceiver)) return fromLeft ? RIGHT_REPLACED : LEFT_REPLACED;
  return 0;
};

/** Whether one address comes before another by family and value, whichever was read first. */
const isLower = (
  { ipv6 }: Intake,
  isIpv6: boolean,
  value: number,
  wasIpv6: boolean,
  other: number,
): boolean => {
  if (isIpv6 !== wasIpv6) return wasIpv6;
  return isIpv6 ? ipv6(value) < ipv6(other) : value < other;
};

/** Of several addresses that stand in for one end, the lowest is kept. */
const noteStandIn = (
  it: Intake,
  ends: number,
  rows: BatchRows,
  row: number,
  replaced: number,
  fromLeft: boolean,
): void => {
  const { words } = it.open.table;
  const at = ends * ENDS_WORDS;
  const isSender = (replaced === LEFT_REPLACED) === fromLeft;
  const plain = isSender ? rows.plainSender : rows.plainReceiver;
  const [value, known] = [plain?.values[row] ?? 0, words[at + STAND_IN] as number];
  const state = words[at + STATE] as number;
  const isKnown = (state & REPLACED) !== 0;
  if (isKnown && value === known) return;
  const isIpv6 = plain?.families[row] === 6;
  if (isKnown && !isLower(it, isIpv6, value, (state & STAND_IN_IS_IPV6) !== 0, known)) return;
  words[at + STAND_IN] = value;
  words[at + STATE] = (state & ~STAND_IN_IS_IPV6) | replaced | (isIpv6 ? STAND_IN_IS_IPV6 : 0);
};

/** SCTP has ports, and port 0 is none of them; AWS does not say whether its records show them. */
const namesPorts = ({ senderPort, receiverPort }: BatchRows, row: number, protocol: number): boolean =>
  protocol === SCTP && (senderPort[row] as number) > 0 && (receiverPort[row] as number) > 0;

/** The place of a row's ends in the table, which they may be new in. Writes the direction into the entry's code. */
const endsOf = (it: Intake, rows: BatchRows, row: number, protocol: number, point: number): number => {
  const { table } = it.open;
  const { sender, receiver } = rows;
  const withPorts = hasPorts(protocol) || namesPorts(rows, row, protocol);
  const senderPort = withPorts ? (rows.senderPort[row] as number) : -1;
  const receiverPort = withPorts ? (rows.receiverPort[row] as number) : -1;
  const family = sender.families[row] as number;
  const otherFamily = receiver.families[row] as number;
  const address = sender.values[row] as number;
  const otherAddress = receiver.values[row] as number;
  const fromLeft = isInOrder(family, otherFamily, address, otherAddress, senderPort, receiverPort);
  const word = fromLeft
    ? pointWord(point, protocol, family === 6, otherFamily === 6, senderPort, receiverPort)
    : pointWord(point, protocol, otherFamily === 6, family === 6, receiverPort, senderPort);
  const left = fromLeft ? address : otherAddress;
  const right = fromLeft ? otherAddress : address;
  const ports = fromLeft ? portsWord(senderPort, receiverPort) : portsWord(receiverPort, senderPort);
  if (!fromLeft) it.entry.code |= FROM_RIGHT;
  const mayDiffer = rows.plainSender !== null || rows.plainReceiver !== null;
  const replaced = mayDiffer ? replacedIn(rows, row, fromLeft) : 0;
  const known = find(table, word, left, right, ports, replaced);
  const ends = known >= 0 ? known : add(table, word, left, right, ports);
  if (replaced !== 0) noteStandIn(it, ends, rows, row, replaced, fromLeft);
  return ends;
};

/** What a row lacks; null when it can be paired. */
const lacks = (rows: BatchRows, row: number): UnpairableReason | null => {
  const point = rows.point[row] as number;
  if (point < 0 || point >= MOST_POINTS) return 'observation-point';
  if (!isIp(rows.sender.families[row]) || !isIp(rows.receiver.families[row])) return 'addresses';
  if (rows.protocol[row] === -1) return 'protocol';
  return isTime(rows.start[row] as number) && isTime(rows.end[row] as number) ? null : 'times';
};

const fill = (it: Intake, rows: BatchRows, row: number, protocol: number, isLong: boolean): void => {
  const { entry } = it;
  const start = rows.start[row] as number;
  const end = rows.end[row] as number;
  const flags = rows.tcpFlags === null ? -1 : (rows.tcpFlags[row] as number);
  entry.code = ((rows.code[row] as number) | (isLong ? LONG : 0) | (flags < 0 ? 0 : withFlags(flags))) >>> 0;
  // A damaged log may say that a record ended before it began.
  entry.start = Math.min(start, end);
  entry.end = Math.max(start, end);
  entry.packets = Math.max(0, rows.packets[row] as number);
  entry.bytes = Math.max(0, rows.bytes[row] as number);
  entry.source = rows.source;
  entry.line = rows.lines[row] as number;
  entry.isFine = protocol === TCP && rows.tcpFlags !== null;
};

const pair = (it: Intake, rows: BatchRows, row: number, point: Point): void => {
  const { open, counts, entry } = it;
  const protocol = rows.protocol[row] as number;
  const isLong = open.timing.isLong(Math.abs((rows.end[row] as number) - (rows.start[row] as number)));
  if (isLong) point.isLong = true;
  if (rows.isPlain) point.isPlain = true;
  fill(it, rows, row, protocol, isLong);
  if (entry.isExact) noteWindow(point, open.flowLogOf(rows.source), isLong);
  if (!open.timing.keepsAll && entry.start + reachAt(open, point.isLong) < point.watermark) counts.late++;
  const ends = endsOf(it, rows, row, protocol, rows.point[row] as number);
  const family = rows.sender.families[row] as number;
  if (family === rows.receiver.families[row])
    noteEnds(point, family, rows.sender.values[row] as number, rows.receiver.values[row] as number);
  counts.inConversations++;
  if (addEntry(open, ends, entry)) it.onFull(ends, point);
};

const noteUnpairable = (
  { counts, open }: Intake,
  reason: UnpairableReason,
  source: number,
  line: number,
): void => {
  counts.unpairable[reason]++;
  const first = counts.firstUnpairable[reason];
  if (first === undefined || open.before(source, line, ...first))
    counts.firstUnpairable[reason] = [source, line];
};

const takeRow = (it: Intake, rows: BatchRows, row: number): void => {
  const { counts, points } = it;
  counts.records++;
  const number = rows.point[row] as number;
  const start = rows.start[row] as number;
  const end = rows.end[row] as number;
  const status = rows.status[row] as number;
  const point = number < 0 ? null : pointAt(points, number);
  if (point !== null && isTime(start) && isTime(end))
    cover(points, point, Math.min(start, end), Math.max(start, end), status);
  if (status === 1) counts.nodata++;
  else if (status === 2) counts.skipdata++;
  else {
    const reason = lacks(rows, row);
    if (reason !== null) noteUnpairable(it, reason, rows.source, rows.lines[row] as number);
    else pair(it, rows, row, point as Point);
  }
};

/** Takes the rows of a batch; every row is a conversation's, or counted with its reason. */
export const takeRows = (it: Intake, rows: BatchRows): void => {
  it.entry.isExact = it.open.deduplicates && it.open.flowLogOf(rows.source) !== 0;
  for (let row = 0; row < rows.length; row++) takeRow(it, rows, row);
};
