import { isRight } from 'fp-ts/lib/Either.js';
import { type Cidr, parse } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { oncePer } from '../../prelude/once-per.js';
import type { InterfaceId } from '../../resource/id.js';
import type { TrafficFilter } from '../../traffic/traffic-filter.js';
import type { NeverLoggedMatch, Service } from './never-logged.js';

/** Traffic, as far as it is known, and the interface where its record would stand; null: any interface. */
export type AskedTraffic = TrafficFilter & { readonly interfaceId: InterfaceId | null };

/** `maybe`: traffic that is logged can look the same. */
export type Likeness = 'surely' | 'maybe' | 'no';

export const sure = (is: boolean): Likeness => (is ? 'surely' : 'no');
export const perhaps = (is: boolean): Likeness => (is ? 'maybe' : 'no');

export type MatchOf<Kind extends NeverLoggedMatch['kind']> = Extract<
  NeverLoggedMatch,
  { readonly kind: Kind }
>;

/** Whether traffic is what a row describes. It is asked of every conversation of a log, so the cheap tests come first. */
export type Matcher<Kind extends NeverLoggedMatch['kind']> = (
  network: Network,
  asked: AskedTraffic,
  match: MatchOf<Kind>,
) => Likeness;

export const blocksOf = oncePer((texts: readonly string[]): readonly Cidr[] =>
  texts.map((text) => {
    const block = parse(text);
    if (isRight(block)) return block.right;
    throw new Error(`not a CIDR block: ${text}`);
  }),
);

const isServiceEnd = (
  address: IpAddress | null,
  port: number | null,
  { ports }: Service,
  isHere: (address: IpAddress) => boolean,
): boolean =>
  address !== null && (port === null || ports === null || ports.includes(port)) && isHere(address);

/** Whether an end at such an address can be the service: nothing that was said of it speaks against. */
export const isServiceAt = (
  { protocol, source, destination, port, sourcePort }: TrafficFilter,
  service: Service,
  isHere: (address: IpAddress) => boolean,
): boolean =>
  (protocol === null || service.protocols === null || service.protocols.includes(protocol)) &&
  (isServiceEnd(source, sourcePort, service, isHere) || isServiceEnd(destination, port, service, isHere));

/** The interfaces that the traffic is known to touch. */
export const interfacesOf = (network: Network, asked: AskedTraffic): readonly NetworkInterface[] => {
  const named = asked.interfaceId === null ? undefined : network.interfaces.get(asked.interfaceId);
  if (named !== undefined) return [named];
  return [asked.source, asked.destination].flatMap((end) =>
    end === null ? [] : interfacesWithAddress(network, end),
  );
};
