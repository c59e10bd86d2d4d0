import { isRight } from 'fp-ts/lib/Either.js';
import * as v from 'valibot';
import { type IpAddress, parse } from '../../address/ip-address.js';
import { list, optionalText, text } from '../field.js';
import { fragment } from '../fragment.js';
import { items } from '../reader.js';

const AMAZON = 'AmazonProvidedDNS';

/** Servers may also be named; a name is nobody's address here. */
const addressesIn = (values: readonly string[]): readonly IpAddress[] =>
  values.map(parse).flatMap((it) => (isRight(it) ? [it.right] : []));

/** `describe-dhcp-options`. Servers keep their order: the first is asked first. */
export const dhcpOptions = items({
  gives: 'dhcpOptions',
  schema: v.object({
    DhcpOptionsId: text,
    DhcpConfigurations: list(v.object({ Key: text, Values: list(v.object({ Value: optionalText })) })),
  }),
  fragments: (it) => {
    const valuesOf = (key: string): readonly string[] =>
      it.DhcpConfigurations.filter(({ Key }) => Key === key).flatMap(({ Values }) =>
        Values.flatMap(({ Value }) => (Value === null ? [] : [Value])),
      );
    return [
      fragment('dhcpOptions', it.DhcpOptionsId, {
        domainNameServers: valuesOf('domain-name-servers').flatMap(
          (value): readonly (IpAddress | typeof AMAZON)[] =>
            value === AMAZON ? [AMAZON] : addressesIn([value]),
        ),
        timeServers: addressesIn(valuesOf('ntp-servers')),
      }),
    ];
  },
});
