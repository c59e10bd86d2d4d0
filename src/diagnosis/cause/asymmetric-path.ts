import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The reply takes another way than the request, through something that has not seen the request.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export const asymmetricPath = endsOnTheWay('asymmetric-path');
