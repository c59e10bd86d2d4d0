import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Route, RouteTable, RouteTarget } from '../network/route-table.js';
import type { Gap } from '../problem/gap.js';
import type { GatewayId, SecurityGroupId, SubnetId, VpcId } from '../resource/id.js';
import type { Direction, Leg } from '../traffic/direction.js';
import type { Carried } from './carried.js';
import type { Ends } from './endpoint.js';
import type { RoutingBlocker } from './routing-blocker.js';

/** What a packet can go through besides interfaces and route tables. */
export type ComponentKind =
  | 'internet'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'vpc-peering-connection'
  | 'transit-gateway'
  | 'transit-gateway-attachment'
  | 'transit-gateway-route-table'
  | 'vpc-endpoint'
  | 'gateway-load-balancer-endpoint'
  | 'network-load-balancer'
  | 'application-load-balancer'
  | 'virtual-private-gateway'
  | 'appliance'
  | 'amazon-service'
  | 'local-gateway'
  | 'carrier-gateway'
  | 'core-network'
  | 'outside'
  | 'unknown';

/** One place that a packet went through, before any filter has judged it there. */
export type Stop =
  | {
      readonly kind: 'interface';
      readonly interface: NetworkInterface;
      readonly direction: Direction;
      readonly carried: Carried;
      /** Whether the network ACL of its subnet is asked. */
      readonly boundary: boolean | 'unknown';
    }
  | {
      readonly kind: 'route-table';
      readonly table: RouteTable;
      readonly route: Route | null;
      readonly carried: Carried;
    }
  | {
      readonly kind: 'component';
      readonly component: ComponentKind;
      readonly id: string;
      /** The packet as it came. */
      readonly carried: Carried;
      /** The packet as it goes on; null when nothing was changed. */
      readonly after: Carried | null;
      /** How rules that refer to security groups see the sender beyond this component. */
      readonly peerGroups: Readonly<Record<Direction, PeerIdentity>>;
      /** Whether connections through it are always tracked. */
      readonly tracks: boolean | 'unknown';
    };

/** What a component does to the identity by which a security-group reference knows its peer. */
export type PeerIdentity = 'kept' | 'lost' | 'unknown' | readonly SecurityGroupId[];

/** Where a leg ends. */
export type Ending =
  | { readonly kind: 'arrived'; readonly at: NetworkInterface }
  /** It left what the input describes: to the internet, to a service, over a VPN. Nothing beyond is judged. */
  | { readonly kind: 'left'; readonly through: ComponentKind; readonly id: string }
  | { readonly kind: 'stopped'; readonly blocker: RoutingBlocker }
  | { readonly kind: 'unknown' };

/** Something on the way that leaves open whether the packet comes through. */
export type Doubt = {
  readonly reason: DoubtReason;
  readonly component: ComponentKind | 'route-table' | 'interface';
  readonly id: string | null;
  readonly missing: readonly Gap[];
};

export type DoubtReason =
  /** The input does not say. */
  | 'not-given'
  /** flowcause does not model what this component decides. */
  | 'not-modelled'
  /** AWS picks one of several, and they do not lead to the same end. */
  | 'ambiguous'
  /** The request is stopped before, and nobody knows where the answer of an address outside would come in. */
  | 'request-does-not-arrive'
  /** EC2 blocks port 25 by default; whether the account had it lifted is not in any answer. */
  | 'outbound-smtp-restricted'
  /** What is peered may answer a NAT gateway without a route back. */
  | 'return-to-sender'
  /** The VPC enforces encryption, and no header tells whether the application encrypts. */
  | 'encryption-controls';

/** What was taken for granted on the way. */
export type PathAssumption =
  | 'block-public-access-off'
  | 'instance-translates-source'
  | 'gateway-attached'
  | 'load-balancer-fails-open'
  | 'cross-zone-off'
  | 'listener-default-action'
  | 'enters-where-replies-leave';

/** Where the packet is next. */
export type Place =
  | { readonly at: 'leaving'; readonly interface: NetworkInterface }
  | {
      readonly at: 'arriving';
      readonly interface: NetworkInterface;
      readonly boundary: boolean | 'unknown';
      /** A route or a load balancer sent it here, whatever its destination says. */
      readonly sent: boolean;
    }
  | {
      readonly at: 'routing';
      readonly vpcId: VpcId | null;
      readonly subnetId: SubnetId | null;
      readonly tableId: string | null;
    }
  | { readonly at: 'in-vpc'; readonly vpcId: VpcId; readonly fromSubnetId: SubnetId | null }
  | {
      readonly at: 'target';
      readonly target: RouteTarget;
      readonly vpcId: VpcId | null;
      readonly subnetId: SubnetId | null;
      readonly byPrefixList: boolean;
    }
  /** Out of a transit gateway, at the interface of an attachment. */
  | { readonly at: 'from-attachment'; readonly interface: NetworkInterface }
  /** Into a transit gateway at an attachment of what is not a VPC. */
  | { readonly at: 'out-of-attachment'; readonly attachmentId: string }
  | { readonly at: 'internet' }
  | { readonly at: 'inbound-gateway'; readonly vpcId: VpcId; readonly gatewayId: GatewayId | null };

/** What happened at one place, and where the packet goes from there. */
export type Move = {
  readonly stops: readonly Stop[];
  readonly carried: Carried;
  readonly next: Place | Ending;
  readonly doubts?: readonly Doubt[];
  readonly assumes?: readonly PathAssumption[];
  /** Kept so that the reply can be turned back. */
  readonly remembers?: Translation;
  /** How many targets the load balancer chose from. */
  readonly choices?: number;
};

/** A component that remembers a connection and rewrites both of its legs. */
export type Translation = {
  readonly id: string;
  readonly before: Carried;
  readonly after: Carried;
  /** The interface that has to answer through the component, whatever its routes say; null: routes lead back. */
  readonly answeredFrom: NetworkInterface | null;
  /** The port at which a load balancer asks whether the target is well; null: it does not, or it is not known. */
  readonly healthCheckPort?: number | null;
  /** Where the answer is turned back; null for a component without an interface. */
  readonly interface: NetworkInterface | null;
};

/** What every place may ask. */
export type Travel = {
  readonly network: Network;
  readonly leg: Leg;
  readonly ends: Ends;
  /** The leg before: a reply finds in it what was translated and which gateway was used. */
  readonly request: Course | null;
  /** The stops so far. */
  readonly stops: readonly Stop[];
  /** Which of several healthy targets a load balancer takes. */
  readonly target: number;
};

/** The way of one leg, filters aside. */
export type Course = {
  readonly leg: Leg;
  readonly stops: readonly Stop[];
  readonly ending: Ending;
  /** The packet where the leg ended. */
  readonly carried: Carried;
  /** `stop`: how many stops were certain before the doubt came up. */
  readonly doubts: readonly (Doubt & { readonly stop: number })[];
  readonly assumes: readonly PathAssumption[];
  readonly translations: readonly Translation[];
  /** How many ways there are, as a load balancer has that many targets. */
  readonly choices: number;
};
