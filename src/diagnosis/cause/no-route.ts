import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * A route table on the way has no route to the destination, or the route leads where nothing takes it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export const noRoute = endsOnTheWay('no-route');
