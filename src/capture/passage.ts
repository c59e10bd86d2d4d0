import type { NetworkInterface } from '../network/network-interface.js';
import type { Checkpoint, RoundTrip, Side } from '../path/round-trip.js';
import type { NatGatewayId, TransitGatewayAttachmentId } from '../resource/id.js';
import type { Direction, Leg } from '../traffic/direction.js';
import { type Packet, reply } from '../traffic/packet.js';
import { type Fate, fatesAlong } from './expectation.js';

/** What a flow log can record: a network interface; a regional NAT gateway, which has none; an attachment of a transit gateway. */
export type Place =
  | { readonly kind: 'interface'; readonly interface: NetworkInterface }
  | { readonly kind: 'regional-nat-gateway'; readonly id: NatGatewayId }
  | { readonly kind: 'transit-gateway-attachment'; readonly id: TransitGatewayAttachmentId };

/**
 * One leg at one place. A leg that is forwarded passes an interface twice, in and out, each time with the packet as it is then.
 */
export type Passage = {
  readonly at: Place;
  /** Null between the two ends. */
  readonly side: Side | null;
  readonly leg: Leg;
  readonly direction: Direction;
  /** The addresses and ports that the packet itself carries at this place. */
  readonly packet: Packet;
  readonly fate: Fate;
  /** What may reject it here beside security groups and network ACLs, by the name that `reject-reason` shows. */
  readonly otherRejecter: 'BPA' | 'EC' | null;
  /** The packets come so far for sure, if nothing before rejects them. */
  readonly isCertain: boolean;
};

const isSamePlace = (a: Checkpoint, b: Checkpoint): boolean =>
  a.interface.id === b.interface.id && a.leg === b.leg && a.direction === b.direction && a.side === b.side;

/** The checkpoints of one place together, places in the order in which the packets reach them. */
const places = (checkpoints: readonly Checkpoint[]): readonly (readonly [Checkpoint, ...Checkpoint[]])[] => {
  const found: [Checkpoint, ...Checkpoint[]][] = [];
  for (const it of checkpoints) {
    const last = found.at(-1);
    if (last !== undefined && isSamePlace(last[0], it)) last.push(it);
    else found.push([it]);
  }
  return found;
};

/** Where a round trip can be recorded, and what becomes of it there, if the responder answers. */
export const passagesOf = ({ checkpoints, packet }: RoundTrip): readonly Passage[] => {
  const stops = places(checkpoints);
  const fates = fatesAlong(stops.map((stop) => stop.map(({ verdict }) => verdict.outcome)));
  return stops.map(([{ interface: it, side, leg, direction }], i) => ({
    at: { kind: 'interface', interface: it },
    side,
    leg,
    direction,
    packet: leg === 'request' ? packet : reply(packet),
    fate: fates[i] as Fate,
    otherRejecter: null,
    isCertain: true,
  }));
};

/** The interface of a passage; null at a regional NAT gateway and at an attachment. */
export const interfaceOf = ({ at }: Pick<Passage, 'at'>): NetworkInterface | null =>
  at.kind === 'interface' ? at.interface : null;
