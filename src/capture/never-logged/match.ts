import { covers } from '../../address/cidr.js';
import { equals } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import { ARP } from '../../traffic/protocol.js';
import { isSameHost, matchInterfaceTypes, matchMirrored } from './between-interfaces.js';
import {
  type AskedTraffic,
  blocksOf,
  isServiceAt,
  type Likeness,
  type Matcher,
  perhaps,
  sure,
} from './likeness.js';
import type { NeverLogged, NeverLoggedMatch } from './never-logged.js';
import { matchReserved } from './reserved-address.js';
import { NEVER_LOGGED } from './table.js';

const isOfDeletedGateway = (network: Network, { source, destination, interfaceId }: AskedTraffic): boolean =>
  [...network.natGateways.values()]
    .filter(({ availability, state }) => availability === 'regional' && /^(delet|fail)/.test(state ?? ''))
    .some(
      ({ id, addresses }) =>
        interfaceId === id ||
        addresses.some(({ publicAddress }) =>
          [source, destination].some(
            (end) => end !== null && publicAddress !== null && equals(end, publicAddress),
          ),
        ),
    );

const isAtTransitGateway = (network: Network, { interfaceId }: AskedTraffic): Likeness => {
  if (interfaceId !== null) return sure(interfaceId.startsWith('tgw-'));
  return perhaps([...network.flowLogs.values()].some(({ resourceId }) => resourceId.startsWith('tgw-')));
};

const matchers: { readonly [Kind in NeverLoggedMatch['kind']]: Matcher<Kind> } = {
  addresses: (_, asked, match) => {
    const blocks = blocksOf(match.blocks);
    return sure(isServiceAt(asked, match, (address) => blocks.some(covers(address))));
  },
  reserved: matchReserved,
  ports: (_, { protocol, port, sourcePort, source, destination }, match) => {
    const ports = [port, sourcePort].filter((it) => it !== null);
    const isFamily = [source, destination].every((end) => end === null || end.family === match.family);
    if (!isFamily || ports.length === 0 || !ports.every((it) => match.ports.includes(it))) return 'no';
    // Told by its ports alone, traffic is that service only if it is UDP.
    return protocol === null ? 'maybe' : sure(protocol === match.protocol);
  },
  'interface-types': matchInterfaceTypes,
  mirrored: matchMirrored,
  'not-ip': (_, { protocol }) => sure(protocol === ARP),
  // When it was created and deleted is not known.
  'deleted-regional-nat-gateway': (network, asked) => perhaps(isOfDeletedGateway(network, asked)),
  'transit-gateway-multicast': (network, asked, { blocks }) => {
    const { destination } = asked;
    const isMulticast = destination !== null && blocksOf(blocks).some(covers(destination));
    return isMulticast ? isAtTransitGateway(network, asked) : 'no';
  },
  'inside-the-host': (network, asked, { loopback }) => {
    const isLoopback = [asked.source, asked.destination].some(
      (end) => end !== null && blocksOf(loopback).some(covers(end)),
    );
    return sure(isLoopback || isSameHost(network, asked));
  },
};

/** What is no IP traffic has no addresses and ports by which the other rows could know it. */
const isOtherKind = ({ protocol }: AskedTraffic, { match }: NeverLogged): boolean =>
  (protocol === ARP) !== (match.kind === 'not-ip');

const likeness = (network: Network, asked: AskedTraffic, row: NeverLogged): Likeness =>
  isOtherKind(asked, row) ? 'no' : likenessOf(network, asked, row);

const likenessOf = (network: Network, asked: AskedTraffic, { match }: NeverLogged): Likeness =>
  (matchers[match.kind] as Matcher<typeof match.kind>)(network, asked, match as never);

const rowFrom = (rows: readonly NeverLogged[], network: Network, asked: AskedTraffic): NeverLogged | null => {
  let guess: NeverLogged | null = null;
  for (const row of rows) {
    const is = likeness(network, asked, row);
    if (is === 'surely' && row.basis === 'documented') return row;
    if (is !== 'no') guess ??= is === 'surely' ? row : { ...row, basis: 'assumed' };
  }
  return guess;
};

const DOCUMENTED = (NEVER_LOGGED as readonly NeverLogged[]).filter(({ basis }) => basis === 'documented');

/**
 * The row that says why traffic like this leaves no record: the first that is documented, else the first. Null when
 * records of it are to be expected. Where logged traffic can look the same, the row is given as assumed.
 */
export const neverLogged = (network: Network, asked: AskedTraffic): NeverLogged | null =>
  rowFrom(NEVER_LOGGED, network, asked);

/** The row by which AWS says for sure that such traffic is never logged; null when it does not. */
export const documentedAsNeverLogged = (network: Network, asked: AskedTraffic): NeverLogged | null => {
  const row = rowFrom(DOCUMENTED, network, asked);
  return row?.basis === 'documented' ? row : null;
};
