import type { NatGateway, NatGatewayAddress } from '../../network/nat-gateway.js';
import type { Doubt } from '../place.js';

/** An address in the zone of the sender, if there is one: a regional gateway has its own in each zone. */
export const ownAddress = ({ addresses }: NatGateway, zone: string | null): NatGatewayAddress | undefined => {
  const usable = addresses.filter(
    ({ privateAddress, publicAddress }) => (privateAddress ?? publicAddress) !== null,
  );
  return usable.find(({ availabilityZone }) => zone !== null && availabilityZone === zone) ?? usable[0];
};

/** A regional gateway that is not in the sender's zone: it may take up to an hour to get there, and one that is told where to be never does. */
export const isElsewhere = ({ addresses }: NatGateway, zone: string | null): boolean =>
  zone !== null &&
  addresses.every(({ availabilityZone }) => availabilityZone !== null && availabilityZone !== zone);

export const zoneDoubt = (id: string): Doubt => ({
  reason: 'not-modelled',
  component: 'nat-gateway',
  id,
  missing: [{ kind: 'nat-gateway', id, needs: `aws ec2 describe-nat-gateways --nat-gateway-ids ${id}` }],
});
