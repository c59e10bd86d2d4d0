import { networkAclOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import { EPHEMERAL_ANY, type PortRange } from '../traffic/ports.js';
import type { Endpoint, Ends } from './endpoint.js';

/** Where the answer to "which ports does this initiator use" comes from. */
export type EphemeralPorts = {
  readonly range: PortRange;
  /** `asked`: the question named them. `observed`: ports that no system chooses by itself (below 1024) were seen, so these are taken and no others. */
  readonly reason: 'instance' | 'windows-instance' | 'any-initiator' | 'observed' | 'asked';
};

/** Linux chooses from 32768 on and Windows from 49152, so this holds both. */
const EPHEMERAL_INSTANCE: PortRange = { from: 32768, to: 65535 };

/** Windows Server 2008 and later. */
const EPHEMERAL_WINDOWS: PortRange = { from: 49152, to: 65535 };

/** What the initiator's kind says, whatever was seen of it. */
const byKind = (network: Network, initiator: Endpoint): EphemeralPorts => {
  const instanceId = initiator.kind === 'interface' ? initiator.interface.instanceId : null;
  if (instanceId === null) return { range: EPHEMERAL_ANY, reason: 'any-initiator' };
  return network.instances.get(instanceId)?.platform === 'windows'
    ? { range: EPHEMERAL_WINDOWS, reason: 'windows-instance' }
    : { range: EPHEMERAL_INSTANCE, reason: 'instance' };
};

/**
 * The source ports that an initiator may use. NAT gateways, load balancers, Lambda functions and anything unknown use
 * 1024-65535. https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html
 */
export const ephemeralPorts = (
  network: Network,
  initiator: Endpoint,
  observed: readonly number[] = [],
): EphemeralPorts => {
  const lowest = observed.reduce((least, port) => Math.min(least, port), EPHEMERAL_ANY.to);
  const highest = observed.reduce((most, port) => Math.max(most, port), 0);
  if (observed.length > 0 && highest < EPHEMERAL_ANY.from)
    return { range: { from: lowest, to: highest }, reason: 'observed' };
  const usual = byKind(network, initiator);
  if (lowest >= usual.range.from) return usual;
  return { range: { ...EPHEMERAL_ANY, from: Math.min(EPHEMERAL_ANY.from, lowest) }, reason: 'any-initiator' };
};

const portBounds = (network: Network, end: Endpoint): readonly number[] => {
  const subnetId = end.kind === 'interface' ? end.interface.subnetId : null;
  const acl = subnetId === null ? undefined : networkAclOf(network, subnetId);
  return (acl?.entries ?? []).flatMap(({ ports }) => (ports === null ? [] : [ports.from, ports.to + 1]));
};

/**
 * One port for each class of source ports that no network ACL entry tells apart: the reply to any other port of the
 * class meets the same entries. Security groups never look at a source port.
 */
export const sourcePortClasses = (
  network: Network,
  ends: Ends,
  ports: readonly number[],
): readonly number[] => {
  const bounds = [...portBounds(network, ends.initiator), ...portBounds(network, ends.responder)];
  const classOf = (port: number): number => Math.max(-1, ...bounds.filter((bound) => bound <= port));
  const seen = new Set<number>();
  return ports.filter((port) => {
    const its = classOf(port);
    return !seen.has(its) && seen.add(its);
  });
};

/** One source port of each class that occurs in the range. */
export const sourcePortsToJudge = (network: Network, ends: Ends, range: PortRange): readonly number[] => {
  const bounds = [...portBounds(network, ends.initiator), ...portBounds(network, ends.responder)];
  return [range.from, ...bounds.filter((port) => port > range.from && port <= range.to)]
    .filter((port, index, all) => all.indexOf(port) === index)
    .sort((a, b) => a - b);
};
