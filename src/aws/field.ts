import { type Either, isLeft } from 'fp-ts/lib/Either.js';
import * as v from 'valibot';
import { type Cidr, parse as parseCidr } from '../address/cidr.js';
import { type AddressError, compare, type IpAddress, parse as parseAddress } from '../address/ip-address.js';
import { type ProtocolMatch, parse as parseProtocol } from '../traffic/protocol.js';

/** Schemas for the values inside AWS's answers. Absent, `null` and empty are one: recordings differ in which they write. */

export const text = v.string();
export const optionalText = v.optional(v.nullable(v.string()), null);
export const optionalInteger = v.optional(v.nullable(v.pipe(v.number(), v.integer())), null);
export const optionalFlag = v.optional(v.nullable(v.boolean()), null);

const unixSeconds = (time: string | number | Date): number | null => {
  if (typeof time === 'number') return time;
  const milliseconds = time instanceof Date ? time.getTime() : Date.parse(time);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
};

/** A time in Unix seconds: ISO text from the CLI, a number, or a Date from the SDK for JavaScript. */
export const optionalTime = v.optional(
  v.pipe(
    v.nullable(v.union([v.string(), v.number(), v.date()])),
    v.transform((time) => (time === null ? null : unixSeconds(time))),
  ),
  null,
);

/** A list that may be missing or `null`, both of which mean empty. */
export const list = <S extends v.GenericSchema>(item: S) =>
  v.optional(
    v.pipe(
      v.nullable(v.array(item)),
      v.transform((items) => items ?? []),
    ),
    null,
  );

const readAs = <T>(read: (text: string) => Either<AddressError, T>) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const result = read(dataset.value);
      if (isLeft(result)) {
        addIssue({ message: result.left.expected, expected: result.left.expected });
        return NEVER;
      }
      return result.right;
    }),
  );

export const cidr = readAs<Cidr>(parseCidr);
export const address = readAs<IpAddress>(parseAddress);
export const optionalAddress = v.optional(v.nullable(address), null);

const protocolExpected = 'a protocol: a name such as tcp, a number from 0 to 255, or -1';

/** A protocol in any of AWS's spellings; hand-made files write numbers where AWS writes text. */
export const protocol = v.pipe(
  v.union([v.string(), v.number()], protocolExpected),
  v.rawTransform<string | number, ProtocolMatch>(({ dataset, addIssue, NEVER }) => {
    const found = parseProtocol(dataset.value);
    if (found === null) addIssue({ message: protocolExpected, expected: protocolExpected });
    return found ?? NEVER;
  }),
);

/** Blocks by family, address and length: the order in AWS's answers means nothing. */
export const inAddressOrder = (blocks: readonly Cidr[]): readonly Cidr[] =>
  [...blocks].sort((a, b) => compare(a.network, b.network) || a.prefixLength - b.prefixLength);
