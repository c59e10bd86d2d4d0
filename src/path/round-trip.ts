import { judgeSecurityGroupsReply } from '../filter/connection-tracking.js';
import { judgeNetworkAcl } from '../filter/network-acl.js';
import { judgeSecurityGroups } from '../filter/security-group.js';
import type { Verdict } from '../filter/verdict.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Direction, Leg } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import type { Endpoint, Ends, Side } from './endpoint.js';
import type { MaskedEnd } from './masked-end.js';
import { type Given, type Post, postAt, wayBack, wayTold, whicheverWay, wholeWay } from './post.js';

/** A place where one filter judges one leg. */
export type Checkpoint = {
  /** Null between the two ends. */
  readonly side: Side | null;
  readonly interface: NetworkInterface;
  readonly leg: Leg;
  readonly direction: Direction;
  readonly filter: 'security-groups' | 'network-acl';
  readonly verdict: Verdict;
  /** Between the two ends: the packet as it comes there, where something on the way may have translated it. */
  readonly packet?: Packet;
};

/** A request and its reply, with the verdict of every filter on the way, in the order the packets meet them. */
export type RoundTrip = {
  readonly initiator: Endpoint;
  readonly responder: Endpoint;
  readonly packet: Packet;
  readonly checkpoints: readonly Checkpoint[];
  /** The route tables given tell the whole way from end to end. */
  readonly isRouted: boolean;
};

export type { Ends, Side };

/** A leg leaves at one side and arrives at the other: it meets groups then ACL on the way out, ACL then groups on the way in. */
const passing = (leg: Leg, direction: Direction, post: Post, groups: () => Verdict, acl: () => Verdict) => {
  const at = { side: post.side, interface: post.interface, leg, direction };
  const both: readonly Checkpoint[] = [
    { ...at, filter: 'security-groups', verdict: groups() },
    { ...at, filter: 'network-acl', verdict: acl() },
  ];
  return direction === 'egress' ? both : both.toReversed();
};

const requestAt = (network: Network, direction: Direction) => (post: Post) =>
  passing(
    'request',
    direction,
    post,
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeSecurityGroups(network, post.interface, direction, packet, crossing),
      ),
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeNetworkAcl(network, post.interface, direction, packet, crossing),
      ),
  );

const replyAt = (network: Network, direction: Direction) => (post: Post) =>
  passing(
    'reply',
    direction,
    post,
    () =>
      whicheverWay(post, ({ crossing, packet }) =>
        judgeSecurityGroupsReply(
          network,
          post.interface,
          direction === 'egress' ? 'ingress' : 'egress',
          packet,
          crossing,
        ),
      ),
    () =>
      whicheverWay(post, ({ crossing, back, packet }) =>
        judgeNetworkAcl(network, post.interface, direction, reply(packet), { ...crossing, ...back }),
      ),
  );

/**
 * Judges a request and the reply to it at both ends. Security groups are stateful, so a reply to a tracked connection
 * is theirs to let pass; network ACLs judge each leg alone.
 * https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html
 */
export const roundTrip = (
  network: Network,
  ends: Ends,
  packet: Packet,
  masked: readonly MaskedEnd[] = [],
): RoundTrip => {
  const told = wayTold(network, ends, packet);
  const way = wholeWay(told);
  const ways = { there: way, back: way === null ? null : wayBack(network, ends, way), told };
  const given: Given = { network, ends, packet, ways };
  const initiator = postAt(given, 'initiator', masked);
  const responder = postAt(given, 'responder', masked);
  return {
    ...ends,
    packet,
    isRouted: way !== null,
    checkpoints: [
      ...initiator.flatMap(requestAt(network, 'egress')),
      ...responder.flatMap(requestAt(network, 'ingress')),
      ...responder.flatMap(replyAt(network, 'egress')),
      ...initiator.flatMap(replyAt(network, 'ingress')),
    ],
  };
};
