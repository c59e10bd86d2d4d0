import type { NatGateway } from '../../../network/nat-gateway.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { NatGatewayId } from '../../../resource/id.js';
import { reply } from '../../../traffic/packet.js';
import { hasPorts, ICMP, TCP } from '../../../traffic/protocol.js';
import { ACK, type Datagram, RST } from '../datagram.js';
import type { Running } from '../running.js';
import { owns } from './addresses.js';
import { lost, type Spot, type Step } from './step.js';

/** The NAT gateway that an interface belongs to; null: it is an interface of something else. */
export const gatewayBehind = (network: Network, it: NetworkInterface): NatGateway | null =>
  [...network.natGateways.values()].find(({ addresses }) =>
    addresses.some(({ interfaceId }) => interfaceId === it.id),
  ) ?? null;

/** A route leads to a NAT gateway of a subnet: over the network ACL of that subnet to its interface. */
export const intoNatGateway = (run: Running, spot: Spot, id: NatGatewayId, packet: Datagram): Step => {
  const gateway = run.network().natGateways.get(id);
  const at = run.network().interfaces.get(gateway?.addresses[0]?.interfaceId ?? '');
  if (gateway === undefined || at === undefined || gateway.state !== 'available') return lost('nat-gateway');
  if (gateway.vpcId !== spot.vpcId || gateway.availability !== 'zonal') return lost('nat-gateway');
  // A route of its own subnet that leads back to the gateway leads nowhere.
  if (owns(at, packet.header.source)) return lost('nat-gateway');
  const crossesSubnet = at.subnetId !== spot.subnetId;
  const arrival = { crossesSubnet, link: 'plain', isAutomaticallyTracked: true } as const;
  return { does: 'arrive', interface: at, packet, arrival };
};

const sendOn = (it: NetworkInterface, packet: Datagram): Step => ({
  does: 'leave',
  interface: it,
  packet,
  forwards: true,
});

/** "It returns an RST packet to any resources behind the NAT gateway that attempt to continue the connection." */
const reset = (it: NetworkInterface, packet: Datagram): Step => ({
  does: 'end',
  fate: { kind: 'lost', because: 'nat-gateway' },
  answeredBy: sendOn(it, { header: reply(packet.header), flags: RST | ACK, bytes: 40 }),
});

/**
 * "A NAT gateway supports the following protocols: TCP, UDP, and ICMP." It writes its own private address and a port of its
 * own into what goes out, and the client's into what comes back.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export const throughNatGateway = (
  run: Running,
  gateway: NatGateway,
  it: NetworkInterface,
  packet: Datagram,
): Step => {
  const { header } = packet;
  if (!hasPorts(header.protocol) && header.protocol !== ICMP) return lost('nat-gateway');
  const table = run.translationsOf(gateway.id);
  const now = run.clock.now();
  if (owns(it, header.destination)) {
    const client = table.inward(packet, now);
    if (client === null) return lost('nat-gateway');
    const translated = { ...header, destination: client.address, destinationPort: client.port };
    return sendOn(it, { ...packet, header: translated });
  }
  const own = it.primaryIpv4;
  if (own === null) return lost('nat-gateway');
  const translation = table.outward(packet, now);
  if (translation === 'timed-out') return header.protocol === TCP ? reset(it, packet) : lost('nat-gateway');
  if (translation === 'never-opened') return lost('nat-gateway');
  const translated = { ...header, source: own, sourcePort: translation.port };
  return sendOn(it, { ...packet, header: translated });
};
