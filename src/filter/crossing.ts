import type { Gap } from '../problem/gap.js';
import type { SecurityGroupId } from '../resource/id.js';

/**
 * What the way a packet takes means for the filters of one interface. The filters know nothing of routes: `path` fills
 * this in. `unknown` makes a verdict `undetermined` only where it would change the outcome.
 */
export type Crossing = {
  /**
   * The way uses a component whose connections are always tracked (NAT gateway, Network Load Balancer ...).
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
   */
  readonly automaticallyTracked: boolean | 'unknown';
  /** How the peer is matched against rules that refer to a security group. */
  readonly peerGroups: PeerGroups;
  /** What would tell `peerGroups` where it is unknown; absent: the routes would. */
  readonly peerGroupsGap?: Gap;
  /**
   * The packet enters or leaves the subnet here; within a subnet its network ACL is not asked.
   * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
   */
  readonly subnetBoundary: boolean | 'unknown';
  /** What would tell `subnetBoundary` where it is unknown; absent: the subnet would. */
  readonly subnetBoundaryGap?: Gap;
};

export type PeerGroups =
  /** By the private address: the peer is a member when one of the group's interfaces holds it. */
  | 'by-private-address'
  /** Not at all: the way goes over a public address, a middlebox or another VPC that hides the identity. */
  | 'lost'
  | 'unknown'
  /** The peer counts as a member of exactly these groups, whatever its address. */
  | readonly SecurityGroupId[];

/** Two ends in one VPC, in different subnets, with nothing between them. */
export const PLAIN_CROSSING: Crossing = {
  automaticallyTracked: false,
  peerGroups: 'by-private-address',
  subnetBoundary: true,
};
