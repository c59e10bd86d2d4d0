import { isPrivate } from '../../../address/special-ranges.js';
import type { GatewayId, VpcId } from '../../../resource/id.js';
import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import { behindPublicAddress, holderIn, publicAddressOf } from './addresses.js';
import { seePublicAccess } from './passing.js';
import { blocksIn } from './public-access.js';
import type { WayBack } from './return-table.js';
import { ended, lost, type Step } from './step.js';

const isAttached = (run: Running, id: GatewayId | null, vpcId: VpcId | null): boolean =>
  [...run.network().internetGateways.values()].some(
    (it) => !it.egressOnly && (id === null || it.id === id) && vpcId !== null && it.vpcIds.includes(vpcId),
  );

/**
 * "The internet gateway logically provides the one-to-one NAT on behalf of your instance": what leaves carries the public
 * address, what comes in the private one. Private destinations it does not know.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const outThroughInternetGateway = (
  run: Running,
  vpcId: VpcId | null,
  id: GatewayId,
  packet: Datagram,
): Step => {
  const source = publicAddressOf(run.network(), vpcId, packet.header.source);
  if (!isAttached(run, id, vpcId)) return lost('gateway-not-attached');
  if (source === null) return lost('no-public-address');
  if (isPrivate(packet.header.destination)) return lost('private-destination');
  const sent = { ...packet, header: { ...packet.header, source } };
  if (behindPublicAddress(run.network(), packet.header.destination) !== null)
    return { does: 'come-in', packet: sent };
  const to = { kind: 'outside', address: packet.header.destination } as const;
  return ended({ kind: 'delivered', to, packet: sent });
};

/** What an egress-only gateway or a gateway endpoint was asked for comes back to whoever has the address. */
const answered = (run: Running, way: WayBack, packet: Datagram): Step => {
  const it = holderIn(run.network(), way.vpcId, packet.header.destination);
  if (it === null) return lost('nobody-there');
  const arrival = {
    crossesSubnet: true,
    link: 'plain',
    isAutomaticallyTracked: way.isAutomaticallyTracked,
  } as const;
  return { does: 'arrive', interface: it, packet, arrival };
};

/** A packet from outside: an answer, or one to a public address of the network. */
export const comeIn = (run: Running, packet: Datagram): Step => {
  const way = run.returns.find(packet.header);
  return way === null ? inThroughInternetGateway(run, packet) : answered(run, way, packet);
};

const inThroughInternetGateway = (run: Running, packet: Datagram): Step => {
  const behind = behindPublicAddress(run.network(), packet.header.destination);
  if (behind === null) return lost('nobody-there');
  if (!isAttached(run, null, behind.interface.vpcId)) return lost('gateway-not-attached');
  const header = { ...packet.header, destination: behind.privateAddress };
  const arrived = { ...packet, header };
  if (blocksIn(run.network(), behind.interface)) {
    seePublicAccess(run, { interface: behind.interface, direction: 'ingress', packet: arrived });
    return lost('public-access');
  }
  const arrival = { crossesSubnet: true, link: 'plain', isAutomaticallyTracked: false } as const;
  return { does: 'arrive', interface: behind.interface, packet: arrived, arrival };
};
