import type { IpAddress } from '../../address/ip-address.js';

/**
 * What is known of hosts that have several addresses. A record of the default format may show the primary private IPv4
 * address of an interface in place of another one: "the flow log displays the primary private IPv4 address".
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
export type Hosts = {
  /** The host of an observation point: an instance with all its interfaces, else the interface; null where it is not known. */
  readonly hostOf: (observationPoint: string) => string | null;
  /** The host that holds a private address, as an observation point sees it; null where none is known. */
  readonly holderOf: (address: IpAddress, seenFrom: string) => string | null;
  /** Its interfaces hold several IPv4 addresses. */
  readonly hasOthers: (host: string) => boolean;
  /** The address that records of an observation point may show in place of another one of its host. */
  readonly standInAt: (observationPoint: string) => IpAddress | null;
};
