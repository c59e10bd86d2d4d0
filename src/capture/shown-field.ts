import { covers } from '../address/cidr.js';
import { equals, type IpAddress, print } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { interfacesWithAddress, vpcHolds } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { type FieldName, VPC_FIELDS } from '../record/field.js';
import { type RecordFormat, versionOf } from '../record/record-format.js';
import { hasPorts, TCP } from '../traffic/protocol.js';
import { interfaceOf, type Passage } from './passage.js';

/** A record that is foretold: what passes, where, and what became of it. */
export type Foretold = Omit<Passage, 'fate' | 'isCertain'> & {
  readonly network: Network;
  readonly action: 'ACCEPT' | 'REJECT';
};

/** The values that a field can show, as the log spells them; null where nothing is foretold. */
export type Shown = readonly string[] | null;

type Predictor = (it: Foretold) => Shown;

const only = (value: string | null | undefined): Shown => (value == null ? null : [value]);
const isAddressOf = (own: NetworkInterface, address: IpAddress): boolean =>
  own.privateAddresses.some((one) => equals(one, address));
const NOTHING: Predictor = () => null;
const NOT_APPLICABLE = '-';

/** The IPv6 end of the interface; AWS does not say what a forwarded packet shows. */
const ownIpv6 = (own: NetworkInterface, address: IpAddress): Shown => {
  if (isAddressOf(own, address)) return [print(address)];
  return [address, ...own.privateAddresses.filter(({ family }) => family === 6)].map(print);
};

/**
 * The end of the interface itself. Where a packet comes in for another address than the primary private IPv4 one, "the
 * dstaddr field displays the primary private IPv4 address"; so does srcaddr where one goes out from an address that is
 * not the interface's. AWS does not say it of outgoing packets from secondary addresses, nor of delegated prefixes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const ownEnd = (it: Foretold, address: IpAddress): Shown => {
  const own = interfaceOf(it);
  if (own === null) return [print(address)];
  if (address.family === 6) return ownIpv6(own, address);
  if (own.primaryIpv4 === null) return null;
  const primary = print(own.primaryIpv4);
  const isUnclear =
    own.prefixes.some(covers(address)) || (it.direction === 'egress' && isAddressOf(own, address));
  return isUnclear ? [...new Set([primary, print(address)])] : [primary];
};

const address = (it: Foretold, end: 'source' | 'destination'): Shown => {
  const isOwnEnd = (it.direction === 'egress') === (end === 'source');
  return isOwnEnd ? ownEnd(it, it.packet[end]) : [print(it.packet[end])];
};

const port = ({ packet }: Foretold, end: 'sourcePort' | 'destinationPort'): Shown => {
  if (!hasPorts(packet.protocol)) return ['0'];
  return packet[end] === null ? null : [String(packet[end])];
};

/** FIN 1, SYN 2, RST 4 and SYN-ACK 18, OR-ed over the packets of a record; other flags are not shown. */
const REQUEST_FLAGS = ['0', '1', '2', '3', '4', '5', '6', '7'];
const REPLY_FLAGS = ['0', '1', '4', '5', '18', '19', '22', '23'];

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html; of other protocols than TCP it says nothing. */
const tcpFlags: Predictor = ({ packet, leg }) => {
  if (packet.protocol !== TCP) return ['0', NOT_APPLICABLE];
  return leg === 'request' ? REQUEST_FLAGS : REPLY_FLAGS;
};

const SAME_VPC = '1';
const WAYS = ['1', '2', '3', '4', '5', '6', '7', '8', NOT_APPLICABLE];

/** Egress only. Another resource of the VPC is 1; which of the ways a packet takes outside is not foretold. */
const trafficPath: Predictor = (it) => {
  if (it.direction === 'ingress') return [NOT_APPLICABLE];
  const vpcId = interfaceOf(it)?.vpcId ?? null;
  if (vpcId === null) return WAYS;
  const { destination } = it.packet;
  const isInside = interfacesWithAddress(it.network, destination, vpcId).some((one) =>
    isAddressOf(one, destination),
  );
  return isInside && vpcHolds(it.network, vpcId, destination) ? [SAME_VPC] : WAYS;
};

/** The services own public addresses; which of them owns one is not part of the configuration. */
const awsService = (owner: IpAddress): Shown => (isPrivate(owner) ? [NOT_APPLICABLE] : null);

/** `ap-southeast-2a` is a zone of ap-southeast-2; a Local Zone (`us-west-2-lax-1a`) lies in one, too. */
const region: Predictor = (it) =>
  only(/^[a-z]{2,3}(-[a-z]+)+-\d/.exec(interfaceOf(it)?.availabilityZone ?? '')?.[0]);

const isPlainZone = (zone: string | null | undefined): boolean =>
  /^[a-z]{2,3}(-[a-z]+)+-\d[a-z]$/.test(zone ?? '');

/** An Outpost lies in a plain zone, too. */
const sublocation = (it: Foretold, inOutpost: Shown): Shown =>
  isPlainZone(interfaceOf(it)?.availabilityZone) && inOutpost !== null
    ? [NOT_APPLICABLE, ...inOutpost]
    : null;

const MANAGED_TYPES = ['nat_gateway', 'network_load_balancer', 'transit_gateway', 'vpc_endpoint'];

const interfaceType: Predictor = (it) => {
  const own = interfaceOf(it);
  if (own === null) return ['regional_nat_gateway'];
  if (own.type === null) return null;
  return [MANAGED_TYPES.includes(own.type) ? own.type : NOT_APPLICABLE];
};

/** Best effort: of interfaces that AWS services create the owner may be `unknown`. */
const accountId: Predictor = (it) => {
  const own = interfaceOf(it);
  if (own === null || own.ownerId === null) return null;
  return own.requesterManaged ? [own.ownerId, 'unknown'] : [own.ownerId];
};

/** What each field shows; a field that is not here is not foretold. `version` follows from the format. */
const predictors: { readonly [Name in FieldName]?: Predictor } = {
  'account-id': accountId,
  'interface-id': (it) => [interfaceOf(it)?.id ?? NOT_APPLICABLE],
  srcaddr: (it) => address(it, 'source'),
  dstaddr: (it) => address(it, 'destination'),
  srcport: (it) => port(it, 'sourcePort'),
  dstport: (it) => port(it, 'destinationPort'),
  protocol: ({ packet }) => [String(packet.protocol)],
  action: ({ action }) => [action],
  'log-status': () => ['OK'],
  'vpc-id': (it) => only(interfaceOf(it)?.vpcId),
  'subnet-id': (it) => (interfaceOf(it) === null ? [NOT_APPLICABLE] : only(interfaceOf(it)?.subnetId)),
  'instance-id': (it) => [interfaceOf(it)?.instanceId ?? NOT_APPLICABLE],
  'tcp-flags': tcpFlags,
  type: ({ packet }) => [packet.source.family === 4 ? 'IPv4' : 'IPv6'],
  'pkt-srcaddr': ({ packet }) => [print(packet.source)],
  'pkt-dstaddr': ({ packet }) => [print(packet.destination)],
  region,
  'sublocation-type': (it) => sublocation(it, ['outpost']),
  'pkt-src-aws-service': ({ packet }) => awsService(packet.source),
  'pkt-dst-aws-service': ({ packet }) => awsService(packet.destination),
  'flow-direction': ({ direction }) => [direction],
  'traffic-path': trafficPath,
  'reject-reason': () => [NOT_APPLICABLE],
  'resource-id': ({ at }) => [at.kind === 'interface' ? NOT_APPLICABLE : at.id],
  'encryption-status': () => ['0', '1', '2', '3', NOT_APPLICABLE],
  'interface-type': interfaceType,
};

/** What a record of this format shows, field by field in its order. Security groups and network ACLs are never named as a reason. */
export const shown = (format: RecordFormat, it: Foretold): ReadonlyMap<string, Shown> =>
  new Map(
    format.fields.map((field) => [
      field,
      field === 'version'
        ? only(versionOf(format)?.toString())
        : (predictors[field as FieldName] ?? NOTHING)(it),
    ]),
  );

/** Every field that VPC flow logs can have. */
export const EVERY_FIELD: RecordFormat = { fields: VPC_FIELDS.map(({ name }) => name) };
