import type { IpAddress } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import {
  type AddressColumn,
  addressAt,
  addresses,
  type RecordBatch,
  texts,
} from '../../record/record-batch.js';

/**
 * How a record names the owner of `pkt-srcaddr` or `pkt-dstaddr`, where that is a health checker of Route 53.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const NAME = 'ROUTE53_HEALTHCHECKS';

/** AWS has a few thousand of them; a log that names more is damaged. */
const MOST_KNOWN = 65_536;

/** IPv4 addresses as numbers, IPv6 addresses as bigints. */
export type HealthCheckers = Set<number | bigint>;

/** Most batches name none, which their dictionary tells without a look at the rows. */
const noteSide = (
  known: HealthCheckers,
  batch: RecordBatch,
  service: 'pkt-src-aws-service' | 'pkt-dst-aws-service',
  address: AddressColumn | null,
): void => {
  const named = texts(batch, service);
  const code = named?.dictionary.indexOf(NAME) ?? -1;
  if (named === null || address === null || code < 0) return;
  for (let row = 0; row < batch.length && known.size < MOST_KNOWN; row++) {
    if (named.codes[row] !== code) continue;
    const found = addressAt(address, row);
    if (found !== null && !isPrivate(found)) known.add(found.value);
  }
};

/** Notes which addresses the records of a batch name as those of health checkers. */
export const noteHealthCheckers = (known: HealthCheckers, batch: RecordBatch): void => {
  noteSide(
    known,
    batch,
    'pkt-src-aws-service',
    addresses(batch, 'pkt-srcaddr') ?? addresses(batch, 'srcaddr'),
  );
  noteSide(
    known,
    batch,
    'pkt-dst-aws-service',
    addresses(batch, 'pkt-dstaddr') ?? addresses(batch, 'dstaddr'),
  );
};

export const isAmong = (known: HealthCheckers, { value }: IpAddress): boolean => known.has(value);
