import { equals } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { isSilent } from '../../conversation/conversation.js';
import type { Group, GroupSighting } from '../../conversation/group.js';
import type { Network } from '../../network/network.js';
import { isNatGatewayInterface } from '../../path/holder.js';
import { hasPorts } from '../../traffic/protocol.js';

/** A NAT gateway sends from port 1024 on, so what comes to a lower one answers nothing of it (nat-gateway-basics.html). */
const LOWEST_NAT_PORT = 1024;

/** Something begun, with what was seen of it where. */
type Attempt = Pick<
  Group,
  'protocol' | 'initiator' | 'responder' | 'directionEvidence' | 'initiatorProven'
> & { readonly sightings: readonly Pick<GroupSighting, 'observationPoint' | 'reverse'>[] };

/** Whether an address is that of the NAT gateway, by which nobody behind it is meant. */
const gatewayHolding = (
  network: Network,
  observationPoint: string,
  { responder }: Attempt,
): string | null => {
  const own = network.interfaces.get(observationPoint);
  for (const { id, addresses } of network.natGateways.values()) {
    const isHere = id === observationPoint || addresses.some((at) => at.interfaceId === observationPoint);
    const held = addresses.flatMap((at) => [at.privateAddress, at.publicAddress]);
    if (isHere && held.some((one) => one !== null && equals(one, responder.address))) return id;
  }
  if (own === undefined || !isNatGatewayInterface(own)) return null;
  return own.privateAddresses.some((one) => equals(one, responder.address)) ? own.id : null;
};

/** Nothing that a NAT gateway sent can have this as its answer, as far as flags and ports tell. */
const opensSomething = ({ protocol, initiatorProven, directionEvidence, responder: { port } }: Attempt) =>
  initiatorProven ||
  (hasPorts(protocol) &&
    port !== null &&
    (port < LOWEST_NAT_PORT || directionEvidence.includes('service-port')));

/**
 * The NAT gateway (by its id, else by that of its interface) that somebody on the internet tried to speak to; else null.
 * It takes nothing that comes from there unasked, though its interface shows ACCEPT where the network ACL lets it in.
 * https://repost.aws/knowledge-center/vpc-analyze-inbound-traffic-nat-gateway
 */
export const unsolicitedAt = (network: Network, it: Attempt): string | null => {
  if (isPrivate(it.initiator.address) || !opensSomething(it)) return null;
  if (!it.sightings.every(({ reverse }) => isSilent(reverse))) return null;
  const [first, ...more] = it.sightings.map(({ observationPoint }) =>
    gatewayHolding(network, observationPoint, it),
  );
  return first != null && more.every((one) => one === first) ? first : null;
};
