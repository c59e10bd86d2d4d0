import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The transit gateway has no usable attachment in the zone of the sender, or no route to the destination.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-vpc-attachments.html
 */
export const transitGatewayDoesNotForward = endsOnTheWay('transit-gateway-does-not-forward');
