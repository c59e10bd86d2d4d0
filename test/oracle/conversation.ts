/**
 * A second opinion on which records make one conversation: every two records are compared, and what hangs together is
 * one. Slow, and without a notion of who spoke first.
 */

/** A record of traffic as a person would write it; `action` is `-` in the records of transit gateways. */
export type PlainRecord = {
  readonly point: string;
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
  readonly action: 'ACCEPT' | 'REJECT' | '-';
  readonly tcpFlags: number | null;
};

/** What one end sent the other with one action. */
export type PlainFlow = {
  readonly sends: string;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly tcpFlags: number | null;
};

export type PlainConversation = { readonly between: string; readonly flows: readonly PlainFlow[] };

/** Only TCP and UDP have ports; a record of anything else carries zeros. */
const endOf = (protocol: number, address: string, port: number): string =>
  protocol === 6 || protocol === 17 ? `${address}#${port}` : address;

const from = (it: PlainRecord): string => endOf(it.protocol, it.source, it.sourcePort);
const to = (it: PlainRecord): string => endOf(it.protocol, it.destination, it.destinationPort);
const between = (it: PlainRecord): string =>
  `${it.point} ${it.protocol} ${[from(it), to(it)].sort().join(' ')}`;

const belongTogether = (a: PlainRecord, b: PlainRecord, delta: number): boolean => {
  if (between(a) !== between(b)) return false;
  const apart = Math.max(a.start, b.start) - Math.min(a.end, b.end);
  return apart <= delta;
};

const flowOf = (sends: string, records: readonly PlainRecord[]): PlainFlow => {
  let [packets, bytes, firstSeen, lastSeen] = [0, 0, Number.POSITIVE_INFINITY, 0];
  let tcpFlags: number | null = null;
  for (const it of records) {
    packets += it.packets;
    bytes += it.bytes;
    firstSeen = Math.min(firstSeen, it.start);
    lastSeen = Math.max(lastSeen, it.end);
    if (it.tcpFlags !== null) tcpFlags = (tcpFlags ?? 0) | it.tcpFlags;
  }
  return { sends, records: records.length, packets, bytes, firstSeen, lastSeen, tcpFlags };
};

const byText =
  <T>(text: (it: T) => string) =>
  (a: T, b: T) =>
    text(a) < text(b) ? -1 : 1;

/** In an order that says nothing: by ends, then by what was sent. */
export const inPlainOrder = (all: readonly PlainConversation[]): readonly PlainConversation[] =>
  all
    .map((it) => ({ ...it, flows: [...it.flows].sort(byText((flow) => flow.sends)) }))
    .sort(byText((it) => JSON.stringify(it)));

/** Records that lie within `delta` seconds of each other, directly or by way of others, are one conversation. */
export const conversationsOf = (
  records: readonly PlainRecord[],
  delta: number,
): readonly PlainConversation[] => {
  const label = records.map((_, i) => i);
  for (const [i, a] of records.entries())
    for (const [j, b] of records.entries())
      if (belongTogether(a, b, delta)) {
        const [old, kept] = [label[j], label[i]];
        for (const [k] of records.entries()) if (label[k] === old) label[k] = kept as number;
      }
  const found: PlainConversation[] = [];
  for (const one of new Set(label)) {
    const members = records.filter((_, i) => label[i] === one);
    const sends = [...new Set(members.map((it) => `${from(it)} ${it.action}`))];
    found.push({
      between: between(members[0] as PlainRecord),
      flows: sends.map((text) =>
        flowOf(
          text,
          members.filter((it) => `${from(it)} ${it.action}` === text),
        ),
      ),
    });
  }
  return inPlainOrder(found);
};
