import * as Addresses from '../../address/address-set.js';
import type { Opening } from '../../remedy/opening.js';
import type { Remedy } from '../../remedy/remedy.js';
import * as Headers from '../../traffic/header-set.js';
import * as Traffic from '../../traffic/traffic-set.js';
import { headersJson } from '../json/headers-json.js';
import { directionWord } from '../words/traffic-words.js';

/** More stretches of addresses than this nobody reads. */
const MOST_STRETCHES = 4;

const addresses = (set: Addresses.AddressSet): string => {
  const stretches = Addresses.print(set).split(', ');
  const more = stretches.length - MOST_STRETCHES;
  return more > 1
    ? `${stretches.slice(0, MOST_STRETCHES).join(', ')} and ${more.toLocaleString('en-US')} more`
    : stretches.join(', ');
};

/** `tcp 443 from 10.0.1.10 to 10.0.2.0/24 (Inbound, acl-...)`, one product a line. */
export const openedLines = ({ opens }: Remedy): readonly string[] =>
  opens.flatMap(({ headers, direction, component }) =>
    Headers.toProducts(headers).map(
      ({ sources, destinations, traffic }) =>
        `${Traffic.print(traffic)} from ${addresses(sources)} to ${addresses(destinations)} (${direction === null ? '' : `${directionWord(direction)}, `}${component})`,
    ),
  );

const serves = ({ component, direction }: Opening): string => {
  if (direction === null) return `a route of ${component} is for everything that its subnets send there`;
  return component.startsWith('acl-')
    ? `a rule of network ACL ${component} is for every address of its subnets`
    : `a rule of security group ${component} is for every interface that carries it`;
};

/** Told before the change itself: that it lets more through than the service that was asked for. */
export const opensMoreSentences = ({ opens }: Remedy): readonly string[] => {
  const wide = opens.filter(({ beyond }) => !Headers.isEmpty(beyond));
  return [...new Set(wide.map(serves))].map((why) => `It opens more than was asked: ${why}.`);
};

export const openingJson = ({ component, direction, headers, beyond }: Opening) => ({
  component,
  direction,
  headers: headersJson(headers),
  beyond: headersJson(beyond),
});
