import { print } from '../../src/address/ip-address.js';
import type { Conversation, Party } from '../../src/conversation/conversation.js';
import type { Correlation } from '../../src/conversation/correlation.js';
import { correlate } from '../../src/conversation/correlator.js';
import type { CorrelatorOptions } from '../../src/conversation/engine/engine.js';
import { readText } from '../../src/record/read-text.js';
import type { PlainRecord } from '../oracle/conversation.js';

/** `10.0.0.1:443`, `[2001:db8::1]:443`, `10.0.0.1` where there is no port. */
const printParty = ({ address, port }: Party): string => {
  if (port === null) return print(address);
  return `${address.family === 6 ? `[${print(address)}]` : print(address)}:${port}`;
};

/** Short ways to write a log by hand and to look at what became of it. */

export const FORMAT =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags log-status';

const PLAIN: PlainRecord = {
  point: 'eni-1',
  source: '10.0.1.10',
  destination: '10.0.2.10',
  sourcePort: 40_000,
  destinationPort: 443,
  protocol: 6,
  packets: 1,
  bytes: 60,
  start: 1000,
  end: 1060,
  action: 'ACCEPT',
  tcpFlags: null,
};

export const record = (more: Partial<PlainRecord> = {}): PlainRecord => ({ ...PLAIN, ...more });

/** The record that goes the other way. */
export const back = (it: PlainRecord, more: Partial<PlainRecord> = {}): PlainRecord => ({
  ...it,
  source: it.destination,
  destination: it.source,
  sourcePort: it.destinationPort,
  destinationPort: it.sourcePort,
  ...more,
});

export const line = (it: PlainRecord): string =>
  [
    it.point,
    it.source,
    it.destination,
    it.sourcePort,
    it.destinationPort,
    it.protocol,
    it.packets,
    it.bytes,
    it.start,
    it.end,
    it.action,
    it.tcpFlags ?? '-',
    'OK',
  ].join(' ');

/** As the default format has it: no flags. */
export const FORMAT_WITHOUT_FLAGS = FORMAT.replace('tcp-flags ', '');

export const lineWithoutFlags = (it: PlainRecord): string =>
  line({ ...it, tcpFlags: null }).replace(' - OK', ' OK');

/** Pairs lines that follow a header. */
export const pairLines = (
  format: string,
  lines: readonly string[],
  options: CorrelatorOptions = {},
): Correlation => correlate(readText([format, ...lines].join('\n'), { source: 'flow.log' }).batches, options);

export const pair = (records: readonly PlainRecord[], options: CorrelatorOptions = {}): Correlation =>
  pairLines(FORMAT, records.map(line), options);

/** `10.0.1.10:40000 > 10.0.2.10:443`: who speaks to whom. */
export const ends = (it: Pick<Conversation, 'initiator' | 'responder'>): string =>
  `${printParty(it.initiator)} > ${printParty(it.responder)}`;
