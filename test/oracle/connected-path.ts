/**
 * A second opinion on ways between VPCs, over transit gateways, endpoints and load balancers, over IPv6, and past Block
 * Public Access: a naive walk over the JSON that AWS prints, one `if` a sentence of AWS's. It shares nothing with `src`.
 */
import {
  type AwsNetworkInterface,
  type AwsWorld,
  isInBlock,
  isIpv6Text,
  isTracked,
  networkAclDecides,
  numberOf,
  securityGroupsAllow,
  type WrittenPacket,
} from './filter.js';
import type { PlainEvent, PlainWalk } from './path.js';

export type AwsRoute = {
  DestinationCidrBlock?: string;
  DestinationIpv6CidrBlock?: string;
  DestinationPrefixListId?: string;
  GatewayId?: string;
  EgressOnlyInternetGatewayId?: string;
  VpcPeeringConnectionId?: string;
  TransitGatewayId?: string;
  State: 'active' | 'blackhole';
  Origin: string;
};

export type Addressed = Omit<AwsNetworkInterface, 'PrivateIpAddresses'> & {
  InterfaceType: string;
  Description: string;
  PrivateIpAddress: string;
  PrivateIpAddresses: { PrivateIpAddress: string; Primary: boolean; Association?: { PublicIp: string } }[];
};

type Associated = { TransitGatewayRouteTableId: string; State: string };

export type ConnectedWorld = Omit<AwsWorld, 'NetworkInterfaces' | 'PrefixLists'> & {
  NetworkInterfaces: Addressed[];
  Vpcs: { VpcId: string; CidrBlock: string; Ipv6CidrBlockAssociationSet: { Ipv6CidrBlock: string }[] }[];
  Subnets: { SubnetId: string; VpcId: string; CidrBlock: string; AvailabilityZone: string }[];
  RouteTables: {
    RouteTableId: string;
    VpcId: string;
    Associations: { Main: boolean; SubnetId?: string }[];
    Routes: AwsRoute[];
  }[];
  InternetGateways: { InternetGatewayId: string; Attachments: { VpcId: string; State: string }[] }[];
  PrefixLists: { PrefixListId: string; PrefixListName: string; Cidrs: string[] }[];
  VpcPeeringConnections: {
    VpcPeeringConnectionId: string;
    Status: { Code: string };
    RequesterVpcInfo: { VpcId: string; CidrBlock: string; Region: string };
    AccepterVpcInfo: { VpcId: string; CidrBlock: string; Region: string };
  }[];
  TransitGateways: { TransitGatewayId: string; Options: { SecurityGroupReferencingSupport: string } }[];
  TransitGatewayVpcAttachments: {
    TransitGatewayAttachmentId: string;
    TransitGatewayId: string;
    VpcId: string;
    SubnetIds: string[];
    Options: { SecurityGroupReferencingSupport: string };
  }[];
  TransitGatewayAttachments: {
    TransitGatewayAttachmentId: string;
    ResourceType: string;
    Association?: Associated;
  }[];
  TransitGatewayRoutes: {
    DestinationCidrBlock: string;
    Type: string;
    State: string;
    TransitGatewayAttachments: { TransitGatewayAttachmentId: string }[];
  }[];
  VpcBlockPublicAccessOptions: { InternetGatewayBlockMode: string };
  VpcBlockPublicAccessExclusions: {
    ExclusionId: string;
    ResourceArn: string;
    InternetGatewayExclusionMode: string;
    State: string;
  }[];
  /** One load balancer with one target group of one target. */
  LoadBalancers: {
    LoadBalancerArn: string;
    LoadBalancerName: string;
    Type: string;
    SecurityGroups: string[];
  }[];
  Listeners: {
    ListenerArn: string;
    LoadBalancerArn: string;
    Port: number;
    Protocol: string;
    DefaultActions: { Type: string; TargetGroupArn: string }[];
  }[];
  TargetHealthDescriptions: { Target: { Id: string; Port: number }; TargetHealth: { State: string } }[];
  TargetGroupAttributes: { Key: string; Value: string }[];
};

type Leg = 'request' | 'reply';

/** A pass through an interface that has records of its own, with the packet as it is there. */
export type PlainPass = {
  readonly interfaceId: string;
  readonly direction: 'ingress' | 'egress';
  readonly packet: WrittenPacket;
  /** What its groups and the network ACL decide together. */
  readonly allows: boolean;
};

/** One leg: what its filters decide, what its interfaces see, and the packet where it ended. */
export type ConnectedLeg = PlainWalk & {
  readonly passes: readonly PlainPass[];
  readonly packet: WrittenPacket;
};

/** Something on the way: a pass through an interface, or a component that matters to the passes around it. */
type Step =
  | {
      readonly pass: Addressed | null;
      readonly id: string;
      readonly subnetId: string;
      readonly egress: boolean;
      readonly crosses: boolean;
      readonly packet: WrittenPacket;
    }
  | { readonly through: 'internet' | 'transit-gateway' | 'balancer' | 'egress-only' };

/** What a load balancer remembers of a connection. */
type Mapping = {
  readonly at: Addressed;
  readonly before: WrittenPacket;
  readonly after: WrittenPacket;
  readonly preserves: boolean;
};

type Where =
  | { readonly is: 'sending'; readonly from: Addressed }
  | { readonly is: 'routing'; readonly vpcId: string; readonly subnetId: string }
  | { readonly is: 'inside'; readonly vpcId: string; readonly subnetId: string | null }
  | { readonly is: 'getting'; readonly at: Addressed; readonly crosses: boolean }
  | { readonly is: 'internet' }
  | { readonly is: 'transit'; readonly attachmentId: string; readonly zone: string | null };

type Finish = { readonly end: string; readonly next: Where | null };

const stop = (end: string): Finish => ({ end, next: null });

/** "Echo request" 8 is answered by "echo reply" 0; in ICMPv6 128 by 129. */
const answerTo = (packet: WrittenPacket): WrittenPacket => ({
  source: packet.destination,
  destination: packet.source,
  protocol: packet.protocol,
  sourcePort: packet.destinationPort,
  destinationPort: packet.sourcePort,
  icmpType: packet.icmpType === null ? null : packet.protocol === 58 ? 129 : 0,
  icmpCode: packet.icmpType === null ? null : 0,
});

const same = (a: string, b: string): boolean =>
  isIpv6Text(a) === isIpv6Text(b) && numberOf(a) === numberOf(b);

const has = (it: Addressed, address: string): boolean =>
  it.PrivateIpAddresses.some((own) => same(own.PrivateIpAddress, address)) ||
  it.Ipv6Addresses.some((own) => same(own.Ipv6Address, address));

const isPrivateText = (address: string): boolean =>
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].some((block) => isInBlock(address, block));

export class ConnectedWalk {
  readonly steps: Step[] = [];
  private readonly routed: string[] = [];
  packet: WrittenPacket;
  private readonly world: ConnectedWorld;
  private readonly leg: Leg;
  private readonly mappings: Mapping[];
  private readonly request: ConnectedWalk | null;
  private readonly balancerPort: number;

  constructor(
    world: ConnectedWorld,
    leg: Leg,
    first: WrittenPacket,
    mappings: Mapping[],
    request: ConnectedWalk | null,
    balancerPort: number,
  ) {
    this.world = world;
    this.leg = leg;
    this.packet = first;
    this.mappings = mappings;
    this.request = request;
    this.balancerPort = balancerPort;
  }

  run(start: Where): string {
    let where = start;
    for (let moves = 0; moves < 40; moves++) {
      const { end, next } = this.move(where);
      if (next === null) return end;
      where = next;
    }
    return 'no-route';
  }

  private move(where: Where): Finish {
    switch (where.is) {
      case 'sending':
        return this.send(where.from);
      case 'routing':
        return this.route(where.vpcId, where.subnetId);
      case 'inside':
        return this.inside(where.vpcId, where.subnetId);
      case 'getting':
        return this.get(where.at, where.crosses);
      case 'internet':
        return this.onTheInternet();
      case 'transit':
        return this.transit(where.attachmentId, where.zone);
    }
  }

  private subnet(id: string) {
    const it = this.world.Subnets.find((one) => one.SubnetId === id);
    if (it === undefined) throw new Error(id);
    return it;
  }

  private holder(vpcId: string): Addressed | undefined {
    return this.world.NetworkInterfaces.find((it) => it.VpcId === vpcId && has(it, this.packet.destination));
  }

  private pass(it: Addressed, egress: boolean, crosses: boolean): void {
    const { NetworkInterfaceId: id, SubnetId: subnetId } = it;
    this.steps.push({ pass: it, id, subnetId, egress, crosses, packet: this.packet });
  }

  private attachmentPass(attachmentId: string, subnetId: string, egress: boolean, crosses = true): void {
    const at = this.world.NetworkInterfaces.find(
      (it) => it.InterfaceType === 'transit_gateway' && it.SubnetId === subnetId,
    );
    const id = at?.NetworkInterfaceId ?? attachmentId;
    this.steps.push({ pass: null, id, subnetId, egress, crosses, packet: this.packet });
  }

  private send(from: Addressed): Finish {
    // What a target answers to a client whose address was preserved goes through the load balancer.
    const mine = this.mappings.find(
      ({ preserves, after, at }) =>
        this.leg === 'reply' &&
        preserves &&
        at !== from &&
        has(from, after.destination) &&
        same(after.source, this.packet.destination),
    );
    if (mine !== undefined) {
      const crosses = mine.at.SubnetId !== from.SubnetId;
      this.pass(from, true, crosses);
      return { end: '', next: { is: 'getting', at: mine.at, crosses } };
    }
    const near = this.holder(from.VpcId);
    // "Network ACL rules are evaluated when traffic enters or leaves the subnet, not as it is routed within a subnet."
    if (near !== undefined && near.SubnetId === from.SubnetId) {
      this.pass(from, true, false);
      return { end: '', next: { is: 'getting', at: near, crosses: false } };
    }
    this.pass(from, true, true);
    return { end: '', next: { is: 'routing', vpcId: from.VpcId, subnetId: from.SubnetId } };
  }

  /** "We use the most specific route in your route table that matches the traffic." */
  private bestRoute(vpcId: string, subnetId: string): AwsRoute | undefined {
    const own = this.world.RouteTables.find(({ Associations }) =>
      Associations.some(({ SubnetId }) => SubnetId === subnetId),
    );
    const main = this.world.RouteTables.find(
      (table) => table.VpcId === vpcId && table.Associations.some(({ Main }) => Main),
    );
    let best: { route: AwsRoute; length: number } | undefined;
    for (const route of (own ?? main)?.Routes ?? []) {
      const lists = this.world.PrefixLists.filter(
        ({ PrefixListId }) => PrefixListId === route.DestinationPrefixListId,
      );
      const blocks = [
        ...(route.DestinationCidrBlock === undefined ? [] : [route.DestinationCidrBlock]),
        ...(route.DestinationIpv6CidrBlock === undefined ? [] : [route.DestinationIpv6CidrBlock]),
        ...lists.flatMap(({ Cidrs }) => Cidrs),
      ];
      for (const block of blocks) {
        const length = Number(block.split('/')[1]);
        if (isInBlock(this.packet.destination, block) && (best === undefined || length > best.length))
          best = { route, length };
      }
    }
    return best?.route;
  }

  private route(vpcId: string, subnetId: string): Finish {
    // A packet that comes back to a route table as it was goes round for ever.
    const key = `${subnetId} ${this.packet.source} ${this.packet.destination}`;
    if (this.routed.includes(key)) return stop('no-route');
    this.routed.push(key);
    const route = this.bestRoute(vpcId, subnetId);
    if (route === undefined) return stop('no-route');
    if (route.State === 'blackhole') return stop('blackhole-route');
    if (route.GatewayId === 'local') return { end: '', next: { is: 'inside', vpcId, subnetId } };
    if (route.GatewayId?.startsWith('vpce-')) return this.gatewayEndpoint();
    if (route.GatewayId !== undefined) return this.outToTheInternet(vpcId);
    if (route.EgressOnlyInternetGatewayId !== undefined) return this.egressOnly(vpcId);
    if (route.VpcPeeringConnectionId !== undefined) return this.peering(vpcId);
    return this.intoTransit(vpcId, subnetId);
  }

  /** "Gateway endpoints ... only TCP"; Reachability Analyzer: "only TCP traffic or ICMP echo". */
  private gatewayEndpoint(): Finish {
    return this.packet.protocol === 6 || this.packet.protocol === 1
      ? stop('left to an endpoint')
      : stop('endpoint-cannot-carry');
  }

  /** `off`, `block-bidirectional` or `block-ingress`, with the exclusions counted in. */
  private publicAccess(subnetId: string | undefined): string {
    const mode = this.world.VpcBlockPublicAccessOptions.InternetGatewayBlockMode;
    if (mode === 'off') return mode;
    const exclusion = this.world.VpcBlockPublicAccessExclusions.find(
      ({ ResourceArn }) => subnetId !== undefined && ResourceArn.endsWith(`/${subnetId}`),
    );
    if (exclusion === undefined) return mode;
    return exclusion.InternetGatewayExclusionMode === 'allow-bidirectional' ? 'off' : 'block-ingress';
  }

  private senderSubnet(vpcId: string): string | undefined {
    return this.world.NetworkInterfaces.find((it) => it.VpcId === vpcId && has(it, this.packet.source))
      ?.SubnetId;
  }

  private outToTheInternet(vpcId: string): Finish {
    if (isPrivateText(this.packet.destination)) return stop('no-route');
    const own = this.world.NetworkInterfaces.flatMap((it) =>
      it.VpcId === vpcId ? it.PrivateIpAddresses : [],
    ).find(({ PrivateIpAddress }) => same(PrivateIpAddress, this.packet.source));
    const isIpv6 = isIpv6Text(this.packet.source);
    const outside = isIpv6 ? this.packet.source : own?.Association?.PublicIp;
    if (outside === undefined) return stop('no-public-address');
    if (this.publicAccess(this.senderSubnet(vpcId)) === 'block-bidirectional')
      return stop('block-public-access');
    this.packet = { ...this.packet, source: outside };
    this.steps.push({ through: 'internet' });
    return { end: '', next: { is: 'internet' } };
  }

  /** "Enables outbound communication over IPv6 ... and prevents the internet from initiating an IPv6 connection". */
  private egressOnly(vpcId: string): Finish {
    if (isPrivateText(this.packet.destination)) return stop('no-route');
    if (this.leg === 'reply') return stop('asymmetric-path');
    if (this.publicAccess(this.senderSubnet(vpcId)) === 'block-bidirectional')
      return stop('block-public-access');
    this.steps.push({ through: 'egress-only' });
    return { end: '', next: { is: 'internet' } };
  }

  private onTheInternet(): Finish {
    const { destination } = this.packet;
    const cameFrom = this.leg === 'reply' && this.request !== null && !this.request.startedInside();
    const owner = cameFrom
      ? undefined
      : this.world.NetworkInterfaces.find((it) =>
          isIpv6Text(destination)
            ? has(it, destination)
            : it.PrivateIpAddresses.some(({ Association }) => Association?.PublicIp === destination),
        );
    if (owner === undefined) return stop('left to the internet');
    const gateways = this.world.InternetGateways.filter(({ Attachments }) =>
      Attachments.some(({ VpcId }) => VpcId === owner.VpcId),
    );
    const byEgressOnly =
      this.leg === 'reply' &&
      (this.request?.steps.some((step) => 'through' in step && step.through === 'egress-only') ?? false);
    if (gateways.length === 0 && !byEgressOnly) return stop('no-route');
    const own = owner.PrivateIpAddresses.find(({ Association }) => Association?.PublicIp === destination);
    if (own !== undefined) this.packet = { ...this.packet, destination: own.PrivateIpAddress };
    const mode = this.publicAccess(owner.SubnetId);
    // "block-ingress": "Only traffic to and from NAT gateways and egress-only internet gateways is allowed".
    if (mode === 'block-bidirectional' || (mode === 'block-ingress' && !byEgressOnly))
      return stop('block-public-access');
    this.steps.push({ through: byEgressOnly ? 'egress-only' : 'internet' });
    return { end: '', next: { is: 'inside', vpcId: owner.VpcId, subnetId: null } };
  }

  startedInside(): boolean {
    const [first] = this.steps;
    return first !== undefined && 'pass' in first && first.egress;
  }

  private blocksOf(vpcId: string): readonly string[] {
    const vpc = this.world.Vpcs.find((one) => one.VpcId === vpcId);
    return [
      vpc?.CidrBlock ?? '',
      ...(vpc?.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ];
  }

  private peering(vpcId: string): Finish {
    const [it] = this.world.VpcPeeringConnections;
    const other = [it?.RequesterVpcInfo, it?.AccepterVpcInfo].find((side) => side?.VpcId !== vpcId)?.VpcId;
    if (it?.Status.Code !== 'active' || other === undefined) return stop('peering-not-usable');
    const isOf = (id: string, address: string) =>
      this.blocksOf(id).some((block) => isInBlock(address, block));
    if (!isOf(vpcId, this.packet.source) || !isOf(other, this.packet.destination))
      return stop('peering-not-usable');
    return { end: '', next: { is: 'inside', vpcId: other, subnetId: null } };
  }

  /** "You must have an attachment in the Availability Zone" of the sender. */
  private intoTransit(vpcId: string, subnetId: string): Finish {
    const attachment = this.world.TransitGatewayVpcAttachments.find((one) => one.VpcId === vpcId);
    const zone = this.subnet(subnetId).AvailabilityZone;
    const entry = attachment?.SubnetIds.find((id) => this.subnet(id).AvailabilityZone === zone);
    if (attachment === undefined || entry === undefined) return stop('transit-gateway-does-not-forward');
    this.attachmentPass(attachment.TransitGatewayAttachmentId, entry, false);
    return {
      end: '',
      next: { is: 'transit', attachmentId: attachment.TransitGatewayAttachmentId, zone },
    };
  }

  /** "The most specific route"; of equal ones the static route wins. */
  private transit(attachmentId: string, _zone: string | null): Finish {
    const refused = stop('transit-gateway-does-not-forward');
    this.steps.push({ through: 'transit-gateway' });
    const from = this.world.TransitGatewayAttachments.find(
      (one) => one.TransitGatewayAttachmentId === attachmentId,
    );
    if (from?.Association === undefined) return refused;
    let best: ConnectedWorld['TransitGatewayRoutes'][number] | undefined;
    const rank = (one: ConnectedWorld['TransitGatewayRoutes'][number]) =>
      Number(one.DestinationCidrBlock.split('/')[1]) * 2 + (one.Type === 'static' ? 1 : 0);
    for (const route of this.world.TransitGatewayRoutes)
      if (isInBlock(this.packet.destination, route.DestinationCidrBlock))
        if (best === undefined || rank(route) > rank(best)) best = route;
    const toId = best?.TransitGatewayAttachments[0]?.TransitGatewayAttachmentId;
    if (best === undefined || best.State === 'blackhole' || toId === undefined) return refused;
    const to = this.world.TransitGatewayVpcAttachments.find((one) => one.TransitGatewayAttachmentId === toId);
    // Nothing tells whether what leaves over a VPN comes to an interface of ours after all.
    if (to === undefined && this.world.NetworkInterfaces.some((it) => has(it, this.packet.destination)))
      return stop('unknown');
    if (to === undefined) return stop(`left to ${toId}`);
    const subnetId = to.SubnetIds[0] as string;
    const near = this.holder(to.VpcId);
    // "Traffic from the transit gateway to the instance" in the subnet of the attachment meets no network ACL.
    this.attachmentPass(toId, subnetId, true, near?.SubnetId !== subnetId);
    if (near?.SubnetId === subnetId) return { end: '', next: { is: 'getting', at: near, crosses: false } };
    return { end: '', next: { is: 'routing', vpcId: to.VpcId, subnetId } };
  }

  private inside(vpcId: string, subnetId: string | null): Finish {
    const at = this.holder(vpcId);
    return at === undefined
      ? stop('nobody')
      : { end: '', next: { is: 'getting', at, crosses: at.SubnetId !== subnetId } };
  }

  private get(at: Addressed, crosses: boolean): Finish {
    this.pass(at, false, crosses);
    if (at.InterfaceType === 'vpc_endpoint')
      // "An interface endpoint does not respond to ping."
      return this.packet.protocol === 1 ? stop('endpoint-cannot-carry') : this.arrived(at);
    return at.Description.startsWith('ELB ') ? this.balance(at) : this.arrived(at);
  }

  private arrived(at: Addressed): Finish {
    return stop(`arrived at ${at.NetworkInterfaceId}`);
  }

  private balance(at: Addressed): Finish {
    const known = this.mappings.find(
      ({ after }) =>
        this.leg === 'reply' &&
        same(after.destination, this.packet.source) &&
        same(after.source, this.packet.destination),
    );
    if (known !== undefined) {
      this.packet = answerTo(known.before);
      return { end: '', next: { is: 'sending', from: at } };
    }
    const refused = stop('load-balancer-does-not-forward');
    const isNetwork = at.Description.startsWith('ELB net/');
    // "An Application Load Balancer" answers a ping itself.
    if (this.packet.protocol === 1 && !isNetwork) return this.arrived(at);
    const [listener] = this.world.Listeners;
    if (listener?.Port !== this.packet.destinationPort || this.packet.protocol !== 6) return refused;
    const [only] = this.world.TargetHealthDescriptions;
    if (only === undefined || !['healthy', 'unhealthy', 'initial'].includes(only.TargetHealth.State))
      return refused;
    const preserves =
      isNetwork &&
      this.world.TargetGroupAttributes.some(
        ({ Key, Value }) => Key === 'preserve_client_ip.enabled' && Value === 'true',
      );
    const before = this.packet;
    const own = at.PrivateIpAddresses[0]?.PrivateIpAddress ?? '';
    const after: WrittenPacket = {
      ...before,
      destination: only.Target.Id,
      destinationPort: only.Target.Port,
      ...(preserves ? {} : { source: own, sourcePort: this.balancerPort }),
    };
    this.mappings.push({ at, before, after, preserves });
    this.packet = after;
    this.steps.push({ through: 'balancer' });
    return { end: '', next: { is: 'sending', from: at } };
  }

  /** Whether rules that refer to groups know the peer of a pass: "never" outbound over a transit gateway, inbound if it is on everywhere. */
  private knowsGroups(index: number, egress: boolean): boolean {
    const around = egress ? this.steps.slice(index) : this.steps.slice(0, index);
    const through = around.flatMap((step) => ('through' in step ? [step.through] : []));
    if (!egress && (through.includes('internet') || through.includes('egress-only'))) return false;
    if (!through.includes('transit-gateway')) return true;
    const switches = [
      ...this.world.TransitGateways.map(({ Options }) => Options),
      ...this.world.TransitGatewayVpcAttachments.map(({ Options }) => Options),
    ];
    return !egress && switches.every((one) => one.SecurityGroupReferencingSupport === 'enable');
  }

  private groupsAllow(step: Extract<Step, { pass: unknown }>, index: number): boolean {
    const { egress, packet, id } = step;
    const only = (references: boolean): AwsWorld => ({
      ...this.world,
      PrefixLists: [],
      SecurityGroups: this.world.SecurityGroups.map((group) => {
        const kept = (rules: typeof group.IpPermissions) =>
          rules.filter(({ UserIdGroupPairs }) => UserIdGroupPairs.length > 0 === references);
        return {
          ...group,
          IpPermissions: kept(group.IpPermissions),
          IpPermissionsEgress: kept(group.IpPermissionsEgress),
        };
      }),
    });
    if (securityGroupsAllow(only(false), id, egress, packet)) return true;
    // "You can reference the security group of the load balancer", whatever the source address is.
    const mapping = this.mappings.find(({ after, preserves }) => preserves && after === packet);
    if (mapping !== undefined && !egress && id !== mapping.at.NetworkInterfaceId) {
      const source = mapping.at.PrivateIpAddresses[0]?.PrivateIpAddress ?? '';
      return securityGroupsAllow(only(true), id, egress, { ...packet, source });
    }
    return this.knowsGroups(index, egress) && securityGroupsAllow(only(true), id, egress, packet);
  }

  private stateAllows(step: Extract<Step, { pass: unknown }>, index: number): boolean {
    const opened = this.request?.steps.find(
      (one) =>
        'pass' in one &&
        one.id === step.id &&
        one.egress !== step.egress &&
        same(one.packet.source, step.packet.destination) &&
        same(one.packet.destination, step.packet.source),
    );
    if (opened === undefined || !('pass' in opened)) return this.groupsAllow(step, index);
    const plain: AwsWorld = { ...this.world, PrefixLists: [] };
    // "Security groups are stateful": the reply of a tracked request passes; an untracked one is judged by rules.
    return isTracked(plain, step.id, opened.egress, opened.packet) || this.groupsAllow(step, index);
  }

  events(): readonly PlainEvent[] {
    return this.steps.flatMap((step, index) => ('pass' in step ? this.eventsAt(step, index) : []));
  }

  passes(): readonly PlainPass[] {
    return this.steps.flatMap((step, index) => {
      if (!('pass' in step)) return [];
      const events = this.eventsAt(step, index);
      const direction = step.egress ? ('egress' as const) : ('ingress' as const);
      const allows = events.every((event) => event.allows);
      return [{ interfaceId: step.id, direction, packet: step.packet, allows }];
    });
  }

  private eventsAt(step: Extract<Step, { pass: unknown }>, index: number): readonly PlainEvent[] {
    const told = {
      leg: this.leg,
      interfaceId: step.id,
      direction: step.egress ? 'egress' : 'ingress',
    } as const;
    const hasGroups = (step.pass?.Groups.length ?? 0) > 0;
    const judged =
      !hasGroups || (this.leg === 'request' ? this.groupsAllow(step, index) : this.stateAllows(step, index));
    const plain: AwsWorld = { ...this.world, PrefixLists: [] };
    const groups = { ...told, filter: 'security-groups' as const, allows: judged };
    const acl = {
      ...told,
      filter: 'network-acl' as const,
      allows: !step.crosses || networkAclDecides(plain, step.subnetId, step.egress, step.packet).allow,
    };
    return step.egress ? [groups, acl] : [acl, groups];
  }
}

const told = (walk: ConnectedWalk, end: string): ConnectedLeg => ({
  events: walk.events(),
  passes: walk.passes(),
  packet: walk.packet,
  end: end.startsWith('left') ? 'left' : end,
});

/** A request and its reply; the reply is null where the request does not get to an end. */
export const walkConnected = (
  world: ConnectedWorld,
  fromInterfaceId: string | null,
  packet: WrittenPacket,
  balancerPort: number,
): { readonly request: ConnectedLeg; readonly reply: ConnectedLeg | null } => {
  const mappings: Mapping[] = [];
  const request = new ConnectedWalk(world, 'request', packet, mappings, null, balancerPort);
  const from = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === fromInterfaceId);
  const end = request.run(from === undefined ? { is: 'internet' } : { is: 'sending', from });
  const there = told(request, end);
  const back = new ConnectedWalk(world, 'reply', answerTo(request.packet), mappings, request, balancerPort);
  const [, at] = /^arrived at (.+)$/.exec(end) ?? [];
  const finish = world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === at);
  const start = ((): Where | null => {
    if (finish !== undefined) return { is: 'sending', from: finish };
    if (end === 'left to the internet') return { is: 'internet' };
    if (end === 'left to an endpoint') return { is: 'inside', vpcId: from?.VpcId ?? '', subnetId: null };
    return end.startsWith('left to ')
      ? { is: 'transit', attachmentId: end.replace('left to ', ''), zone: null }
      : null;
  })();
  return { request: there, reply: start === null ? null : told(back, back.run(start)) };
};
