import type { Crossing, PeerGroups } from '../filter/crossing.js';
import type { Gap } from '../problem/gap.js';
import { peerAddress } from '../traffic/packet.js';
import { owns } from './holder.js';
import type { PeerIdentity, Stop } from './place.js';

type Pass = Extract<Stop, { kind: 'interface' }>;

/**
 * Interfaces whose connections are always tracked, as describe-network-interfaces spells them.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
const ALWAYS_TRACKED = new Set([
  'nat_gateway',
  'natGateway',
  'network_load_balancer',
  'vpc_endpoint',
  'lambda',
]);

export const isAlwaysTracked = (type: string | null): boolean => type !== null && ALWAYS_TRACKED.has(type);

/** The stops from a pass towards the other end, up to the interface that holds the address seen there. */
const towardsPeer = (stops: readonly Stop[], index: number, pass: Pass): readonly Stop[] => {
  const ahead = pass.direction === 'egress' ? stops.slice(index + 1) : stops.slice(0, index).toReversed();
  const address = peerAddress(pass.direction, pass.carried.packet);
  const end = ahead.findIndex((stop) => stop.kind === 'interface' && owns(stop.interface, address));
  return end < 0 ? ahead : ahead.slice(0, end);
};

const combined = (identities: readonly PeerIdentity[]): PeerGroups => {
  const groups = identities.find((it) => typeof it !== 'string');
  if (groups !== undefined && typeof groups !== 'string') return groups;
  if (identities.includes('lost')) return 'lost';
  return identities.includes('unknown') ? 'unknown' : 'by-private-address';
};

const tracking = (stops: readonly Stop[]): Crossing['automaticallyTracked'] => {
  const tracks = stops.map((stop) => {
    if (stop.kind === 'component') return stop.tracks;
    return stop.kind === 'interface' && isAlwaysTracked(stop.interface.type);
  });
  if (tracks.includes(true)) return true;
  return tracks.includes('unknown') ? 'unknown' : false;
};

type Component = Extract<Stop, { kind: 'component' }>;

/** What tells whether references to groups hold across a component; null where the routes would. */
export const referenceGap = ({ component, id }: Component): Gap | null => {
  const gap = (needs: string): Gap => ({ kind: 'security-group-reference', id, needs });
  switch (component) {
    case 'transit-gateway':
      return gap(
        `aws ec2 describe-transit-gateways --transit-gateway-ids ${id}; aws ec2 describe-transit-gateway-vpc-attachments --filters Name=transit-gateway-id,Values=${id}`,
      );
    case 'vpc-peering-connection':
      return gap(`aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${id}`);
    case 'nat-gateway':
      return gap('a rule by address in its place, as AWS does not say');
    default:
      return null;
  }
};

/** What the way of a leg means for the filters of one interface on it. */
export const crossingAt = (stops: readonly Stop[], index: number): Crossing => {
  const pass = stops[index] as Pass;
  const components = towardsPeer(stops, index, pass).flatMap((stop) =>
    stop.kind === 'component' ? [stop] : [],
  );
  const peerGroups = combined(components.map((stop) => stop.peerGroups[pass.direction]));
  const unclear = components.find((stop) => stop.peerGroups[pass.direction] === 'unknown');
  const gap = peerGroups === 'unknown' && unclear !== undefined ? referenceGap(unclear) : null;
  return {
    automaticallyTracked: tracking(stops),
    peerGroups,
    ...(gap === null ? {} : { peerGroupsGap: gap }),
    subnetBoundary: pass.boundary,
  };
};
