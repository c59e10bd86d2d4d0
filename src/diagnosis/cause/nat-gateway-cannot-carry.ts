import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The NAT gateway does not carry this. Its interface may show ACCEPT: that is no delivery.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export const natGatewayCannotCarry = endsOnTheWay('nat-gateway-cannot-carry');
