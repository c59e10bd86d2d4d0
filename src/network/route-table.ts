import type { Cidr } from '../address/cidr.js';
import type { GatewayId, PrefixListId, RouteTableId, SubnetId, VpcId } from '../resource/id.js';

/**
 * A route table. A subnet without an association of its own uses the main table of its VPC.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
export type RouteTable = {
  readonly id: RouteTableId;
  readonly vpcId: VpcId | null;
  readonly isMain: boolean;
  /** Subnets that are associated explicitly. */
  readonly subnetIds: readonly SubnetId[];
  /** Internet or virtual private gateways whose inbound traffic it steers (gateway route table). */
  readonly gatewayIds: readonly GatewayId[];
  readonly routes: readonly Route[];
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
export type Route = {
  readonly destination: RouteDestination;
  readonly target: RouteTarget;
  /** A blackhole route keeps its place in the longest-prefix match: its target is gone. `filtered`: not in use. */
  readonly state: 'active' | 'blackhole' | 'filtered';
  /** How it came to be; null in minimal answers. Static routes win over propagated ones. */
  readonly origin: 'table' | 'static' | 'propagated' | 'advertisement' | null;
  /** AWS's fixed default, which the input did not state and every route table has: a block of the VPC is local. */
  readonly filledIn?: true;
};

export type RouteDestination =
  | { readonly kind: 'cidr'; readonly cidr: Cidr }
  | { readonly kind: 'prefix-list'; readonly id: PrefixListId };

/** Where a route leads. `unknown` keeps the key and id of a target that is not modelled. */
export type RouteTarget =
  | { readonly kind: 'local' }
  | {
      readonly kind:
        | 'internet-gateway'
        | 'egress-only-internet-gateway'
        | 'virtual-private-gateway'
        | 'vpc-endpoint'
        | 'nat-gateway'
        | 'transit-gateway'
        | 'vpc-peering-connection'
        | 'network-interface'
        | 'instance'
        | 'local-gateway'
        | 'carrier-gateway'
        | 'core-network'
        | 'unknown';
      readonly id: string;
    };
