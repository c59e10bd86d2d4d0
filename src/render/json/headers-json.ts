import * as Addresses from '../../address/address-set.js';
import { print as printCidr } from '../../address/cidr.js';
import * as Headers from '../../traffic/header-set.js';
import * as Traffic from '../../traffic/traffic-set.js';

/** A header set as JSON: one object for each product, blocks as rules would name them. */
export const headersJson = (headers: Headers.HeaderSet) =>
  Headers.toProducts(headers).map(({ sources, destinations, traffic }) => ({
    sources: Addresses.toCidrs(sources).map(printCidr),
    destinations: Addresses.toCidrs(destinations).map(printCidr),
    traffic: Traffic.print(traffic),
  }));
