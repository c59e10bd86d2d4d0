import { isRight } from 'fp-ts/lib/Either.js';
import { type Cidr, covers, parse } from './cidr.js';
import type { IpAddress } from './ip-address.js';

const blocks = (texts: readonly string[]): readonly Cidr[] =>
  texts.map((text) => {
    const cidr = parse(text);
    if (isRight(cidr)) return cidr.right;
    throw new Error(`not a CIDR block: ${text}`);
  });

/** RFC 1918, RFC 6598 (shared), RFC 4193 (unique local) and link-local space: addresses the internet does not route. */
export const PRIVATE_BLOCKS = blocks([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);

export const isPrivate = (address: IpAddress): boolean => PRIVATE_BLOCKS.some(covers(address));
