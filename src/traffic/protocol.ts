/** An IANA protocol number, 0 to 255. AWS spells one protocol in three ways; here it is always the number. */
export type Protocol = number;

/** The IANA number of ICMP over IPv4. */
export const ICMP = 1;
/** The IANA number of TCP. */
export const TCP = 6;
/** The IANA number of UDP. */
export const UDP = 17;
export const ICMPV6 = 58;
export const SCTP = 132;

/**
 * The EtherType of ARP: no IP protocol, so no record, rule or packet has it. It can only be asked for.
 * https://www.iana.org/assignments/ieee-802-numbers
 */
export const ARP = 0x0806;

/** What a rule says of the protocol: one protocol, or every protocol (AWS writes `-1`). */
export type ProtocolMatch = Protocol | 'all';

const numberByName: ReadonlyMap<string, Protocol> = new Map([
  ['icmp', ICMP],
  ['tcp', TCP],
  ['udp', UDP],
  ['icmpv6', ICMPV6],
]);

/**
 * Reads a protocol as AWS spells it: `tcp`, `6`, `-1`, `all`; as text or as a number. Null when it is none of these.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const parse = (spelling: string | number): ProtocolMatch | null => {
  const text = String(spelling).trim().toLowerCase();
  if (text === '-1' || text === 'all') return 'all';
  const byName = numberByName.get(text);
  if (byName !== undefined) return byName;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
};

export const matches =
  (protocol: Protocol) =>
  (rule: ProtocolMatch): boolean =>
    rule === 'all' || rule === protocol;

/** AWS's rules know ports of TCP and UDP only. */
export const hasPorts = (protocol: Protocol): boolean => protocol === TCP || protocol === UDP;

/** ICMP over IPv4 or IPv6: messages with a type and a code in the place of ports. */
export const isIcmp = (protocol: Protocol): boolean => protocol === ICMP || protocol === ICMPV6;

/** The protocol as `aws ec2` takes it in a security-group rule: a name where AWS has one, else the number. */
export const awsName = (protocol: ProtocolMatch): string => {
  if (protocol === 'all') return '-1';
  for (const [name, number] of numberByName) if (number === protocol) return name;
  return String(protocol);
};
