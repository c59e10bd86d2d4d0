/**
 * A second opinion on whether a request and its reply pass between two ends, told filter by filter over the JSON that
 * AWS prints. It is written from AWS's sentences and shares nothing with `src`.
 */
import {
  type AwsWorld,
  isIpv6Text,
  isTracked,
  networkAclDecides,
  securityGroupsAllow,
  type WrittenPacket,
} from './filter.js';

/** An end without an interface is outside: no filter of this input judges there. */
export type PlainEnd = { readonly address: string; readonly interfaceId: string | null };
export type PlainEnds = { readonly initiator: PlainEnd; readonly responder: PlainEnd };

/** What the ends say to each other; no source port for protocols without ports. */
export type Traffic = {
  readonly protocol: number;
  readonly servicePort: number | null;
  readonly sourcePorts: readonly number[];
  readonly icmp: { readonly type: number; readonly code: number } | null;
  readonly isIpv6: boolean;
};

export type PlainCheckpoint = {
  readonly side: 'initiator' | 'responder';
  readonly leg: 'request' | 'reply';
  readonly direction: 'ingress' | 'egress';
  readonly filter: 'security-groups' | 'network-acl';
  readonly interfaceId: string;
  readonly allows: boolean;
};

export const requestOf = (
  { initiator, responder }: PlainEnds,
  it: Traffic,
  port: number | null,
): WrittenPacket => ({
  source: initiator.address,
  destination: responder.address,
  protocol: it.protocol,
  sourcePort: port,
  destinationPort: it.servicePort,
  icmpType: it.icmp?.type ?? null,
  icmpCode: it.icmp?.code ?? null,
});

/** "Echo request" 8 is answered by "echo reply" 0; in ICMPv6 128 by 129. */
const replyOf = (request: WrittenPacket): WrittenPacket => ({
  source: request.destination,
  destination: request.source,
  protocol: request.protocol,
  sourcePort: request.destinationPort,
  destinationPort: request.sourcePort,
  icmpType: request.icmpType === null ? null : isIpv6Text(request.source) ? 129 : 0,
  icmpCode: request.icmpType === null ? null : 0,
});

const subnetOf = (world: AwsWorld, interfaceId: string): string => {
  const it = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === interfaceId);
  if (it === undefined) throw new Error(interfaceId);
  return it.SubnetId;
};

const groupsPass = (
  world: AwsWorld,
  id: string,
  leg: 'request' | 'reply',
  egress: boolean,
  request: WrittenPacket,
): boolean => {
  if (leg === 'request') return securityGroupsAllow(world, id, egress, request);
  // "Security groups are stateful ... response traffic for that request is allowed", unless it is not tracked: then
  // the rules of its own direction decide.
  return isTracked(world, id, !egress, request) || securityGroupsAllow(world, id, egress, replyOf(request));
};

const aclPasses = (
  world: AwsWorld,
  id: string,
  peerId: string | null,
  leg: 'request' | 'reply',
  egress: boolean,
  request: WrittenPacket,
): boolean => {
  // "Network ACL rules are evaluated when traffic enters or leaves the subnet, not as it is routed within a subnet."
  if (peerId !== null && subnetOf(world, peerId) === subnetOf(world, id)) return true;
  const packet = leg === 'request' ? request : replyOf(request);
  return networkAclDecides(world, subnetOf(world, id), egress, packet).allow;
};

/** Every filter on the way there and back, in the order the packets meet them. */
export const checkpointsOf = (
  world: AwsWorld,
  ends: PlainEnds,
  request: WrittenPacket,
): readonly PlainCheckpoint[] => {
  const found: PlainCheckpoint[] = [];
  const stations = [
    ['initiator', 'request', true],
    ['responder', 'request', false],
    ['responder', 'reply', true],
    ['initiator', 'reply', false],
  ] as const;
  for (const [side, leg, egress] of stations) {
    const { interfaceId } = ends[side];
    const peerId = ends[side === 'initiator' ? 'responder' : 'initiator'].interfaceId;
    if (interfaceId === null) continue;
    const at = { side, leg, direction: egress ? 'egress' : 'ingress', interfaceId } as const;
    const groups = {
      ...at,
      filter: 'security-groups' as const,
      allows: groupsPass(world, interfaceId, leg, egress, request),
    };
    const acl = {
      ...at,
      filter: 'network-acl' as const,
      allows: aclPasses(world, interfaceId, peerId, leg, egress, request),
    };
    if (egress) found.push(groups, acl);
    else found.push(acl, groups);
  }
  return found;
};

export const passes = (world: AwsWorld, ends: PlainEnds, request: WrittenPacket): boolean =>
  checkpointsOf(world, ends, request).every(({ allows }) => allows);

/** Every pair of type and code that the rules of the world can tell apart, for traffic whose type is not known. */
export const everyIcmp: readonly { readonly type: number; readonly code: number }[] = [
  0, 1, 3, 8, 128, 129, 200,
].flatMap((type) => [0, 1, 4, 9].map((code) => ({ type, code })));
