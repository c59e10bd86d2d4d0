/**
 * A second opinion on the way of a packet and its reply: a naive walk over the JSON that AWS prints, one `if` a sentence
 * of AWS's. It shares nothing with `src`.
 */
import {
  type AwsNetworkInterface,
  type AwsWorld,
  isInBlock,
  isTracked,
  networkAclDecides,
  numberOf,
  securityGroupsAllow,
  type WrittenPacket,
} from './filter.js';

export type AwsRoute = {
  DestinationCidrBlock: string;
  GatewayId?: string;
  NatGatewayId?: string;
  VpcPeeringConnectionId?: string;
  State: 'active' | 'blackhole';
  Origin: string;
};

export type AwsRouteTable = {
  RouteTableId: string;
  VpcId: string;
  Associations: { Main: boolean; SubnetId?: string }[];
  Routes: AwsRoute[];
};

type Addressed = Omit<AwsNetworkInterface, 'PrivateIpAddresses'> & {
  PrivateIpAddresses: { PrivateIpAddress: string; Association?: { PublicIp: string } }[];
};

export type RoutedWorld = Omit<AwsWorld, 'NetworkInterfaces'> & {
  NetworkInterfaces: Addressed[];
  Vpcs: { VpcId: string; CidrBlock: string }[];
  Subnets: { SubnetId: string; VpcId: string; CidrBlock: string }[];
  RouteTables: AwsRouteTable[];
  InternetGateways: { InternetGatewayId: string; Attachments: { VpcId: string; State: string }[] }[];
  NatGateways: {
    NatGatewayId: string;
    VpcId: string;
    SubnetId: string;
    State: string;
    ConnectivityType: string;
    NatGatewayAddresses: { NetworkInterfaceId: string; PrivateIp: string; PublicIp: string }[];
  }[];
  VpcPeeringConnections: {
    VpcPeeringConnectionId: string;
    Status: { Code: string };
    RequesterVpcInfo: { VpcId: string; CidrBlock: string; Region: string };
    AccepterVpcInfo: { VpcId: string; CidrBlock: string; Region: string };
  }[];
};

export type PlainEvent = {
  readonly leg: 'request' | 'reply';
  readonly interfaceId: string;
  readonly direction: 'ingress' | 'egress';
  readonly filter: 'security-groups' | 'network-acl';
  readonly allows: boolean;
};

export type PlainWalk = {
  readonly events: readonly PlainEvent[];
  /** `arrived at eni-1`, `left`, or the code of what stopped it. */
  readonly end: string;
};

type Leg = 'request' | 'reply';
type Seen = { readonly interfaceId: string; readonly egress: boolean; readonly packet: WrittenPacket };
type Nat = RoutedWorld['NatGateways'][number];
type Mapping = { readonly nat: Nat; readonly inside: WrittenPacket; readonly outside: WrittenPacket };

/** "Echo request" 8 is answered by "echo reply" 0. */
const answerTo = (packet: WrittenPacket): WrittenPacket => ({
  source: packet.destination,
  destination: packet.source,
  protocol: packet.protocol,
  sourcePort: packet.destinationPort,
  destinationPort: packet.sourcePort,
  icmpType: packet.icmpType === null ? null : 0,
  icmpCode: packet.icmpType === null ? null : 0,
});

const isPrivateText = (address: string): boolean =>
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].some((block) =>
    isInBlock(address, block),
  );

const holderIn = (world: RoutedWorld, vpcId: string, address: string): Addressed | undefined =>
  world.NetworkInterfaces.find(
    (one) =>
      one.VpcId === vpcId &&
      one.PrivateIpAddresses.some((own) => numberOf(own.PrivateIpAddress) === numberOf(address)),
  );

const publicOf = (world: RoutedWorld, vpcId: string, address: string): string | undefined =>
  holderIn(world, vpcId, address)?.PrivateIpAddresses.find((own) => own.PrivateIpAddress === address)
    ?.Association?.PublicIp;

/** "If a subnet is not explicitly associated with a route table, it is implicitly associated with the main route table." */
const tableFor = (world: RoutedWorld, vpcId: string, subnetId: string): AwsRouteTable => {
  const explicit = world.RouteTables.find((table) =>
    table.Associations.some((one) => one.SubnetId === subnetId),
  );
  const main = world.RouteTables.find(
    (table) => table.VpcId === vpcId && table.Associations.some((one) => one.Main),
  );
  const found = explicit ?? main;
  if (found === undefined) throw new Error(vpcId);
  return found;
};

const lengthOf = (route: AwsRoute): number => Number(route.DestinationCidrBlock.split('/')[1]);

/** "We use the most specific route in your route table that matches the traffic." */
const mostSpecific = (table: AwsRouteTable, address: string): AwsRoute | undefined => {
  let best: AwsRoute | undefined;
  for (const route of table.Routes)
    if (isInBlock(address, route.DestinationCidrBlock))
      if (best === undefined || lengthOf(route) > lengthOf(best)) best = route;
  return best;
};

/** One leg, from an interface of the input or from the internet. `seen` are the passes of the request, for its reply. */
const walkLeg = (
  world: RoutedWorld,
  leg: Leg,
  start: Addressed | null,
  first: WrittenPacket,
  natPort: number,
  seen: Seen[],
  mappings: Mapping[],
): PlainWalk & { readonly packet: WrittenPacket; readonly at: Addressed | null } => {
  const events: PlainEvent[] = [];
  let packet = first;
  let at: Addressed | null = start;
  const end = (how: string) => ({ events, end: how, packet, at });

  const groupsAllow = (it: Addressed, egress: boolean): boolean => {
    if (leg === 'request') return securityGroupsAllow(world, it.NetworkInterfaceId, egress, packet);
    const opened = seen.find(
      (one) =>
        one.interfaceId === it.NetworkInterfaceId &&
        one.egress !== egress &&
        one.packet.source === packet.destination &&
        one.packet.destination === packet.source,
    );
    // "Security groups are stateful": the reply of a tracked request passes.
    if (
      opened !== undefined &&
      (isTracked(world, it.NetworkInterfaceId, !egress, opened.packet) || mappings.length > 0)
    )
      return true;
    return securityGroupsAllow(world, it.NetworkInterfaceId, egress, packet);
  };
  const pass = (it: Addressed, egress: boolean, crossesSubnet: boolean): void => {
    if (leg === 'request') seen.push({ interfaceId: it.NetworkInterfaceId, egress, packet });
    const told = {
      leg,
      interfaceId: it.NetworkInterfaceId,
      direction: egress ? 'egress' : 'ingress',
    } as const;
    const groups = { ...told, filter: 'security-groups' as const, allows: groupsAllow(it, egress) };
    // "Network ACL rules are evaluated when traffic enters or leaves the subnet, not as it is routed within a subnet."
    const acl = {
      ...told,
      filter: 'network-acl' as const,
      allows: !crossesSubnet || networkAclDecides(world, it.SubnetId, egress, packet).allow,
    };
    events.push(...(egress ? [groups, acl] : [acl, groups]));
  };
  const natAt = (it: Addressed): Nat | undefined =>
    world.NatGateways.find((nat) =>
      nat.NatGatewayAddresses.some((one) => one.NetworkInterfaceId === it.NetworkInterfaceId),
    );

  for (let hops = 0; hops < 30; hops++) {
    let next: Addressed | undefined;
    let crosses = true;
    if (at === null) {
      // On the internet: somebody's public address, or nobody's of this input.
      const owner = world.NetworkInterfaces.find((one) =>
        one.PrivateIpAddresses.some((own) => own.Association?.PublicIp === packet.destination),
      );
      if (owner === undefined) return end('left');
      const own = owner.PrivateIpAddresses.find((one) => one.Association?.PublicIp === packet.destination);
      packet = { ...packet, destination: own?.PrivateIpAddress ?? '' };
      next = owner;
    } else {
      const here: Addressed = at;
      const local = holderIn(world, here.VpcId, packet.destination);
      if (local !== undefined && local.SubnetId === here.SubnetId) {
        pass(here, true, false);
        next = local;
        crosses = false;
      } else {
        pass(here, true, true);
        const route = mostSpecific(tableFor(world, here.VpcId, here.SubnetId), packet.destination);
        if (route === undefined) return end('no-route');
        if (route.State === 'blackhole') return end('blackhole-route');
        if (route.GatewayId === 'local') {
          if (local === undefined) return end('nobody');
          next = local;
        } else if (route.GatewayId !== undefined) {
          if (isPrivateText(packet.destination)) return end('no-route');
          const source = publicOf(world, here.VpcId, packet.source);
          if (source === undefined) return end('no-public-address');
          packet = { ...packet, source };
          at = null;
          continue;
        } else if (route.NatGatewayId !== undefined) {
          const nat = world.NatGateways.find((one) => one.NatGatewayId === route.NatGatewayId);
          if (nat === undefined) throw new Error(route.NatGatewayId);
          if (natAt(here) === nat) return end('nat-gateway-cannot-carry');
          next = world.NetworkInterfaces.find(
            (one) => one.NetworkInterfaceId === nat.NatGatewayAddresses[0]?.NetworkInterfaceId,
          ) as Addressed;
          crosses = next.SubnetId !== here.SubnetId;
          pass(next, false, crosses);
          // A NAT gateway carries what was opened behind it; a reply that it did not see the request of is dropped.
          if (leg === 'reply') return end('asymmetric-path');
          const inside: WrittenPacket = packet;
          packet = {
            ...packet,
            source: nat.NatGatewayAddresses[0]?.PrivateIp ?? '',
            sourcePort: packet.sourcePort === null ? null : natPort,
          };
          mappings.push({ nat, inside, outside: packet });
          at = next;
          continue;
        } else {
          const peering = world.VpcPeeringConnections.find(
            (one) => one.VpcPeeringConnectionId === route.VpcPeeringConnectionId,
          );
          if (peering === undefined || peering.Status.Code !== 'active') return end('peering-not-usable');
          const sides = [peering.RequesterVpcInfo, peering.AccepterVpcInfo];
          const mine = sides.find((one) => one.VpcId === here.VpcId);
          const other = sides.find((one) => one.VpcId !== here.VpcId);
          if (mine === undefined || other === undefined) return end('peering-not-usable');
          if (!isInBlock(packet.source, mine.CidrBlock) || !isInBlock(packet.destination, other.CidrBlock))
            return end('peering-not-usable');
          next = holderIn(world, other.VpcId, packet.destination);
          if (next === undefined) return end('nobody');
        }
      }
    }
    pass(next, false, crosses);
    const nat = natAt(next);
    if (nat === undefined) {
      at = next;
      return end(`arrived at ${next.NetworkInterfaceId}`);
    }
    const mapping = mappings.find(
      (one) => one.nat === nat && publicPeer(world, one.outside.destination) === packet.source,
    );
    if (mapping === undefined) return end(leg === 'reply' ? 'asymmetric-path' : 'nat-gateway-cannot-carry');
    packet = answerTo(mapping.inside);
    at = next;
  }
  return end('loop');
};

/** How a destination looks from the other side of an internet gateway: as itself, if it is public. */
const publicPeer = (_world: RoutedWorld, address: string): string => address;

/** A request and its reply; the reply is null where the request does not get to an end. */
export const walkBoth = (
  world: RoutedWorld,
  fromInterfaceId: string | null,
  packet: WrittenPacket,
  natPort: number,
): { readonly request: PlainWalk; readonly reply: PlainWalk | null } => {
  const start = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === fromInterfaceId) ?? null;
  const seen: Seen[] = [];
  const mappings: Mapping[] = [];
  const request = walkLeg(world, 'request', start, packet, natPort, seen, mappings);
  const finished = request.end === 'left' || request.end.startsWith('arrived');
  if (!finished) return { request, reply: null };
  const origin = request.end === 'left' ? null : request.at;
  const reply = walkLeg(world, 'reply', origin, answerTo(request.packet), natPort, seen, mappings);
  return { request, reply };
};
