import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { AskedTraffic } from './likeness.js';
import { documentedAsNeverLogged } from './match.js';
import type { NeverLogged } from './never-logged.js';

/** A record of traffic that AWS documents as never logged, and what may have written it all the same. */
export type UnexpectedRecord = { readonly row: NeverLogged; readonly likely: readonly Likelihood[] };

export type Likelihood =
  /** The interface forwards for others: an appliance or a NAT instance sees addresses that are not its own network's. */
  | 'forwarded'
  /** The address belongs to another network, such as one behind a VPN, that uses the same numbers. */
  | 'same-address-elsewhere'
  /** A host of one's own does that service: a DHCP server, relay or client with a static address. */
  | 'own-server'
  /** The interface is the target of traffic mirroring, or takes part in some other capture. */
  | 'mirror-target'
  /** The VPC or subnet given is not the one in force when the record was written. */
  | 'other-configuration'
  /** AWS records more than its list says. */
  | 'list-changed';

const reasonsFor = (network: Network, { match }: NeverLogged, asked: AskedTraffic): readonly Likelihood[] => {
  const own = asked.interfaceId === null ? undefined : network.interfaces.get(asked.interfaceId);
  const holders = [asked.source, asked.destination].flatMap((end) =>
    end === null ? [] : interfacesWithAddress(network, end),
  );
  const forwards = own !== undefined && !holders.some(({ id }) => id === own.id);
  return [
    ...(forwards || own?.sourceDestCheck === false ? (['forwarded'] as const) : []),
    ...(match.kind === 'ports' ? (['own-server'] as const) : []),
    ...(match.kind === 'reserved' || match.kind === 'interface-types'
      ? (['other-configuration'] as const)
      : []),
    ...(match.kind === 'addresses' || match.kind === 'reserved' ? (['same-address-elsewhere'] as const) : []),
    ...(match.kind === 'addresses' ? (['mirror-target'] as const) : []),
    'list-changed',
  ];
};

/**
 * What is wrong with a record of this traffic; null when such records are to be expected. Only what AWS documents counts:
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
export const unexpectedRecord = (network: Network, asked: AskedTraffic): UnexpectedRecord | null => {
  const row = documentedAsNeverLogged(network, asked);
  return row === null ? null : { row, likely: reasonsFor(network, row, asked) };
};
