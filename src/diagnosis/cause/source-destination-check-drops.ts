import { endsOnTheWay } from './ends-on-the-way.js';

/**
 * A route leads to an interface that takes only packets addressed to it.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
 */
export const sourceDestinationCheckDrops = endsOnTheWay('source-destination-check-drops');
