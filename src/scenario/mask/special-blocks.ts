import { isRight } from 'fp-ts/lib/Either.js';
import { type Cidr, parse } from '../../address/cidr.js';

const blocks = (...texts: readonly string[]): readonly Cidr[] =>
  texts.map(parse).flatMap((it) => (isRight(it) ? [it.right] : []));

/**
 * Blocks in which every address has a meaning of its own and nobody's secret: loopback, link-local with AWS's metadata,
 * time and DNS services (https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html), multicast and
 * above, and what is not an address of a host. They stay as they are.
 */
export const VERBATIM = blocks(
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/3',
  '::/8',
  'fe80::/10',
  'fd00:ec2::/32',
  'ff00::/8',
);

/** Blocks that tell private from public, RFC 1918, 6598, 4193 and global unicast: addresses change only inside of them. */
export const KEPT = blocks(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  'fc00::/7',
  '2000::/3',
);
