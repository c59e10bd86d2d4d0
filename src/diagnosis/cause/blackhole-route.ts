import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * The route that matches leads to something that is gone.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
 */
export const blackholeRoute = endsOnTheWay('blackhole-route');
