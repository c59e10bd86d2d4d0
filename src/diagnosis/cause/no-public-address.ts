import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The way leads over an internet gateway, and the interface has no public address for it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html
 */
export const noPublicAddress = endsOnTheWay('no-public-address');
