import * as fc from 'fast-check';
import type { IpAddress } from '../../address/ip-address.js';
import type { NetworkAclEntry } from '../../network/network-acl.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import { echoRequest } from '../../traffic/icmp.js';
import type { Packet } from '../../traffic/packet.js';
import type { PortRange } from '../../traffic/ports.js';
import { hasPorts, ICMP, ICMPV6, isIcmp, type Protocol, TCP, UDP } from '../../traffic/protocol.js';
import { addressesNear, ipv4Addresses } from './addresses.js';

const ports = fc.integer({ min: 0, max: 65_535 });

const packet = (
  protocol: Protocol,
  source: IpAddress,
  destination: IpAddress,
  sourcePort: number,
  destinationPort: number,
): Packet => ({
  source,
  destination,
  protocol,
  sourcePort: hasPorts(protocol) ? sourcePort : null,
  destinationPort: hasPorts(protocol) ? destinationPort : null,
  icmp: isIcmp(protocol) ? echoRequest(protocol) : null,
});

/** Any packets over IPv4. */
export const packets: fc.Arbitrary<Packet> = fc
  .tuple(fc.constantFrom(TCP, UDP, ICMP), ipv4Addresses, ipv4Addresses, ports, ports)
  .map((parts) => packet(...parts));

/** Ports at the ends of a range, and just outside. */
const portsNear = ({ from, to }: PortRange): fc.Arbitrary<number> =>
  fc.constantFrom(
    ...new Set([from, to, from - 1, to + 1].map((port) => Math.min(65_535, Math.max(0, port)))),
  );

type Judged = SecurityGroupRule | NetworkAclEntry;

/** The block that a rule names; one that names a group or a prefix list stands for the members it is asked about. */
const blockOf = (it: Judged) => {
  if (!('peer' in it)) return it.cidr;
  return it.peer.kind === 'cidr' ? it.peer.cidr : null;
};

/** Mostly the rule's own protocol. */
const protocolsFor = ({ protocol }: Judged, isIpv6: boolean): fc.Arbitrary<Protocol> => {
  const others = [TCP, UDP, isIpv6 ? ICMPV6 : ICMP];
  return protocol === 'all'
    ? fc.constantFrom(...others)
    : fc.constantFrom(protocol, protocol, protocol, ...others);
};

const nearOne = (it: Judged, own: IpAddress): fc.Arbitrary<Packet> => {
  const block = blockOf(it);
  const peers = block === null ? fc.constant(own) : addressesNear(block);
  const range = it.ports ?? { from: 0, to: 65_535 };
  return fc
    .tuple(protocolsFor(it, own.family === 6), peers, portsNear(range), ports)
    .map(([protocol, peer, port, other]) =>
      it.direction === 'ingress'
        ? packet(protocol, peer, own, other, port)
        : packet(protocol, own, peer, other, port),
    );
};

/**
 * Packets to or from `own` at the edges of these rules or entries, where a mistake would show: addresses at both ends of
 * a block, ports at both ends of a range. Without a rule, any packets.
 */
export const packetsNear = (judged: readonly Judged[], own: IpAddress): fc.Arbitrary<Packet> => {
  const near = judged
    .filter((it) => (blockOf(it)?.network.family ?? own.family) === own.family)
    .map((it) => nearOne(it, own));
  return near.length === 0 ? packets : fc.oneof(...near);
};
