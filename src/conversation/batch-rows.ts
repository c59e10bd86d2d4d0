import {
  type AddressColumn,
  addresses,
  integers,
  type RecordBatch,
  type TextColumn,
  texts,
} from '../record/record-batch.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import type { Numbering } from './numbering.js';
import { ACTIONS, codeOf, FLOW_DIRECTIONS, MOST_REASONS } from './sum-code.js';

/** What correlation needs of a batch: one number per row and column, the same number for the same thing in all batches. */
export type BatchRows = {
  readonly length: number;
  readonly source: number;
  readonly lines: Float64Array;
  /** By number in `STATUSES`. */
  readonly status: Int32Array;
  /** -1 where no field names an observation point. */
  readonly point: Int32Array;
  /** Action, flow direction and reject reason as a sum's code has them. */
  readonly code: Int32Array;
  /** The addresses of the packet where the format has them, else those of the record. */
  readonly sender: Addresses;
  readonly receiver: Addresses;
  /** The addresses of the record, where they can differ from those of the packet. */
  readonly plainSender: Addresses | null;
  readonly plainReceiver: Addresses | null;
  readonly protocol: Float64Array;
  readonly senderPort: Float64Array;
  readonly receiverPort: Float64Array;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** Null when the format lacks the field. */
  readonly tcpFlags: Float64Array | null;
};

/** `values` are IPv4 addresses as integers and numbers of IPv6 addresses; `families` 4, 6, or neither. */
export type Addresses = { readonly families: Uint8Array; readonly values: Uint32Array };

export const STATUSES = ['OK', 'NODATA', 'SKIPDATA'] as const;

/** The numbers that stay the same from batch to batch. */
export type Numberings = {
  readonly points: Numbering<string>;
  readonly sources: Numbering<string>;
  /** Sets of reject reasons, as sorted text joined by spaces; 0 is none. */
  readonly reasons: Numbering<string>;
  readonly ipv6: Ipv6Numbers;
};

/** One number per row: that of the text in its column, or `absent`. */
const coded = (
  column: TextColumn | null,
  length: number,
  absent: number,
  numberOf: (text: string) => number,
): Int32Array => {
  const rows = new Int32Array(length);
  if (column === null) return absent === 0 ? rows : rows.fill(absent);
  const numbers = new Int32Array(column.dictionary.length).fill(UNSEEN);
  numbers[0] = absent;
  const { codes, dictionary } = column;
  for (let row = 0; row < length; row++) {
    const code = codes[row] as number;
    let number = numbers[code] as number;
    // Only texts that rows have are numbered: a dictionary also holds those of lines that turned out bad.
    if (number === UNSEEN) number = numbers[code] = numberOf(dictionary[code] as string);
    rows[row] = number;
  }
  return rows;
};

const UNSEEN = -2;

/** AWS names the interface, else a regional NAT gateway, else the attachment of a transit gateway. */
const pointsOf = (batch: RecordBatch, { points }: Numberings): Int32Array => {
  const [first, ...others] = (['interface-id', 'resource-id', 'tgw-attachment-id'] as const).map((name) =>
    texts(batch, name),
  );
  const rows = coded(first ?? null, batch.length, -1, points.numberOf);
  for (const column of others) {
    if (column === null) continue;
    const more = coded(column, batch.length, -1, points.numberOf);
    for (let row = 0; row < batch.length; row++) if (rows[row] === -1) rows[row] = more[row] as number;
  }
  return rows;
};

const among = (values: readonly (string | null)[]) => (text: string) => Math.max(0, values.indexOf(text));

const codesOf = (batch: RecordBatch, { reasons }: Numberings): Int32Array => {
  const noAction = ACTIONS.indexOf('none');
  const action = coded(texts(batch, 'action'), batch.length, noAction, (text) =>
    text === 'ACCEPT' || text === 'REJECT' ? ACTIONS.indexOf(text) : noAction,
  );
  const direction = texts(batch, 'flow-direction');
  const reason = texts(batch, 'reject-reason');
  const directions = direction && coded(direction, batch.length, 0, among(FLOW_DIRECTIONS));
  const rejected =
    reason && coded(reason, batch.length, 0, (text) => Math.min(reasons.numberOf(text), MOST_REASONS));
  for (let row = 0; row < batch.length; row++)
    action[row] = codeOf(action[row] as number, directions?.[row] ?? 0, rejected?.[row] ?? 0);
  return action;
};

const numbered = (column: AddressColumn | null, length: number, ipv6: Ipv6Numbers): Addresses | null => {
  if (column === null) return null;
  if (column.others.length === 0) return column;
  const values = column.values.slice();
  const numbers = new Float64Array(column.others.length).fill(-1);
  for (let row = 0; row < length; row++) {
    if (column.families[row] !== 6) continue;
    const place = column.values[row] as number;
    if (numbers[place] === -1) numbers[place] = ipv6.numberOf(column.others[place] as bigint);
    values[row] = numbers[place] as number;
  }
  return { families: column.families, values };
};

const isIp = (family: number | undefined): boolean => family === 4 || family === 6;

/** The first of both where it has an address, else the second. */
const either = (packet: Addresses | null, plain: Addresses | null, length: number): Addresses => {
  if (packet === null || plain === null)
    return packet ?? plain ?? { families: new Uint8Array(length), values: new Uint32Array(length) };
  const [families, values] = [packet.families.slice(), packet.values.slice()];
  for (let row = 0; row < length; row++) {
    if (isIp(families[row])) continue;
    families[row] = plain.families[row] as number;
    values[row] = plain.values[row] as number;
  }
  return { families, values };
};

/** Looks a batch's columns up once. */
export const batchRows = (batch: RecordBatch, numberings: Numberings): BatchRows => {
  const { length } = batch;
  const absent = (): Float64Array => new Float64Array(length).fill(-1);
  const address = (name: Parameters<typeof addresses>[1]) =>
    numbered(addresses(batch, name), length, numberings.ipv6);
  const [sender, receiver] = [address('srcaddr'), address('dstaddr')];
  const [packetSender, packetReceiver] = [address('pkt-srcaddr'), address('pkt-dstaddr')];
  return {
    length,
    source: numberings.sources.numberOf(batch.source),
    lines: batch.lines,
    status: coded(texts(batch, 'log-status'), length, 0, among(STATUSES)),
    point: pointsOf(batch, numberings),
    code: codesOf(batch, numberings),
    sender: either(packetSender, sender, length),
    receiver: either(packetReceiver, receiver, length),
    plainSender: packetSender === null ? null : sender,
    plainReceiver: packetReceiver === null ? null : receiver,
    protocol: integers(batch, 'protocol') ?? absent(),
    senderPort: integers(batch, 'srcport') ?? absent(),
    receiverPort: integers(batch, 'dstport') ?? absent(),
    packets: integers(batch, 'packets') ?? absent(),
    bytes: integers(batch, 'bytes') ?? absent(),
    start: integers(batch, 'start') ?? absent(),
    end: integers(batch, 'end') ?? absent(),
    tcpFlags: integers(batch, 'tcp-flags'),
  };
};
