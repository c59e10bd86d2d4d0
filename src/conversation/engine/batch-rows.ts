import type { Numbering } from '../../prelude/numbering.js';
import { statuses } from '../../record/coverage.js';
import { among, numberedRows } from '../../record/numbered-rows.js';
import { observationPoints } from '../../record/observation-point.js';
import {
  type AddressColumn,
  addresses,
  integers,
  type RecordBatch,
  texts,
} from '../../record/record-batch.js';
import type { Ipv6Numbers } from './ipv6-numbers.js';
import { ACTIONS, codeOf, FLOW_DIRECTIONS, MOST_REASONS } from './sum-code.js';

/** What correlation needs of a batch: one number per row and column, the same number for the same thing in all batches. */
export type BatchRows = {
  readonly length: number;
  readonly source: number;
  readonly lines: Float64Array;
  /** 0 OK, 1 NODATA, 2 SKIPDATA. */
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
  /** The records name no packet's addresses beside their own. */
  readonly isPlain: boolean;
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

/** The numbers that stay the same from batch to batch. */
export type Numberings = {
  readonly points: Numbering<string>;
  readonly sources: Numbering<string>;
  /** Sets of reject reasons, as sorted text joined by spaces; 0 is none. */
  readonly reasons: Numbering<string>;
  readonly ipv6: Ipv6Numbers;
};

const codesOf = (batch: RecordBatch, { reasons }: Numberings): Int32Array => {
  const noAction = ACTIONS.indexOf('none');
  const action = numberedRows(texts(batch, 'action'), batch.length, noAction, (text) =>
    text === 'ACCEPT' || text === 'REJECT' ? ACTIONS.indexOf(text) : noAction,
  );
  const direction = texts(batch, 'flow-direction');
  const reason = texts(batch, 'reject-reason');
  const directions = direction && numberedRows(direction, batch.length, 0, among(FLOW_DIRECTIONS));
  const rejected =
    reason && numberedRows(reason, batch.length, 0, (text) => Math.min(reasons.numberOf(text), MOST_REASONS));
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
    status: statuses(batch),
    point: observationPoints(batch, numberings.points.numberOf),
    code: codesOf(batch, numberings),
    sender: either(packetSender, sender, length),
    receiver: either(packetReceiver, receiver, length),
    plainSender: packetSender === null ? null : sender,
    plainReceiver: packetReceiver === null ? null : receiver,
    isPlain: packetSender === null || packetReceiver === null,
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
