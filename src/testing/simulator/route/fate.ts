import type { Datagram } from '../datagram.js';
import type { Party } from '../world.js';

/** What became of a packet. */
export type Fate =
  | { readonly kind: 'delivered'; readonly to: Party; readonly packet: Datagram }
  /** A service of AWS took it, unseen by filters and flow logs. */
  | { readonly kind: 'served' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'lost'; readonly because: LossReason };

export type LossReason =
  | 'no-route'
  | 'blackhole'
  | 'nobody-there'
  | 'no-public-address'
  | 'source-check'
  | 'gateway-not-attached'
  | 'private-destination'
  | 'peering-not-active'
  | 'nat-gateway'
  | 'transit-gateway'
  | 'endpoint'
  | 'load-balancer'
  | 'public-access'
  | 'not-simulated';
