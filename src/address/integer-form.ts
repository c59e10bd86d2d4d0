/**
 * Addresses as integers, parsed without an object per octet: the form for log lines, of which there are millions.
 * `ip-num` serves configuration and is the oracle that tests hold this file against.
 */

/** The 32-bit value of a dotted-quad IPv4 address, or -1 when the text is none. Leading zeros are refused, as `010` may mean 8. */
export const ipv4Integer = (text: string): number => {
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      if (octet === 0) return -1;
      octet = (octet < 0 ? 0 : octet * 10) + (code - 48);
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
};

const group = /^[0-9a-f]{1,4}$/i;

const groupsOf = (text: string): readonly bigint[] | null => {
  if (text === '') return [];
  const parts = text.split(':');
  return parts.every((part) => group.test(part)) ? parts.map((part) => BigInt(`0x${part}`)) : null;
};

/** `::ffff:192.0.2.1` as `::ffff:c000:201` (RFC 4291, 2.2); null when what follows the last colon is neither form. */
const withoutDottedQuad = (text: string): string | null => {
  if (!text.includes('.')) return text;
  const last = text.lastIndexOf(':') + 1;
  const value = ipv4Integer(text.slice(last));
  if (last === 0 || value < 0) return null;
  return `${text.slice(0, last)}${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`;
};

/** The 128-bit value of an IPv6 address, or null when the text is none. Zone ids (`%eth0`) are refused. */
export const ipv6Integer = (text: string): bigint | null => {
  const halves = withoutDottedQuad(text)?.split('::') ?? [];
  if (halves.length === 0 || halves.length > 2) return null;
  const head = groupsOf(halves[0] as string);
  const tail = halves.length === 2 ? groupsOf(halves[1] as string) : [];
  if (head === null || tail === null) return null;
  const zeros = 8 - head.length - tail.length;
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return null;
  return [...head, ...Array<bigint>(zeros).fill(0n), ...tail].reduce((sum, part) => (sum << 16n) | part, 0n);
};

export const printIpv4 = (value: number): string =>
  `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;

/** The text of RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`. */
export const printIpv6 = (value: bigint): string => {
  const groups = Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(112 - 16 * i)) & 0xffffn));
  const run = longestZeroRun(groups);
  const hex = (part: readonly number[]) => part.map((g) => g.toString(16)).join(':');
  if (run.length < 2) return hex(groups);
  return `${hex(groups.slice(0, run.start))}::${hex(groups.slice(run.start + run.length))}`;
};

const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((g, i) => {
    if (g !== 0) start = i + 1;
    else if (i + 1 - start > best.length) best = { start, length: i + 1 - start };
  });
  return best;
};
