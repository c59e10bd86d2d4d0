/**
 * A second opinion on what the flow-log service writes of a packet at a network interface, told in the JSON and the text
 * that AWS prints. It is written from AWS's sentences and shares nothing with `src`. Where AWS does not say which of two
 * values is shown, `draw` decides, so that both happen.
 */

export type PlainInterface = {
  readonly NetworkInterfaceId: string;
  readonly VpcId: string;
  readonly SubnetId: string;
  readonly OwnerId: string;
  readonly RequesterManaged?: boolean;
  readonly InterfaceType?: string;
  readonly AvailabilityZone?: string;
  /** The first is the primary private IPv4 address. */
  readonly PrivateIpAddresses: readonly { readonly PrivateIpAddress: string; readonly Primary?: boolean }[];
  readonly Ipv6Addresses: readonly { readonly Ipv6Address: string }[];
  readonly Attachment?: { readonly InstanceId?: string };
};

export type PlainFlowLog = {
  readonly FlowLogId: string;
  readonly ResourceId: string;
  readonly TrafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly LogFormat: string;
  readonly MaxAggregationInterval: 60 | 600;
};

/** What surrounds the interface: its subnet's zone, and the addresses of services that AWS keeps in prefix lists. */
export type PlainSurroundings = {
  readonly zoneId: string;
  /** The service and the text before the last number of each of its addresses. */
  readonly services: readonly (readonly [service: string, beginning: string])[];
};

/** One packet as it is at the interface. */
export type PlainSighting = {
  readonly egress: boolean;
  /** The other end is a network interface of the same VPC. */
  readonly isPeerInVpc: boolean;
  readonly leg: 'request' | 'reply';
  readonly action: 'ACCEPT' | 'REJECT';
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
};

type Draw = <T>(...values: readonly T[]) => T;

const isIpv6 = (address: string): boolean => address.includes(':');

/** "A flow log for a subnet or VPC" monitors "each network interface in that subnet or VPC". */
export const coversInterface = (log: PlainFlowLog, it: PlainInterface): boolean =>
  log.ResourceId === it.NetworkInterfaceId || log.ResourceId === it.SubnetId || log.ResourceId === it.VpcId;

/** "The type of traffic to monitor: ACCEPT, REJECT or ALL." */
export const keepsAction = (log: PlainFlowLog, action: string): boolean =>
  log.TrafficType === 'ALL' || log.TrafficType === action;

/**
 * "If traffic is sent to a secondary private IPv4 address, the flow log displays the primary private IPv4 address in the
 * destination IP address field." "If traffic is sent to a network interface and the destination is not any of its IP
 * addresses, the flow log displays the primary private IPv4 address in the dstaddr field." "If traffic is sent from a
 * network interface and the source is not any of its IP addresses, the flow log displays the primary private IPv4
 * address in the srcaddr field."
 */
const ownAddress = (it: PlainInterface, address: string, egress: boolean, draw: Draw): string => {
  const primary = it.PrivateIpAddresses[0]?.PrivateIpAddress ?? address;
  const own = it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress);
  if (isIpv6(address)) {
    const sixes = it.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address);
    return sixes.includes(address) ? address : draw(address, ...sixes);
  }
  if (egress && own.includes(address)) return draw(address, primary);
  return primary;
};

/** "ACK alone is not reported"; the values of the packets of one record are OR-ed. */
const flags = ({ protocol, leg }: PlainSighting, draw: Draw): string => {
  if (protocol !== 6) return draw('0', '-');
  const seen = leg === 'request' ? [2, 1, 4] : [18, 1, 4];
  return String(seen.reduce((sum, flag) => (draw(true, false) ? sum | flag : sum), 0));
};

const version = (fields: readonly string[]): string => {
  const of: Readonly<Record<string, number>> = {
    'az-id': 4,
    'sublocation-type': 4,
    'sublocation-id': 4,
    'pkt-src-aws-service': 5,
    'pkt-dst-aws-service': 5,
    'ecs-cluster-arn': 7,
    'ecs-task-id': 7,
    'instance-tag': 11,
    'next-hop-interface-id': 11,
    'vpc-id': 3,
    'subnet-id': 3,
    'instance-id': 3,
    'tcp-flags': 3,
    type: 3,
    'pkt-srcaddr': 3,
    'pkt-dstaddr': 3,
    region: 4,
    'flow-direction': 5,
    'traffic-path': 5,
    'reject-reason': 8,
    'resource-id': 9,
    'encryption-status': 10,
    'interface-type': 11,
  };
  return String(Math.max(2, ...fields.map((field) => of[field] ?? 2)));
};

/** The fields of a format: `${version} ${srcaddr}`. */
export const fieldsOf = ({ LogFormat }: PlainFlowLog): readonly string[] =>
  LogFormat.split(' ').map((field) => field.replace('${', '').replace('}', ''));

/** "us-west-2a" lies in us-west-2, and so does the Local Zone "us-west-2-lax-1a". */
const regionOf = (zone: string): string => {
  const words = zone.split('-');
  const digit = words.findIndex((word) => /^\d/.test(word));
  return [...words.slice(0, digit), (words[digit] as string).slice(0, 1)].join('-');
};

const isLocalZone = (zone: string): boolean => zone.split('-').length > 3;

/** Private addresses are of no service; of others only AWS knows, but for those in its prefix lists. */
const serviceOf = (address: string, around: PlainSurroundings, draw: Draw): string => {
  if (/^(10|fd)/.test(address)) return '-';
  const found = around.services.find(([, beginning]) => address.startsWith(beginning));
  return found === undefined ? draw('-', 'EC2', 'CLOUDFRONT') : draw(found[0], 'AMAZON');
};

/** The text of one field of the record. */
const textOf = (
  field: string,
  it: PlainInterface,
  seen: PlainSighting,
  around: PlainSurroundings,
  draw: Draw,
): string => {
  const zone = it.AvailabilityZone ?? 'us-west-2a';
  const hasPorts = seen.protocol === 6 || seen.protocol === 17;
  switch (field) {
    case 'account-id':
      return it.RequesterManaged === true ? draw(it.OwnerId, 'unknown') : it.OwnerId;
    case 'interface-id':
      return it.NetworkInterfaceId;
    case 'srcaddr':
      return seen.egress ? ownAddress(it, seen.source, true, draw) : seen.source;
    case 'dstaddr':
      return seen.egress ? seen.destination : ownAddress(it, seen.destination, false, draw);
    case 'srcport':
      return hasPorts ? String(seen.sourcePort) : '0';
    case 'dstport':
      return hasPorts ? String(seen.destinationPort) : '0';
    case 'protocol':
      return String(seen.protocol);
    case 'action':
      return seen.action;
    case 'log-status':
      return 'OK';
    case 'vpc-id':
      return it.VpcId;
    case 'subnet-id':
      return it.SubnetId;
    case 'instance-id':
      return it.Attachment?.InstanceId ?? '-';
    case 'tcp-flags':
      return flags(seen, draw);
    case 'type':
      return isIpv6(seen.source) ? 'IPv6' : 'IPv4';
    case 'pkt-srcaddr':
      return seen.source;
    case 'pkt-dstaddr':
      return seen.destination;
    case 'region':
      return regionOf(zone);
    case 'az-id':
      return isLocalZone(zone) ? '-' : draw(around.zoneId, '-');
    case 'sublocation-type':
      return isLocalZone(zone) ? draw('localzone', 'wavelength') : draw('-', 'outpost');
    case 'sublocation-id':
    case 'ecs-cluster-arn':
    case 'ecs-task-id':
    case 'instance-tag':
    case 'next-hop-interface-id':
      return draw('-', 'anything');
    case 'pkt-src-aws-service':
      return serviceOf(seen.source, around, draw);
    case 'pkt-dst-aws-service':
      return serviceOf(seen.destination, around, draw);
    case 'flow-direction':
      return seen.egress ? 'egress' : 'ingress';
    case 'traffic-path':
      if (!seen.egress) return '-';
      // "Through another resource in the same VPC" is 1.
      return seen.isPeerInVpc ? '1' : draw('1', '2', '3', '4', '5', '6', '7', '8', '-');
    case 'reject-reason':
    case 'resource-id':
      return '-';
    case 'encryption-status':
      return draw('0', '1', '-');
    case 'interface-type':
      return ['nat_gateway', 'network_load_balancer', 'transit_gateway', 'vpc_endpoint'].includes(
        it.InterfaceType ?? '',
      )
        ? (it.InterfaceType as string)
        : '-';
    case 'packets':
      return draw('1', '20');
    case 'bytes':
      return draw('60', '4249');
    case 'start':
    case 'end':
      return draw('1418530010', '1418530070');
    default:
      throw new Error(`the oracle does not know ${field}`);
  }
};

/** The record that this flow log writes, field by field; null when it writes none. */
export const writtenBy = (
  log: PlainFlowLog,
  it: PlainInterface,
  seen: PlainSighting,
  around: PlainSurroundings,
  draw: Draw,
): ReadonlyMap<string, string> | null => {
  if (!coversInterface(log, it) || !keepsAction(log, seen.action)) return null;
  const fields = fieldsOf(log);
  return new Map(
    fields.map((field) => [
      field,
      field === 'version' ? version(fields) : textOf(field, it, seen, around, draw),
    ]),
  );
};

/**
 * The window of the record that a packet sent at this time is in. "When a network interface is attached to a Nitro-based
 * instance, the aggregation interval is always 1 minute or less, regardless of the specified maximum."
 */
export const windowOf = (
  log: PlainFlowLog,
  sentAt: number,
  isNitro: boolean,
  pick: (from: number, to: number) => number,
): { readonly start: number; readonly end: number } => {
  const longest = isNitro ? 60 : log.MaxAggregationInterval;
  // "This might be up to 60 seconds after the packet was transmitted or received", and before: of either time.
  const first = pick(sentAt - longest, sentAt);
  const last = pick(sentAt, first + longest);
  return { start: pick(first - 60, first + 60), end: pick(last, last + 60) };
};

/** An attachment of a transit gateway, in AWS's words. */
export type PlainAttachment = {
  readonly TransitGatewayAttachmentId: string;
  readonly TransitGatewayId: string;
};

/**
 * The record that a flow log of a transit gateway writes of a packet at an attachment. "You can create a flow log for a
 * transit gateway" or "a transit gateway attachment"; the records have no action, and no address is replaced.
 */
export const writtenAtAttachment = (
  log: PlainFlowLog,
  it: PlainAttachment,
  seen: PlainSighting,
  around: PlainSurroundings,
  draw: Draw,
): ReadonlyMap<string, string> | null => {
  if (log.ResourceId !== it.TransitGatewayAttachmentId && log.ResourceId !== it.TransitGatewayId) return null;
  const hasPorts = seen.protocol === 6 || seen.protocol === 17;
  const texts: Readonly<Record<string, string>> = {
    version: '6',
    'resource-type': 'TransitGateway',
    'tgw-id': it.TransitGatewayId,
    'tgw-attachment-id': it.TransitGatewayAttachmentId,
    srcaddr: seen.source,
    dstaddr: seen.destination,
    srcport: hasPorts ? String(seen.sourcePort) : '0',
    dstport: hasPorts ? String(seen.destinationPort) : '0',
    protocol: String(seen.protocol),
    'log-status': 'OK',
    type: isIpv6(seen.source) ? 'IPv6' : 'IPv4',
    'tcp-flags': flags(seen, draw),
    'flow-direction': seen.egress ? 'egress' : 'ingress',
    'pkt-src-aws-service': serviceOf(seen.source, around, draw),
    'pkt-dst-aws-service': serviceOf(seen.destination, around, draw),
  };
  return new Map(fieldsOf(log).map((field) => [field, texts[field] ?? draw('-', 'anything')]));
};
