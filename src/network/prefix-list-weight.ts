import type { PrefixList } from './prefix-list.js';

/**
 * For how many entries a list of AWS counts in a resource, by the end of its name.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ['origin-facing', 55],
  ['dynamodb', 1],
  ['s3', 1],
  ['s3express', 6],
  ['ec2-instance-connect', 2],
  ['groundstation', 5],
  ['route53-healthchecks', 25],
  ['vpc-lattice', 10],
]);

/**
 * How many rules a rule counts for that names this list: a list of one's own as many as it may hold, a list of AWS its weight,
 * and 1 where that is not known.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const weightOfList = ({ name, maxEntries }: Pick<PrefixList, 'name' | 'maxEntries'>): number =>
  maxEntries ?? WEIGHTS.get(name?.split('.').at(-1) ?? '') ?? 1;
