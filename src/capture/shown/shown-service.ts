import { covers } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import type { Network } from '../../network/network.js';
import { oncePer } from '../../prelude/once-per.js';
import { NOT_APPLICABLE, type Shown } from './foretold.js';

/** The services whose addresses AWS keeps in prefix lists, by the end of the list's name: `com.amazonaws.eu-west-1.s3`. */
const SERVICES: Readonly<Record<string, string>> = { s3: 'S3', dynamodb: 'DYNAMODB' };

/** The range of everything that AWS owns holds theirs, too, and a record shows one name. */
const ALL_OF_AWS = 'AMAZON';

const listsOf = oncePer((network: Network) =>
  [...network.prefixLists.values()].flatMap(({ name, entries }) => {
    const [, ending] = /^com\.amazonaws\.[a-z0-9-]+\.([a-z0-9]+)$/.exec(name ?? '') ?? [];
    const service = ending === undefined ? undefined : SERVICES[ending];
    return service === undefined || entries === null ? [] : [{ service, entries }];
  }),
);

/**
 * The service that owns an address: known of those in AWS's prefix lists for S3 and DynamoDB, where the lists were given.
 * Which service owns any other public address is not part of the configuration.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const shownService = (network: Network, owner: IpAddress): Shown => {
  if (isPrivate(owner)) return [NOT_APPLICABLE];
  const found = listsOf(network).filter(({ entries }) => entries.some((block) => covers(owner)(block)));
  return found.length === 0 ? null : [...found.map(({ service }) => service), ALL_OF_AWS];
};
