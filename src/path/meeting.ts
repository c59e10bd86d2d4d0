import { overlap } from '../address/cidr.js';
import type { Network } from '../network/network.js';
import type { InterfaceId } from '../resource/id.js';

/**
 * Whether two interfaces can see the same packets with the same addresses: not when they are in different VPCs whose
 * blocks overlap, as such VPCs cannot be connected. What is not known does not keep them apart.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const canMeet =
  (network: Network) =>
  (a: InterfaceId, b: InterfaceId): boolean => {
    const [here, there] = [a, b].map((id) => network.interfaces.get(id)?.vpcId ?? null);
    if (here === null || there === null || here === undefined || there === undefined || here === there)
      return true;
    const others = network.vpcs.get(there)?.cidrs ?? [];
    return !(network.vpcs.get(here)?.cidrs ?? []).some((block) =>
      others.some((other) => overlap(block, other)),
    );
  };
