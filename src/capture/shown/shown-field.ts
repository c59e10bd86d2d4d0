import { print } from '../../address/ip-address.js';
import { interfacesWithAddress, vpcHolds } from '../../network/look-up.js';
import { type FieldName, VPC_FIELDS } from '../../record/field.js';
import { type RecordFormat, TRANSIT_GATEWAY_FORMAT, versionOf } from '../../record/record-format.js';
import { TCP } from '../../traffic/protocol.js';
import { interfaceOf, type Place } from '../passage.js';
import { type Foretold, NOT_APPLICABLE, only, type Predictor, type Shown } from './foretold.js';
import { isAddressOf, shownAddress, shownPort } from './shown-end.js';
import { shownService } from './shown-service.js';
import { shownRegion, shownSublocationType, shownZoneId } from './shown-zone.js';

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

/** Security groups and network ACLs are never named as a reason. */
const rejectReason: Predictor = ({ action, otherRejecter }) =>
  action === 'ACCEPT' || otherRejecter === null ? [NOT_APPLICABLE] : [otherRejecter, NOT_APPLICABLE];

/**
 * What records of a transit gateway show: the packet as it is, at the attachment where it comes in and where it goes out.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
 */
const transitGatewayPredictors: { readonly [Name in FieldName]?: Predictor } = {
  'resource-type': () => ['TransitGateway'],
  'tgw-id': ({ at, network }) =>
    only(at.kind === 'interface' ? null : network.transitGatewayAttachments.get(at.id)?.transitGatewayId),
  'tgw-attachment-id': ({ at }) => only(at.kind === 'interface' ? null : at.id),
  srcaddr: ({ packet }) => [print(packet.source)],
  dstaddr: ({ packet }) => [print(packet.destination)],
  srcport: (it) => shownPort(it, 'sourcePort'),
  dstport: (it) => shownPort(it, 'destinationPort'),
  protocol: ({ packet }) => [String(packet.protocol)],
  'log-status': () => ['OK'],
  type: ({ packet }) => [packet.source.family === 4 ? 'IPv4' : 'IPv6'],
  'tcp-flags': tcpFlags,
  'flow-direction': ({ direction }) => [direction],
  'pkt-src-aws-service': ({ network, packet }) => shownService(network, packet.source),
  'pkt-dst-aws-service': ({ network, packet }) => shownService(network, packet.destination),
};

const predictorsAt = ({ kind }: Place) =>
  kind === 'transit-gateway-attachment' ? transitGatewayPredictors : predictors;

const NOTHING: Predictor = () => null;

/** What each field shows. `version` follows from the format. */
const predictors: { readonly [Name in FieldName]?: Predictor } = {
  'account-id': accountId,
  'interface-id': (it) => [interfaceOf(it)?.id ?? NOT_APPLICABLE],
  srcaddr: (it) => shownAddress(it, 'source'),
  dstaddr: (it) => shownAddress(it, 'destination'),
  srcport: (it) => shownPort(it, 'sourcePort'),
  dstport: (it) => shownPort(it, 'destinationPort'),
  protocol: ({ packet }) => [String(packet.protocol)],
  action: ({ action }) => only(action),
  'log-status': () => ['OK'],
  'vpc-id': (it) => only(interfaceOf(it)?.vpcId),
  'subnet-id': (it) => (interfaceOf(it) === null ? [NOT_APPLICABLE] : only(interfaceOf(it)?.subnetId)),
  'instance-id': (it) => [interfaceOf(it)?.instanceId ?? NOT_APPLICABLE],
  'tcp-flags': tcpFlags,
  type: ({ packet }) => [packet.source.family === 4 ? 'IPv4' : 'IPv6'],
  'pkt-srcaddr': ({ packet }) => [print(packet.source)],
  'pkt-dstaddr': ({ packet }) => [print(packet.destination)],
  region: shownRegion,
  'az-id': shownZoneId,
  'sublocation-type': shownSublocationType,
  'pkt-src-aws-service': ({ network, packet }) => shownService(network, packet.source),
  'pkt-dst-aws-service': ({ network, packet }) => shownService(network, packet.destination),
  'flow-direction': ({ direction }) => [direction],
  'traffic-path': trafficPath,
  'reject-reason': rejectReason,
  'resource-id': ({ at }) => [at.kind === 'interface' ? NOT_APPLICABLE : at.id],
  'encryption-status': () => ['0', '1', '2', '3', NOT_APPLICABLE],
  'interface-type': interfaceType,
};

const named = (reason: NotDescribed, names: RegExp): { readonly [Name in FieldName]?: NotDescribed } =>
  Object.fromEntries(VPC_FIELDS.filter(({ name }) => names.test(name)).map(({ name }) => [name, reason]));

/** Fields that the expectation does not carry, with the reason: no answer that is read tells them. */
export const NOT_FORETOLD: { readonly [Name in FieldName]?: 'counted' | 'timed' | NotDescribed } = {
  packets: 'counted',
  bytes: 'counted',
  start: 'timed',
  end: 'timed',
  'sublocation-id': 'sublocation',
  ...named('container', /^ecs-/),
  ...named('tag', /-tag(-2)?$/),
  ...named('next-hop', /^next-hop-/),
};

type NotDescribed =
  /** Of an Outpost, a Local Zone or a Wavelength Zone; how AWS writes it is not documented. */
  | 'sublocation'
  /** What runs on an interface is told by Amazon ECS. */
  | 'container'
  /** Which tag keys a flow log shows stands in its TagFieldSpecifications, tags in answers of their own. */
  | 'tag'
  /** Absent in many cases, as AWS lists. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html */
  | 'next-hop';

/** What a record of this format shows, field by field in its order. */
export const shown = (format: RecordFormat, it: Foretold): ReadonlyMap<string, Shown> =>
  new Map(
    format.fields.map((field) => [
      field,
      field === 'version'
        ? only(versionOf(format)?.toString())
        : (predictorsAt(it.at)[field as FieldName] ?? NOTHING)(it),
    ]),
  );

const EVERY_FIELD: RecordFormat = { fields: VPC_FIELDS.map(({ name }) => name) };

/** Every field that flow logs of this place can have. */
export const everyFieldAt = ({ kind }: Place): RecordFormat =>
  kind === 'transit-gateway-attachment' ? TRANSIT_GATEWAY_FORMAT : EVERY_FIELD;
