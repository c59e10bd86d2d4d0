import { type IpAddress, print } from '../address/ip-address.js';
import type { Origin } from '../problem/origin.js';
import type { UnpairableReason } from '../problem/problem.js';
import {
  type AddressColumn,
  addressAt,
  addresses,
  integers,
  originAt,
  type RecordBatch,
  type TextColumn,
  textAt,
  texts,
} from '../record/record-batch.js';
import { hasPorts, type Protocol } from '../traffic/protocol.js';
import type { Action, Party } from './conversation.js';
import type { Tally } from './tally.js';

/** What correlation needs of one record with traffic. */
export type Sighting = {
  readonly observationPoint: string;
  readonly protocol: Protocol;
  readonly source: Party;
  readonly destination: Party;
  readonly action: Action;
  readonly tally: Tally;
};

export type RowStatus = 'OK' | 'NODATA' | 'SKIPDATA';

/** One batch, with its columns looked up once. */
export type Rows = {
  readonly length: number;
  readonly statusAt: (row: number) => RowStatus;
  readonly observationPointAt: (row: number) => string | null;
  readonly windowAt: (row: number) => { readonly start: number; readonly end: number } | null;
  readonly sightingAt: (row: number) => Sighting | UnpairableReason;
  readonly originAt: (row: number) => Origin;
};

const firstText = (columns: readonly (TextColumn | null)[], row: number): string | null => {
  for (const column of columns) {
    const text = column === null ? null : textAt(column, row);
    if (text !== null) return text;
  }
  return null;
};

/**
 * The addresses of the packet where the format has them, else those of the record: `srcaddr` and `dstaddr` show the
 * primary address of an interface even when the packet was meant for another of its addresses.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const packetAddress = (
  packet: AddressColumn | null,
  plain: AddressColumn | null,
  row: number,
): IpAddress | null =>
  (packet === null ? null : addressAt(packet, row)) ?? (plain === null ? null : addressAt(plain, row));

/** Reads what correlation needs from the columns of a batch. */
export const rowsOf = (batch: RecordBatch): Rows => {
  const points = [
    texts(batch, 'interface-id'),
    texts(batch, 'resource-id'),
    texts(batch, 'tgw-attachment-id'),
  ];
  const status = texts(batch, 'log-status');
  const action = texts(batch, 'action');
  const flowDirection = texts(batch, 'flow-direction');
  const rejectReason = texts(batch, 'reject-reason');
  const column = {
    source: addresses(batch, 'srcaddr'),
    destination: addresses(batch, 'dstaddr'),
    packetSource: addresses(batch, 'pkt-srcaddr'),
    packetDestination: addresses(batch, 'pkt-dstaddr'),
    sourcePort: integers(batch, 'srcport'),
    destinationPort: integers(batch, 'dstport'),
    protocol: integers(batch, 'protocol'),
    packets: integers(batch, 'packets'),
    bytes: integers(batch, 'bytes'),
    start: integers(batch, 'start'),
    end: integers(batch, 'end'),
    tcpFlags: integers(batch, 'tcp-flags'),
  };
  const integerAt = (values: Float64Array | null, row: number): number | null => {
    const value = values?.[row] ?? -1;
    return value === -1 ? null : value;
  };
  const windowAt: Rows['windowAt'] = (row) => {
    const start = integerAt(column.start, row);
    const end = integerAt(column.end, row);
    return start === null || end === null ? null : { start, end };
  };
  const tallyAt = (row: number, window: { start: number; end: number }): Tally => {
    const reason = rejectReason === null ? null : textAt(rejectReason, row);
    return {
      records: 1,
      packets: integerAt(column.packets, row) ?? 0,
      bytes: integerAt(column.bytes, row) ?? 0,
      firstSeen: window.start,
      lastSeen: window.end,
      tcpFlags: integerAt(column.tcpFlags, row),
      rejectReasons: reason === null ? [] : [reason],
      flowDirection: flowDirection === null ? null : textAt(flowDirection, row),
      evidence: [originAt(batch, row)],
    };
  };
  const observationPointAt: Rows['observationPointAt'] = (row) => firstText(points, row);
  return {
    length: batch.length,
    statusAt: (row) => ((status === null ? null : textAt(status, row)) ?? 'OK') as RowStatus,
    observationPointAt,
    windowAt,
    originAt: (row) => originAt(batch, row),
    sightingAt: (row) => {
      const observationPoint = observationPointAt(row);
      if (observationPoint === null) return 'observation-point';
      const source = packetAddress(column.packetSource, column.source, row);
      const destination = packetAddress(column.packetDestination, column.destination, row);
      if (source === null || destination === null) return 'addresses';
      const protocol = integerAt(column.protocol, row);
      if (protocol === null) return 'protocol';
      const window = windowAt(row);
      if (window === null) return 'times';
      const portAt = (values: Float64Array | null) => (hasPorts(protocol) ? integerAt(values, row) : null);
      const verdict = action === null ? null : textAt(action, row);
      return {
        observationPoint,
        protocol,
        source: { address: source, port: portAt(column.sourcePort) },
        destination: { address: destination, port: portAt(column.destinationPort) },
        action: verdict === 'ACCEPT' || verdict === 'REJECT' ? verdict : 'none',
        tally: tallyAt(row, window),
      };
    },
  };
};

export const partyText = ({ address, port }: Party): string => `${print(address)} ${port ?? '-'}`;
