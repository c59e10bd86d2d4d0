import { isPrivate } from '../../address/special-ranges.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { EPHEMERAL_ANY } from '../../traffic/ports.js';
import { type Carried, withNewPorts, withSource } from '../carried.js';
import type { Move, Stop, Travel } from '../place.js';
import { componentStop } from './stop.js';

const visited = ({ stops }: Travel, id: string): boolean =>
  stops.some((stop) => stop.kind === 'component' && stop.component === 'appliance' && stop.id === id);

/** A NAT instance: what goes to the internet leaves with its own address, which has a public one. */
const translates = (it: NetworkInterface, { packet }: Carried): boolean =>
  packet.destination.family === 4 &&
  !isPrivate(packet.destination) &&
  it.publicAddresses.length > 0 &&
  it.primaryIpv4 !== null;

/**
 * A packet for somebody else reached an instance that may take it (its source/destination check is off). One with a
 * public address is taken for a NAT instance where the packet goes to the internet; what any other does is not known,
 * and the packet is followed as if it were passed on unchanged.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html
 */
export const throughAppliance = (
  travel: Travel,
  it: NetworkInterface,
  stops: readonly Stop[],
  carried: Carried,
): Move => {
  const next = { at: 'leaving', interface: it } as const;
  if (travel.leg === 'request' && translates(it, carried)) {
    const after = withNewPorts(
      withSource(carried, it.primaryIpv4 as Carried['packet']['source']),
      EPHEMERAL_ANY,
      it.id,
    );
    return {
      stops: [...stops, componentStop('appliance', it.id, carried, { after, identity: 'lost' })],
      carried: after,
      next,
      assumes: ['instance-translates-source'],
      remembers: { id: it.id, before: carried, after, answeredFrom: null, interface: it },
    };
  }
  return {
    stops: [...stops, componentStop('appliance', it.id, carried, { identity: 'lost' })],
    carried,
    next: visited(travel, it.id) ? { kind: 'unknown' } : next,
    doubts: [{ reason: 'not-modelled', component: 'appliance', id: it.id, missing: [] }],
  };
};
