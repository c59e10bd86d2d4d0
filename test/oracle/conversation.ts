/**
 * A second opinion on which records make one conversation, by going through them in order of their start with the rules
 * in words. Slow, and without a notion of who spoke first.
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

/** TCP and UDP have ports, and so has SCTP (132), whose records may show them; a record of anything else carries zeros. */
const hasPorts = ({ protocol, sourcePort, destinationPort }: PlainRecord): boolean =>
  protocol === 6 || protocol === 17 || (protocol === 132 && sourcePort > 0 && destinationPort > 0);

const endOf = (it: PlainRecord, address: string, port: number): string =>
  hasPorts(it) ? `${address}#${port}` : address;

const from = (it: PlainRecord): string => endOf(it, it.source, it.sourcePort);
const to = (it: PlainRecord): string => endOf(it, it.destination, it.destinationPort);
const between = (it: PlainRecord): string =>
  `${it.point} ${it.protocol} ${[from(it), to(it)].sort().join(' ')}`;

/** Records that lie within `delta` of each other, directly or by way of others, without a look at flags. */
const isNear = (a: PlainRecord, b: PlainRecord, delta: number): boolean =>
  between(a) === between(b) && Math.max(a.start, b.start) - Math.min(a.end, b.end) <= delta;

const flagged = (it: PlainRecord, bits: number): boolean => ((it.tcpFlags ?? 0) & bits) !== 0;

/** FIN (1) or RST (4) of a record that got through closes; a SYN (2) opens. */
const closes = (it: PlainRecord): boolean => it.action !== 'REJECT' && (flagged(it, 1) || flagged(it, 4));

/** `it` carries a SYN of a connection that is not the one of `before`, all of which started earlier. */
const opensAnother = (it: PlainRecord, before: readonly PlainRecord[]): boolean => {
  const mine = before.filter((other) => from(other) === from(it));
  const theirs = before.filter((other) => from(other) !== from(it));
  if (!flagged(it, 2)) return false;
  if (mine.some(closes)) return true;
  return mine.length > 0 && theirs.some(closes);
};

/** What one end got through in one second, or was rejected of it. */
type Part = { readonly sender: string; readonly isRejected: boolean; readonly flags: number | null };

const partOf = (it: PlainRecord, together: readonly PlainRecord[]): Part => {
  const isRejected = it.action === 'REJECT';
  const flags = together
    .filter((other) => from(other) === from(it) && (other.action === 'REJECT') === isRejected)
    .flatMap(({ tcpFlags }) => (tcpFlags === null ? [] : [tcpFlags]));
  return {
    sender: from(it),
    isRejected,
    flags: flags.length === 0 ? null : flags.reduce((all, more) => all | more),
  };
};

/**
 * What of the records of one second is of a connection older than the one that somebody asks for in it, with a SYN alone.
 * Of that one each side says SYN before anything else gets through; if it refuses, RST.
 */
const olderOf = (together: readonly PlainRecord[]): readonly PlainRecord[] => {
  const parts = together.map((it) => partOf(it, together));
  const withSyn = parts.filter(({ flags }) => ((flags ?? 0) & 2) !== 0);
  if (!withSyn.some(({ flags }) => ((flags ?? 0) & 16) === 0)) return [];
  return together.filter((_, i) => {
    const { sender, isRejected, flags } = parts[i] as Part;
    if (flags === null) return false;
    const mine = withSyn.filter((it) => it.sender === sender);
    const isBegun = isRejected ? mine.length > 0 : mine.some((it) => !it.isRejected);
    const mayRefuse = (flags & 4) !== 0 && withSyn.some((it) => it.sender !== sender && !it.isRejected);
    return !isBegun && !mayRefuse;
  });
};

/** The records by the second they start; what a second has of an older connection comes before the rest. */
const inSteps = (records: readonly PlainRecord[]): PlainRecord[][] =>
  [...new Set(records.map((it) => it.start))]
    .sort((a, b) => a - b)
    .flatMap((start) => {
      const together = records.filter((it) => it.start === start);
      const older = olderOf(together);
      return [older, together.filter((it) => !older.includes(it))].map((them) => [...them]);
    })
    .filter((them) => them.length > 0);

export type PlainOptions = {
  /** Seconds, or by the record. */
  readonly delta: number | ((it: PlainRecord) => number);
  readonly policy?: 'relative' | 'absolute' | 'infinite';
};

/** The records of one pair of ends, cut into conversations. */
const cut = (
  records: readonly PlainRecord[],
  { delta, policy = 'relative' }: PlainOptions,
): PlainRecord[][] => {
  const deltaOf = typeof delta === 'number' ? () => delta : delta;
  const widest = (them: readonly PlainRecord[]) => Math.max(...them.map(deltaOf));
  const latest = (them: readonly PlainRecord[]) => Math.max(...them.map((it) => it.end));
  const found: PlainRecord[][] = [];
  for (const together of inSteps(records)) {
    const start = together[0]?.start as number;
    const sameSecond = records.filter((it) => it.start === start);
    const current = found.at(-1) ?? [];
    const first = current.filter((it) => it.start === current[0]?.start);
    const isOver =
      policy !== 'infinite' &&
      (start > latest(current) + widest([...current, ...sameSecond]) ||
        (policy === 'absolute' && start > latest(first) + widest(first)));
    if (current.length === 0 || isOver || together.some((it) => opensAnother(it, current)))
      found.push([...together]);
    else current.push(...together);
  }
  return found;
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

const conversationOf = (members: readonly PlainRecord[]): PlainConversation => {
  const sends = [...new Set(members.map((it) => `${from(it)} ${it.action}`))];
  return {
    between: between(members[0] as PlainRecord),
    flows: sends.map((text) =>
      flowOf(
        text,
        members.filter((it) => `${from(it)} ${it.action}` === text),
      ),
    ),
  };
};

/** The conversations of records in any order. */
export const conversationsOf = (
  records: readonly PlainRecord[],
  options: PlainOptions,
): readonly PlainConversation[] => {
  const pairs = [...new Set(records.map(between))];
  return inPlainOrder(
    pairs.flatMap((pair) =>
      cut(
        records.filter((it) => between(it) === pair),
        options,
      ).map(conversationOf),
    ),
  );
};

/** The same for records without flags, by comparing every two of them: what hangs together is one. */
export const hangTogether = (
  records: readonly PlainRecord[],
  delta: number,
): readonly PlainConversation[] => {
  const label = records.map((_, i) => i);
  for (const [i, a] of records.entries())
    for (const [j, b] of records.entries())
      if (isNear(a, b, delta)) {
        const [old, kept] = [label[j], label[i]];
        for (const [k] of records.entries()) if (label[k] === old) label[k] = kept as number;
      }
  return inPlainOrder(
    [...new Set(label)].map((one) => conversationOf(records.filter((_, i) => label[i] === one))),
  );
};
