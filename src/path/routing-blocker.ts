import type { Route } from '../network/route-table.js';
import type { Packet } from '../traffic/packet.js';

/** Why a packet is not carried on, whatever the filters say. */
export const ROUTING_CODES = [
  'no-route',
  'blackhole-route',
  'no-public-address',
  'peering-not-usable',
  'transit-gateway-does-not-forward',
  'source-destination-check-drops',
  'nat-gateway-cannot-carry',
  'endpoint-cannot-carry',
  'load-balancer-does-not-forward',
  'asymmetric-path',
  'block-public-access',
] as const;

export type RoutingCode = (typeof ROUTING_CODES)[number];

/** Where a leg ends although no filter denied it. */
export type RoutingBlocker = {
  readonly code: RoutingCode;
  /** What is wrong in particular. */
  readonly reason: RoutingReason;
  /**
   * The code that Reachability Analyzer gives; null where it has none.
   * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
   */
  readonly awsExplanationCode: string | null;
  /** The id of what blocks: the route table, the gateway, the attachment ... */
  readonly component: string;
  readonly packet: Packet;
  /** The route that decided, if one did. */
  readonly route: Route | null;
};

export type RoutingReason =
  | 'table-has-no-route'
  | 'route-is-blackhole'
  | 'outside-the-vpc'
  | 'routes-in-a-circle'
  | 'gateway-not-attached'
  | 'no-inbound-gateway'
  | 'private-destination'
  | 'source-has-no-public-address'
  | 'destination-has-no-public-address'
  | 'middlebox-has-no-public-address'
  | 'peering-not-active'
  | 'peering-not-of-this-vpc'
  | 'address-not-of-peered-vpcs'
  | 'attachment-missing'
  | 'attachment-not-available'
  | 'attachment-not-in-zone'
  | 'attachment-not-associated'
  | 'transit-gateway-has-no-route'
  | 'transit-gateway-route-is-blackhole'
  | 'not-addressed-to-interface'
  | 'interface-forwards-nothing'
  | 'nat-gateway-not-available'
  | 'nat-gateway-of-another-vpc'
  | 'nat-gateway-protocol'
  | 'nat-gateway-takes-no-connections'
  | 'nat-gateway-routes-to-itself'
  | 'nat-gateway-has-no-address'
  | 'endpoint-not-available'
  | 'endpoint-protocol'
  | 'endpoint-cannot-start'
  | 'endpoint-not-from-this-vpc'
  | 'no-listener'
  | 'listener-protocol'
  | 'no-target-group'
  | 'no-healthy-target'
  | 'no-target-in-zone'
  | 'load-balancer-not-active'
  | 'target-is-client'
  | 'reply-takes-another-way'
  | 'address-is-of-this-vpc-too'
  | 'internet-blocked'
  | 'inbound-internet-blocked';

/** A blocker at a component. */
export const blockedBy = (
  code: RoutingCode,
  reason: RoutingReason,
  awsExplanationCode: string | null,
  component: string,
  packet: Packet,
  route: Route | null = null,
): { readonly kind: 'stopped'; readonly blocker: RoutingBlocker } => ({
  kind: 'stopped',
  blocker: { code, reason, awsExplanationCode, component, packet, route },
});
