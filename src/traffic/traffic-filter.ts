import { equals, type IpAddress } from '../address/ip-address.js';
import type { ARP, Protocol } from './protocol.js';

/** What a user asks about: only the fields given are compared. `port` is the service's, `sourcePort` the initiator's. */
export type TrafficFilter = {
  readonly source: IpAddress | null;
  readonly destination: IpAddress | null;
  /** Or `ARP`, which flow logs never record. */
  readonly protocol: Protocol | typeof ARP | null;
  readonly port: number | null;
  readonly sourcePort: number | null;
};

/** Asks for any traffic whatever. */
export const ANY_TRAFFIC: TrafficFilter = {
  source: null,
  destination: null,
  protocol: null,
  port: null,
  sourcePort: null,
};

export const asksForAnything = (filter: TrafficFilter): boolean =>
  Object.values(filter).every((value) => value === null);

type End = { readonly address: IpAddress; readonly port: number | null };

/** Whether traffic from `initiator` to `responder` is what the filter asks for. */
export const asksFor =
  (filter: TrafficFilter) =>
  (protocol: Protocol, initiator: End, responder: End): boolean =>
    (filter.source === null || equals(filter.source, initiator.address)) &&
    (filter.destination === null || equals(filter.destination, responder.address)) &&
    (filter.protocol === null || filter.protocol === protocol) &&
    (filter.port === null || filter.port === responder.port) &&
    (filter.sourcePort === null || filter.sourcePort === initiator.port);
