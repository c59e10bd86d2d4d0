import {
  ADDRESS,
  COUNT,
  type ColumnType,
  id,
  like,
  oneOf,
  PORT,
  PROTOCOL,
  SMALL,
  TAG,
  TEXT,
  TIME,
  VERSION,
} from './column-type.js';

const field = <const Name extends string, const Type extends ColumnType>(
  name: Name,
  version: number,
  type: Type,
  meaning: string,
) => ({ name, version, type, meaning });

const ACCOUNT = like(/^(\d{12}|unknown)$/);
const REGION = like(/^[a-z]{2,3}(-[a-z]+)+-\d$/);
const AVAILABILITY_ZONE = like(/^[a-z]{2,4}\d-[a-z]+\d?-?(az)?\d+$/);

/**
 * Every field of a VPC flow log, in AWS's order; a field that AWS adds is one more row here.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const VPC_FIELDS = [
  field('version', 2, VERSION, 'the highest version among the fields of the format'),
  field('account-id', 2, ACCOUNT, 'owner of the recorded interface, or `unknown`'),
  field('interface-id', 2, id('eni-'), 'the recorded interface; `-` for a regional NAT gateway'),
  field(
    'srcaddr',
    2,
    ADDRESS,
    'sender of incoming traffic; the private address of the interface for outgoing',
  ),
  field(
    'dstaddr',
    2,
    ADDRESS,
    'destination of outgoing traffic; the private address of the interface for incoming',
  ),
  field('srcport', 2, PORT, 'source port; 0 for ICMP'),
  field('dstport', 2, PORT, 'destination port; 0 for ICMP'),
  field('protocol', 2, PROTOCOL, 'IANA protocol number'),
  field('packets', 2, COUNT, 'packets in this record'),
  field('bytes', 2, COUNT, 'bytes in this record; never filled for Block Public Access'),
  field('start', 2, TIME, 'when the first packet of the interval was received'),
  field('end', 2, TIME, 'when the last packet of the interval was received'),
  field('action', 2, oneOf('ACCEPT', 'REJECT'), 'what security groups and network ACLs decided'),
  field('log-status', 2, oneOf('OK', 'NODATA', 'SKIPDATA'), 'whether records exist for the interval'),
  field('vpc-id', 3, id('vpc-'), 'VPC of the interface'),
  field('subnet-id', 3, id('subnet-'), 'subnet of the interface'),
  field('instance-id', 3, id('i-'), 'instance of the interface, if you own it'),
  field('tcp-flags', 3, SMALL, 'supported TCP flags, OR-ed over the interval'),
  field('type', 3, like(/^(IPv4|IPv6|EFA)$/), 'IPv4, IPv6 or EFA'),
  field('pkt-srcaddr', 3, ADDRESS, 'source address in the packet itself'),
  field('pkt-dstaddr', 3, ADDRESS, 'destination address in the packet itself'),
  field('region', 4, REGION, 'Region of the interface'),
  field('az-id', 4, AVAILABILITY_ZONE, 'id of the Availability Zone'),
  field('sublocation-type', 4, like(/^(wavelength|outpost|localzone)$/), 'wavelength, outpost or localzone'),
  field('sublocation-id', 4, TEXT, 'id of the sublocation'),
  field('pkt-src-aws-service', 5, like(/^[A-Z0-9_]+$/), 'AWS service that owns pkt-srcaddr'),
  field('pkt-dst-aws-service', 5, like(/^[A-Z0-9_]+$/), 'AWS service that owns pkt-dstaddr'),
  field('flow-direction', 5, oneOf('ingress', 'egress'), 'the way through the interface'),
  field('traffic-path', 5, SMALL, 'the way outgoing traffic takes, 1 to 8'),
  field('ecs-cluster-arn', 7, id('arn:'), 'ARN of the ECS cluster'),
  field('ecs-cluster-name', 7, TEXT, 'name of the ECS cluster'),
  field('ecs-container-instance-arn', 7, id('arn:'), 'ARN of the ECS container instance; `-` on Fargate'),
  field('ecs-container-instance-id', 7, TEXT, 'id of the ECS container instance; `-` on Fargate'),
  field('ecs-container-id', 7, TEXT, 'Docker runtime id of the first container'),
  field('ecs-second-container-id', 7, TEXT, 'Docker runtime id of the second container'),
  field('ecs-service-name', 7, TEXT, 'name of the ECS service that started the task'),
  field('ecs-task-definition-arn', 7, id('arn:'), 'ARN of the ECS task definition'),
  field('ecs-task-arn', 7, id('arn:'), 'ARN of the ECS task'),
  field('ecs-task-id', 7, TEXT, 'id of the ECS task'),
  field('reject-reason', 8, like(/^[A-Z]+$/), 'BPA or EC; `-` for security groups and network ACLs'),
  field('resource-id', 9, TEXT, 'id of a regional NAT gateway'),
  field('encryption-status', 10, SMALL, '0 none, 1 Nitro, 2 application, 3 both'),
  field('instance-tag', 11, TAG, 'value of the first configured instance tag'),
  field('instance-tag-2', 11, TAG, 'value of the second configured instance tag'),
  field('interface-tag', 11, TAG, 'value of the first configured interface tag'),
  field('interface-tag-2', 11, TAG, 'value of the second configured interface tag'),
  field('asg-tag', 11, TAG, 'value of the first configured Auto Scaling group tag'),
  field('asg-tag-2', 11, TAG, 'value of the second configured Auto Scaling group tag'),
  field('interface-type', 11, like(/^[a-z_]+$/), 'kind of the interface, where AWS manages it'),
  field('next-hop-interface-id', 11, id('eni-'), 'interface that receives (egress) or sent (ingress)'),
  field('next-hop-subnet-id', 11, id('subnet-'), 'subnet of the next hop'),
  field('next-hop-az-id', 11, AVAILABILITY_ZONE, 'Availability Zone id of the next hop'),
  field('next-hop-vpc-id', 11, id('vpc-'), 'VPC of the next hop'),
  field('next-hop-interface-type', 11, like(/^[a-z_]+$/), 'kind of the next-hop interface'),
] as const;

/**
 * The fields that only transit gateway flow logs have. Such a log has no `action`.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
 */
export const TRANSIT_GATEWAY_FIELDS = [
  field('resource-type', 6, like(/^TransitGateway/), 'kind of the recorded resource'),
  field('tgw-id', 6, id('tgw-'), 'transit gateway'),
  field('tgw-attachment-id', 6, id('tgw-attach-'), 'attachment the traffic came through'),
  field('tgw-src-vpc-account-id', 6, ACCOUNT, 'owner of the source VPC'),
  field('tgw-dst-vpc-account-id', 6, ACCOUNT, 'owner of the destination VPC'),
  field('tgw-src-vpc-id', 6, id('vpc-'), 'source VPC'),
  field('tgw-dst-vpc-id', 6, id('vpc-'), 'destination VPC'),
  field('tgw-src-subnet-id', 6, id('subnet-'), 'subnet of the source'),
  field('tgw-dst-subnet-id', 6, id('subnet-'), 'subnet of the destination'),
  field('tgw-src-eni', 6, id('eni-'), 'source attachment interface'),
  field('tgw-dst-eni', 6, id('eni-'), 'destination attachment interface'),
  field('tgw-src-az-id', 6, AVAILABILITY_ZONE, 'Availability Zone id of the source'),
  field('tgw-dst-az-id', 6, AVAILABILITY_ZONE, 'Availability Zone id of the destination'),
  field('tgw-pair-attachment-id', 6, id('tgw-attach-'), 'attachment the traffic left through'),
  field('packets-lost-no-route', 6, COUNT, 'packets lost because no route was given'),
  field('packets-lost-blackhole', 6, COUNT, 'packets lost to a blackhole route'),
  field('packets-lost-mtu-exceeded', 6, COUNT, 'packets lost because they exceeded the MTU'),
  field('packets-lost-ttl-expired', 6, COUNT, 'packets lost because their time to live ran out'),
] as const;

/** Every field there is. */
export const FIELDS = [...VPC_FIELDS, ...TRANSIT_GATEWAY_FIELDS] as const;

export type Field = (typeof FIELDS)[number];
/** AWS's name of a field, with hyphens, as in a record's header. */
export type FieldName = Field['name'];

type OfKind<Kind extends ColumnType['kind']> = Extract<
  Field,
  { readonly type: { readonly kind: Kind } }
>['name'];
export type IntegerFieldName = OfKind<'integer'>;
export type TextFieldName = OfKind<'text'>;
export type AddressFieldName = OfKind<'address'>;

type ValueOf<Type> = Type extends { readonly kind: 'integer' }
  ? number
  : Type extends { readonly values: readonly (infer Value)[] }
    ? Value
    : string;

/** What a record holds for a field; null for `-`. */
export type FieldValue<Name extends FieldName> = ValueOf<
  Extract<Field, { readonly name: Name }>['type']
> | null;

const byName: ReadonlyMap<string, Field> = new Map(FIELDS.map((field) => [field.name, field]));

/** The field of this name, or null when AWS has added it since. */
export const fieldNamed = (name: string): Field | null => byName.get(name) ?? null;

/** How a field is kept; one that is not in the catalogue is kept as text. */
export const typeOf = (name: string): ColumnType => fieldNamed(name)?.type ?? TEXT;
