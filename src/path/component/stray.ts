import { equals } from '../../address/ip-address.js';
import type { VpcId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import type { Ending, Travel } from '../place.js';
import { blockedBy } from '../routing-blocker.js';

/**
 * A packet whose destination stands for one interface and that comes out in another VPC, which has the same address:
 * blocks overlap, and the local route keeps it there. Null for every other packet.
 * https://docs.aws.amazon.com/vpc/latest/peering/peering-configurations-partial-access.html
 */
export const strayedInto = (
  vpcId: VpcId | null,
  { leg, ends }: Travel,
  { packet }: Carried,
): Ending | null => {
  const meant = leg === 'request' ? ends.responder : ends.initiator;
  if (meant.kind === 'outside' || vpcId === null || meant.interface.vpcId === null) return null;
  if (meant.interface.vpcId === vpcId || !equals(meant.address, packet.destination)) return null;
  return leg === 'request'
    ? blockedBy('no-route', 'address-is-of-this-vpc-too', 'DISCONNECTED_VPCS', vpcId, packet)
    : blockedBy('asymmetric-path', 'address-is-of-this-vpc-too', null, vpcId, packet);
};
