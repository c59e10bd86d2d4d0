import { print } from '../../address/ip-address.js';
import type { UnknownEnds } from '../../path/named-end.js';
import type { Doubt, PathAssumption } from '../../path/place.js';
import type { RoutingBlocker, RoutingReason } from '../../path/routing-blocker.js';
import { routePhrase } from './route-words.js';
import { protocolName } from './traffic-words.js';

type Words = (it: RoutingBlocker) => string;

const to = ({ packet }: RoutingBlocker): string => print(packet.destination);
const from = ({ packet }: RoutingBlocker): string => print(packet.source);
const what = ({ packet }: RoutingBlocker): string => protocolName(packet.protocol);

/** What is wrong, and what to do about it. */
const REASONS: Readonly<Record<RoutingReason, Words>> = {
  'table-has-no-route': (it) =>
    `Route table ${it.component} has no route to ${to(it)}. Add one with the target that leads there.`,
  'route-is-blackhole': (it) =>
    `The route of ${it.component} that matches ${to(it)} is a blackhole${it.route === null ? '' : ` (${routePhrase(it.route)})`}: its target is gone. Shorter routes do not take over; replace or delete it.`,
  'outside-the-vpc': (it) =>
    `${to(it)} is in no block of ${it.component}, and only such addresses are delivered there.`,
  'routes-in-a-circle': (it) =>
    `The routes lead in a circle: the packet to ${to(it)} comes back, unchanged, to where it was routed before, over ${it.component}. Change one of the routes on the way.`,
  'gateway-not-attached': (it) =>
    `${it.component} is not attached to this VPC. Attach it, or change the route.`,
  'no-inbound-gateway': (it) =>
    `No internet gateway is attached to ${it.component}, so nothing comes in from the internet (an egress-only gateway lets in only replies).`,
  'private-destination': (it) =>
    `${to(it)} is a private address, which ${it.component} does not send to the internet. A route to a peering connection, a transit gateway or a virtual private gateway is missing.`,
  'source-has-no-public-address': (it) =>
    `${from(it)} has no public address that ${it.component} could put in its place. Associate an Elastic IP address with it (an interface that a service made, as Lambda does, takes none), or route through a NAT gateway in a public subnet.`,
  'destination-has-no-public-address': (it) =>
    `From the internet ${to(it)} stands for no interface. Associate a public address, or connect from inside.`,
  'middlebox-has-no-public-address': (it) =>
    `The route table of the internet gateway leads to ${it.component}, which has no public address: what comes in from the internet needs one there. Associate an Elastic IP address with it.`,
  'peering-not-active': (it) =>
    `Peering connection ${it.component} is not active. Accept it, or make it anew.`,
  'peering-not-of-this-vpc': (it) => `Peering connection ${it.component} does not join this VPC to another.`,
  'address-not-of-peered-vpcs': (it) =>
    `Peering connection ${it.component} carries traffic between addresses of its two VPCs alone, not from ${from(it)} to ${to(it)}: it leads to nothing beyond the other VPC.`,
  'attachment-missing': (it) => `This VPC has no attachment to ${it.component}.`,
  'attachment-not-available': (it) => `Attachment ${it.component} is not available.`,
  'attachment-not-in-zone': (it) =>
    `Attachment ${it.component} has no subnet in the Availability Zone of the sender. Add one there.`,
  'attachment-not-associated': (it) =>
    `Attachment ${it.component} is associated with no route table of the transit gateway.`,
  'transit-gateway-has-no-route': (it) =>
    `Transit gateway route table ${it.component} has no route to ${to(it)}. Propagate it from the attachment, or add a static one.`,
  'transit-gateway-route-is-blackhole': (it) =>
    `The route of ${it.component} that matches ${to(it)} is a blackhole: its attachment is gone, or it was made to drop.`,
  'not-addressed-to-interface': (it) =>
    `${it.component} does not take packets to ${to(it)}, which is none of its addresses: its source/destination check is on. Turn it off where the instance is to forward.`,
  'interface-forwards-nothing': (it) =>
    `${it.component} belongs to a service, which takes only what is addressed to it, not packets to ${to(it)}. Change the route that leads to it.`,
  'nat-gateway-not-available': (it) => `NAT gateway ${it.component} is not available.`,
  'nat-gateway-of-another-vpc': (it) =>
    `NAT gateway ${it.component} is in another VPC and carries only what comes from its own.`,
  'nat-gateway-protocol': (it) =>
    `NAT gateway ${it.component} carries TCP, UDP and ICMP over IPv4, not this (${what(it)}, ${to(it)}).`,
  'nat-gateway-takes-no-connections': (it) =>
    `NAT gateway ${it.component} takes no connections from outside: it carries only what was opened behind it.`,
  'nat-gateway-routes-to-itself': (it) =>
    `The route table of the subnet of NAT gateway ${it.component} sends ${to(it)} to the gateway itself. Put it into a subnet whose route leads on.`,
  'nat-gateway-has-no-address': (it) => `NAT gateway ${it.component} has no address to send from.`,
  'endpoint-not-available': (it) => `Endpoint ${it.component} is not available.`,
  'endpoint-protocol': (it) => `Endpoint ${it.component} does not carry ${what(it)}.`,
  'endpoint-cannot-start': (it) => `${it.component} belongs to a VPC endpoint, which starts no connections.`,
  'endpoint-not-from-this-vpc': (it) =>
    `Gateway endpoint ${it.component} is of another VPC and cannot be used from here.`,
  'no-listener': (it) => `${it.component} has no listener on port ${it.packet.destinationPort}.`,
  'listener-protocol': (it) =>
    `The listener of ${it.component} on port ${it.packet.destinationPort} does not take ${what(it)}.`,
  'no-target-group': (it) => `The listener of ${it.component} has no target group.`,
  'no-healthy-target': (it) => `${it.component} has no target that could take this.`,
  'no-target-in-zone': (it) =>
    `${it.component} has no healthy target in the Availability Zone that the packet comes to, and cross-zone load balancing is off. Turn it on, or register a target there.`,
  'load-balancer-not-active': (it) => `${it.component} is not active.`,
  'target-is-client': (it) =>
    `${it.component} would send ${from(it)} to itself; with client address preservation on, such a connection fails.`,
  'reply-takes-another-way': (it) =>
    `The reply leaves by ${it.component}, which has not seen the request and drops it. Route replies the way the requests came.`,
  'address-is-of-this-vpc-too': (it) =>
    `This way leads to ${it.component}, which has ${to(it)} in its own blocks: the packet stays there and does not reach the interface of that address in the other VPC. VPCs whose blocks overlap cannot be connected; use addresses that differ, or routes that are longer.`,
  'internet-blocked': (it) =>
    `VPC Block Public Access stops all traffic of ${it.component}. Exclude the VPC or subnet, if this is wanted.`,
  'inbound-internet-blocked': (it) =>
    `VPC Block Public Access stops what comes in through ${it.component}. Exclude the VPC or subnet, if this is wanted.`,
};

export const routingSentence = (it: RoutingBlocker): string => REASONS[it.reason](it);

const nameOf = ({ component, id }: Doubt): string => {
  const word = component === 'route-table' ? 'route table' : component.replaceAll('-', ' ');
  return id === null ? `the ${word}` : `${word} ${id}`;
};

/** What gives a packet back, as far as anybody knows: the packet is followed through it. */
const FOLLOWED = ['appliance', 'gateway-load-balancer-endpoint', 'nat-gateway'];

const notModelled = (doubt: Doubt): string => {
  if (doubt.component === 'outside')
    return `Nothing tells where the packet comes in from outside${doubt.id === null ? '' : ` (the route back leads to ${doubt.id})`}: it is followed from inside the VPC, and its verdict stays open.`;
  return FOLLOWED.includes(doubt.component)
    ? `What ${nameOf(doubt)} does with the packet is not modelled: beyond it the packet is followed as if it passed unchanged, and the verdict stays open.`
    : `Where ${nameOf(doubt)} takes the packet is not modelled: it is not followed from there, and the verdict stays open.`;
};

/** Why the way is not known from here on. */
export const doubtSentence = (doubt: Doubt): string => {
  switch (doubt.reason) {
    case 'not-given':
      return `The input does not tell enough of ${nameOf(doubt)}.`;
    case 'not-modelled':
      return notModelled(doubt);
    case 'ambiguous':
      return `AWS chooses at ${nameOf(doubt)} among several ways, which this configuration does not settle.`;
    case 'request-does-not-arrive':
      return 'The request does not arrive, so nothing tells where its answer would come in.';
    case 'outbound-smtp-restricted':
      return 'EC2 does not let port 25 out to public addresses unless the account asked for it, which no answer tells.';
    case 'return-to-sender':
      return `The reply has no route back to ${nameOf(doubt)}. What is peered may answer a NAT gateway all the same ("return to sender"), which AWS does not promise for every case.`;
    case 'encryption-controls':
      return `The VPC enforces encryption: ${nameOf(doubt)} drops what the application did not encrypt, which no header tells.`;
  }
};

const ASSUMPTIONS: Readonly<Record<PathAssumption, string>> = {
  'block-public-access-off': 'VPC Block Public Access is off (the default); no answer about it was given',
  'instance-translates-source':
    'the instance that the route leads to puts its own address in the place of the sender (NAT)',
  'gateway-attached': 'the gateway that the route names is attached; it was not described',
  'enters-where-replies-leave': 'what comes from outside comes in where the route back to it leads out',
  'listener-default-action':
    'the listener takes its default action; rules for hosts and paths, which no packet header shows, may choose other targets',
  'cross-zone-off': 'cross-zone load balancing is off (the default of a Network Load Balancer)',
  'load-balancer-fails-open': 'no target is healthy, so the load balancer sends to all of them',
};

export const assumptionPhrase = (it: PathAssumption): string => ASSUMPTIONS[it];

/** Why the ends are not known. */
export const unknownEndsSentence = ({ reason, name }: UnknownEnds): string => {
  switch (reason) {
    case 'unknown-interface':
      return `No interface of the input is ${name}.`;
    case 'several-interfaces':
      return `Several interfaces belong to ${name}. Name one of them.`;
    case 'no-address':
      return `${name} has no address of the family that is asked for.`;
    case 'no-end-in-input':
      return `Neither of ${name} is an address of an interface of the input.`;
    case 'ambiguous-address':
      return `Several interfaces hold ${name}. Name one of them.`;
    case 'families-differ':
      return `${name} are of different families, IPv4 and IPv6.`;
  }
};
