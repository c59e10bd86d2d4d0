import * as Addresses from '../address/address-set.js';
import { type Family, type IpAddress, print } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import * as Headers from '../traffic/header-set.js';
import type { IcmpTypeCode } from '../traffic/icmp.js';
import { ALL_PORTS, type PortRange } from '../traffic/ports.js';
import { hasPorts, ICMP, ICMPV6, type Protocol } from '../traffic/protocol.js';
import * as Traffic from '../traffic/traffic-set.js';
import { type AddressPart, addressParts } from './address-partition.js';
import { blockerCode, componentOf } from './blocker.js';
import type { Ends } from './endpoint.js';
import { owns } from './holder.js';
import { areEnds, type EndName, findEnds, type UnknownEnds, unknownName } from './named-end.js';
import type { LegVerdict, PathBlocker } from './passage.js';
import { groupsOnTheWay, portParts } from './port-partition.js';
import { blockersOf, type Reach, reach } from './reach.js';

/** What is asked of many packets at once; at least one of `from`, `to` and `port` is `any`. */
export type AnyQuestion = {
  readonly from: EndName | 'any';
  readonly to: EndName | 'any';
  readonly protocol: Protocol;
  readonly port: number | 'any' | null;
  readonly sourcePorts: PortRange | null;
  readonly icmp: IcmpTypeCode | null;
};

/** Packets that share a fate. */
export type ReachSet = {
  readonly verdict: LegVerdict;
  /** The first blocker, or the first reason for which it is not known; null where all passes. */
  readonly because: { readonly code: string; readonly component: string | null } | null;
  readonly headers: Headers.HeaderSet;
};

type Ask = {
  readonly from: EndName;
  readonly to: EndName;
  readonly part: AddressPart | null;
};

const familyOf = (network: Network, name: EndName, protocol: Protocol): readonly Family[] => {
  if (protocol === ICMPV6) return [6];
  if (protocol === ICMP) return [4];
  if (name.kind === 'address') return [name.address.family];
  const interfaces = [...network.interfaces.values()].filter((it) =>
    name.kind === 'interface' ? it.id === name.id : it.instanceId === name.id,
  );
  const families = new Set(interfaces.flatMap((it) => it.privateAddresses.map(({ family }) => family)));
  return [...families].sort();
};

const asksOf = (network: Network, { from, to, protocol }: AnyQuestion): readonly Ask[] => {
  const named = from === 'any' ? to : from;
  const parts: readonly (AddressPart | null)[] =
    from !== 'any' && to !== 'any'
      ? [null]
      : named === 'any'
        ? []
        : familyOf(network, named, protocol).flatMap((family) => addressParts(network, family));
  return parts.map((part): Ask => {
    const other: EndName = { kind: 'address', address: part?.witness as IpAddress };
    return { from: from === 'any' ? other : from, to: to === 'any' ? other : to, part };
  });
};

const becauseOf = (it: Reach): ReachSet['because'] => {
  const { request, reply } = blockersOf(it);
  const [first] = [...request, ...reply];
  if (first !== undefined) return codeAndComponent(first);
  const [doubt] = [...it.request.course.doubts, ...(it.reply?.course.doubts ?? [])];
  return doubt === undefined ? null : { code: doubt.reason, component: doubt.id };
};

/** The code of a blocker and the id of what blocks. */
export const codeAndComponent = (it: PathBlocker): { readonly code: string; readonly component: string } =>
  it.kind === 'routing'
    ? { code: it.at.code, component: it.at.component }
    : { code: blockerCode(it.at), component: componentOf(it.at) };

const trafficOf = ({ protocol, icmp }: AnyQuestion, port: PortRange | null): Traffic.TrafficSet => {
  if (port !== null && hasPorts(protocol))
    return Traffic.between(protocol, Traffic.portSet(ALL_PORTS), Traffic.portSet(port));
  return icmp === null
    ? Traffic.ofProtocol(protocol)
    : Traffic.ofSelectors(protocol, [icmp.type * 256 + icmp.code, icmp.type * 256 + icmp.code + 1]);
};

const headersOf = (
  question: AnyQuestion,
  part: AddressPart | null,
  port: PortRange | null,
  ends: Ends,
): Headers.HeaderSet => {
  const { from, to } = question;
  const own = (address: IpAddress) => Addresses.ofAddress(address);
  const set = part?.set ?? Addresses.EMPTY;
  return Headers.between(
    from === 'any' ? set : own(ends.initiator.address),
    to === 'any' ? set : own(ends.responder.address),
    trafficOf(question, port),
  );
};

/** What a host says to its own private address never leaves it. */
const isItself = ({ initiator, responder }: Ends): boolean =>
  initiator.kind === 'interface' &&
  owns(initiator.interface, initiator.address) &&
  owns(initiator.interface, responder.address);

/** The named end that is in no answer, if there is one: nothing can be said of its reach. */
export const unknownEnd = (network: Network, { from, to }: AnyQuestion): UnknownEnds | null =>
  [from, to].flatMap((name) => (name === 'any' ? [] : (unknownName(network, name) ?? []))).at(0) ?? null;

type OverPort = { readonly range: PortRange | null; readonly reach: Reach };

/** One packet of every class of ports that is asked for. */
const overPorts = (network: Network, question: AnyQuestion, ends: Ends): readonly OverPort[] => {
  const { protocol, sourcePorts, icmp, port } = question;
  const judged = (destinationPort: number | null): Reach =>
    reach(network, {
      ends,
      sourcePorts,
      packet: {
        source: ends.initiator.address,
        destination: ends.responder.address,
        protocol,
        sourcePort: sourcePorts?.from ?? null,
        destinationPort,
        icmp,
      },
    });
  if (port !== 'any')
    return [{ range: port === null ? null : { from: port, to: port }, reach: judged(port) }];
  const first = judged(0);
  return portParts(network, protocol, ends, groupsOnTheWay(network, first)).map((range) => ({
    range,
    reach: range.from === 0 ? first : judged(range.from),
  }));
};

const keyOf = ({ verdict, because }: Pick<ReachSet, 'verdict' | 'because'>): string =>
  JSON.stringify([verdict, because]);

/**
 * What becomes of every packet that the question stands for. The address space and the ports are cut where anything in
 * the network tells them apart, one packet of each piece is judged, and pieces of one fate are put together.
 */
export const reachAny = (network: Network, question: AnyQuestion): readonly ReachSet[] => {
  const found = new Map<string, ReachSet>();
  for (const { from, to, part } of asksOf(network, question)) {
    const ends = findEnds(network, from, to, print);
    if (!areEnds(ends) || isItself(ends)) continue;
    for (const { range, reach: one } of overPorts(network, question, ends)) {
      const fate = { verdict: one.verdict, because: one.verdict === 'allowed' ? null : becauseOf(one) };
      const headers = headersOf(question, part, range, ends);
      const known = found.get(keyOf(fate));
      found.set(keyOf(fate), {
        ...fate,
        headers: known === undefined ? headers : Headers.union(known.headers, headers),
      });
    }
  }
  return [...found.values()];
};
