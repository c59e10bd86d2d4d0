import { covers } from '../../address/cidr.js';
import { equals, type IpAddress, print } from '../../address/ip-address.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { hasPorts } from '../../traffic/protocol.js';
import { interfaceOf } from '../passage.js';
import type { Foretold, Shown } from './foretold.js';

export const isAddressOf = (own: NetworkInterface, address: IpAddress): boolean =>
  own.privateAddresses.some((one) => equals(one, address));

/** The IPv6 end of the interface; AWS does not say what a forwarded packet shows. */
const ownIpv6 = (own: NetworkInterface, address: IpAddress): Shown => {
  if (isAddressOf(own, address)) return [print(address)];
  return [address, ...own.privateAddresses.filter(({ family }) => family === 6)].map(print);
};

/**
 * The end of the interface itself. Where a packet comes in for another address than the primary private IPv4 one, "the
 * dstaddr field displays the primary private IPv4 address"; so does srcaddr where one goes out from an address that is
 * not the interface's. AWS does not say it of outgoing packets from secondary addresses, nor of delegated prefixes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const ownEnd = (it: Foretold, address: IpAddress): Shown => {
  const own = interfaceOf(it);
  if (own === null) return [print(address)];
  if (address.family === 6) return ownIpv6(own, address);
  if (own.primaryIpv4 === null) return null;
  const primary = print(own.primaryIpv4);
  const isUnclear =
    own.prefixes.some(covers(address)) || (it.direction === 'egress' && isAddressOf(own, address));
  return isUnclear ? [...new Set([primary, print(address)])] : [primary];
};

/** What `srcaddr` or `dstaddr` shows. */
export const shownAddress = (it: Foretold, end: 'source' | 'destination'): Shown => {
  const isOwnEnd = (it.direction === 'egress') === (end === 'source');
  return isOwnEnd ? ownEnd(it, it.packet[end]) : [print(it.packet[end])];
};

export const shownPort = ({ packet }: Foretold, end: 'sourcePort' | 'destinationPort'): Shown => {
  if (!hasPorts(packet.protocol)) return ['0'];
  return packet[end] === null ? null : [String(packet[end])];
};
