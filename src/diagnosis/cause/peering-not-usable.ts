import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The peering connection is not active, or the addresses are not those of its two VPCs.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const peeringNotUsable = endsOnTheWay('peering-not-usable');
