import { equals } from '../address/ip-address.js';
import type { Crossing } from '../filter/crossing.js';
import type { Target, TargetGroup } from '../network/load-balancer.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { oncePer } from '../prelude/once-per.js';
import type { Gap } from '../problem/gap.js';
import type { InterfaceId } from '../resource/id.js';
import { identityBehind } from './component/load-balancer.js';
import { type BalancerAt, loadBalancerAt } from './component/load-balancer-at.js';
import type { Boundary } from './crossing-of.js';
import type { Endpoint } from './endpoint.js';

/** A node of a Network Load Balancer. */
type Node = { readonly interface: NetworkInterface; readonly at: BalancerAt };

const nodesIn = oncePer((network: Network): readonly Node[] =>
  [...network.interfaces.values()].flatMap((it) => {
    const at = loadBalancerAt(network, it);
    return at?.kind === 'network-load-balancer' ? [{ interface: it, at }] : [];
  }),
);

const isNamed = (it: NetworkInterface, { id, address }: Target): boolean =>
  it.instanceId === id || (address !== null && it.privateAddresses.some((own) => equals(own, address)));

const groupsOf = ({ targetGroups }: Network, { id, balancer }: BalancerAt): readonly TargetGroup[] => {
  const forwarded = (balancer?.listeners ?? []).flatMap(({ targetGroupIds }) => targetGroupIds);
  const isIts = (arn: string) => arn === id || arn.endsWith(`:loadbalancer/${id}`);
  return [...targetGroups.values()].filter(
    (group) => group.loadBalancerIds.some(isIts) || forwarded.includes(group.id),
  );
};

/** What was not said of its targets may name this interface. */
const maySendTo = (network: Network, { at }: Node, it: NetworkInterface): boolean => {
  if (!network.given.has('targetGroups')) return true;
  return groupsOf(network, at).some(
    (group) =>
      group.preservesClientIp !== false &&
      (group.targets === null || group.targets.some((one) => isNamed(it, one))),
  );
};

/** A node of a Network Load Balancer that sends on, or may, what clients ask with their own addresses as the source. */
export const preservesClientsAt = (network: Network, { id }: NetworkInterface): boolean => {
  const node = nodesIn(network).find((one) => one.interface.id === id);
  if (node === undefined) return false;
  const groups = groupsOf(network, node.at);
  return groups.length === 0 || groups.some(({ preservesClientIp }) => preservesClientIp !== false);
};

const sendersTo = oncePer((_: Network) => new Map<InterfaceId, readonly Node[]>());

/** The nodes that may send to an interface of their VPC, found once for each. */
const nodesBefore = (network: Network, it: NetworkInterface): readonly Node[] => {
  const known = sendersTo(network);
  const found =
    known.get(it.id) ??
    nodesIn(network)
      .filter((node) => node.interface.vpcId === it.vpcId && node.interface.id !== it.id)
      .filter((node) => maySendTo(network, node, it));
  known.set(it.id, found);
  return found;
};

/** Another way by which packets of the same two addresses may have come. */
export type WayBehind = {
  readonly crossing: Crossing;
  readonly back: Boundary;
  readonly gap: Gap;
};

/**
 * A Network Load Balancer that preserves client addresses shows a target the client's: what came through it looks as if it
 * had come from the client itself, but is known by the groups of the load balancer, and comes from its subnet.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
 */
export const waysBehind = (network: Network, it: NetworkInterface, peer: Endpoint): readonly WayBehind[] =>
  nodesBefore(network, it)
    .filter((node) => peer.kind === 'outside' || peer.interface.id !== node.interface.id)
    .map((node) => {
      const boundary = { subnetBoundary: node.interface.subnetId !== it.subnetId };
      return {
        crossing: {
          automaticallyTracked: true,
          peerGroups: identityBehind(node.interface, node.at),
          ...boundary,
        },
        back: boundary,
        gap: {
          kind: 'load-balancer',
          id: node.at.id,
          needs: `the flow log of its interface ${node.interface.id}: whether this came through it`,
        },
      };
    });
