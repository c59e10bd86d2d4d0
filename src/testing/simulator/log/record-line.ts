import { covers } from '../../../address/cidr.js';
import { type IpAddress, print } from '../../../address/ip-address.js';
import type { FlowLog } from '../../../network/flow-log.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import { fieldNamed } from '../../../record/field.js';
import { DEFAULT_FORMAT } from '../../../record/record-format.js';
import { TCP } from '../../../traffic/protocol.js';
import type { Aggregate } from './aggregation.js';

type Times = { readonly start: number; readonly end: number };
type Value = string | number | null;

export const fieldsOf = ({ logFormat }: FlowLog): readonly string[] => logFormat ?? DEFAULT_FORMAT.fields;

/** "The highest version among the specified fields": https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const versionOf = (fields: readonly string[]): number =>
  Math.max(...fields.map((name) => fieldNamed(name)?.version ?? 2));

/** What every line of an interface has, whether it saw traffic or not. */
const ofInterface = (
  it: NetworkInterface,
  times: Times,
  status: string,
): Readonly<Record<string, Value>> => ({
  'account-id': it.ownerId,
  'interface-id': it.id,
  start: times.start,
  end: times.end,
  'log-status': status,
});

const regionOf = (zone: string | null): string | null => zone?.slice(0, -1) ?? null;

/** `eu-west-1a` as `euw1-az1`. Which letter is which zone differs by account; here they are in order. */
const zoneIdOf = (zone: string | null): string | null => {
  const parts = /^([a-z]{2})-([a-z])[a-z]*-(\d)([a-z])$/.exec(zone ?? '');
  if (parts === null) return null;
  const [, country, way, number, letter] = parts;
  return `${country}${way}${number}-az${(letter as string).charCodeAt(0) - 96}`;
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, `interface-type`. */
const TYPES = ['nat_gateway', 'network_load_balancer', 'transit_gateway', 'vpc_endpoint'];

const typeOf = ({ type }: NetworkInterface): string | null =>
  type !== null && TYPES.includes(type) ? type : null;

/**
 * "The name of the subset of IP address ranges" of the service that has the address; here of those whose prefix list is in the
 * network. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const serviceOf = ({ prefixLists }: Network, address: IpAddress): string | null => {
  const list = [...prefixLists.values()].find(
    ({ ownerId, entries }) => ownerId === 'AWS' && (entries ?? []).some(covers(address)),
  );
  return list?.name?.split('.').at(-1)?.toUpperCase() ?? null;
};

/** "`-`: not an instance that you own", as for interfaces that AWS manages. */
const ofTraffic = (network: Network, it: Aggregate): Readonly<Record<string, Value>> => ({
  srcaddr: print(it.source),
  dstaddr: print(it.destination),
  srcport: it.header.sourcePort ?? 0,
  dstport: it.header.destinationPort ?? 0,
  protocol: it.header.protocol,
  packets: it.packets,
  // "VPC BPA flow logs do not include bytes", whatever was asked for.
  bytes: it.rejectReason === 'BPA' ? null : it.bytes,
  action: it.action,
  'vpc-id': it.interface.vpcId,
  'subnet-id': it.interface.subnetId,
  'instance-id': it.interface.requesterManaged ? null : it.interface.instanceId,
  'tcp-flags': it.header.protocol === TCP ? it.flags : 0,
  type: it.header.source.family === 4 ? 'IPv4' : 'IPv6',
  'pkt-srcaddr': print(it.header.source),
  'pkt-dstaddr': print(it.header.destination),
  'pkt-src-aws-service': serviceOf(network, it.header.source),
  'pkt-dst-aws-service': serviceOf(network, it.header.destination),
  region: regionOf(it.interface.availabilityZone),
  'az-id': zoneIdOf(it.interface.availabilityZone),
  'interface-type': typeOf(it.interface),
  'flow-direction': it.direction,
  'reject-reason': it.rejectReason,
  'traffic-path': it.direction === 'egress' ? it.trafficPath : null,
});

const lineOf = (fields: readonly string[], values: Readonly<Record<string, Value>>): string =>
  fields.map((name) => (name === 'version' ? versionOf(fields) : (values[name] ?? '-'))).join(' ');

export const recordLine = (network: Network, flowLog: FlowLog, it: Aggregate, times: Times): string =>
  lineOf(fieldsOf(flowLog), { ...ofInterface(it.interface, times, 'OK'), ...ofTraffic(network, it) });

/** "NODATA: there was no network traffic"; "SKIPDATA: some flow log records were skipped". */
export const emptyLine = (
  flowLog: FlowLog,
  it: NetworkInterface,
  times: Times,
  status: 'NODATA' | 'SKIPDATA',
): string => lineOf(fieldsOf(flowLog), ofInterface(it, times, status));
