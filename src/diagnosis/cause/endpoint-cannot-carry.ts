import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The VPC endpoint does not carry this: by its state, its VPC, the protocol or the direction.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export const endpointCannotCarry = endsOnTheWay('endpoint-cannot-carry');
