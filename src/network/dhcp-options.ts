import type { IpAddress } from '../address/ip-address.js';
import type { DhcpOptionsId } from '../resource/id.js';

/** https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html */
export type DhcpOptions = {
  readonly id: DhcpOptionsId;
  /** Addresses of own servers; `AmazonProvidedDNS` is the server at base + 2, which flow logs never show. */
  readonly domainNameServers: readonly (IpAddress | 'AmazonProvidedDNS')[];
  readonly timeServers: readonly IpAddress[];
};
