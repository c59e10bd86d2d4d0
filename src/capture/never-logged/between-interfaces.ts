import { covers } from '../../address/cidr.js';
import { equals, type IpAddress } from '../../address/ip-address.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { oncePer } from '../../prelude/once-per.js';
import { type AskedTraffic, type Matcher, perhaps, sure } from './likeness.js';

/** The types of the interfaces at each address, but for the plain ones; older answers say only of an endpoint which are its. */
const typesByAddress = oncePer((network: Network): ReadonlyMap<IpAddress['value'], readonly string[]> => {
  const ofEndpoints = new Set([...network.vpcEndpoints.values()].flatMap(({ interfaceIds }) => interfaceIds));
  const found = new Map<IpAddress['value'], readonly string[]>();
  for (const { id, type, privateAddresses } of network.interfaces.values()) {
    const known = ofEndpoints.has(id) ? 'vpc_endpoint' : type;
    if (known === null || known === 'interface') continue;
    for (const { value } of privateAddresses) found.set(value, [...(found.get(value) ?? []), known]);
  }
  return found;
});

export const matchInterfaceTypes: Matcher<'interface-types'> = (network, asked, { types: [one, other] }) => {
  const byAddress = typesByAddress(network);
  const [from, to] = [asked.source, asked.destination].map((end) =>
    end === null ? [] : byAddress.get(end.value),
  );
  if (from === undefined || to === undefined) return 'no';
  return sure((from.includes(one) && to.includes(other)) || (from.includes(other) && to.includes(one)));
};

const holds =
  (address: IpAddress) =>
  (it: NetworkInterface | undefined): boolean =>
    it !== undefined &&
    (it.privateAddresses.some((own) => equals(own, address)) || it.prefixes.some(covers(address)));

/** Whether both addresses belong to one interface. */
export const isSameHost = (network: Network, { source, destination }: AskedTraffic): boolean => {
  if (source === null || destination === null) return false;
  if (equals(source, destination)) return true;
  // Addresses of delegated prefixes are found by the other end.
  const candidates = [source, destination].flatMap((end) => interfacesWithAddress(network, end));
  return candidates.some((it) => holds(source)(it) && holds(destination)(it));
};

/** The target of mirroring records what it gets; only where it is sent is nothing logged. */
const reachesAKnownTarget = (network: Network, { destination, interfaceId }: AskedTraffic): boolean => {
  if (destination === null) return false;
  if (interfaceId !== null) return holds(destination)(network.interfaces.get(interfaceId));
  return interfacesWithAddress(network, destination).length > 0;
};

/** An overlay network of one's own uses VXLAN too, and is logged. */
export const matchMirrored: Matcher<'mirrored'> = (network, asked, { protocol, port }) =>
  perhaps(
    asked.port === port &&
      (asked.protocol === null || asked.protocol === protocol) &&
      !reachesAKnownTarget(network, asked),
  );
