import type { Network } from '../network/network.js';
import type { Stop } from '../path/place.js';
import type { Leg } from '../traffic/direction.js';
import type { Packet } from '../traffic/packet.js';
import type { Passage } from './passage.js';
import { recordingAt } from './subscription.js';

/** The packet there; where the initiator may use several ports, none of them is foretold. */
export const packetOf = ({ carried: { packet, ports } }: Pick<Stop, 'carried'>, leg: Leg): Packet => {
  const [range, ...more] = ports?.ranges ?? [];
  if (ports === null || (range !== undefined && more.length === 0 && range.from === range.to)) return packet;
  return leg === 'request' ? { ...packet, sourcePort: null } : { ...packet, destinationPort: null };
};

/** A regional NAT gateway has no interface; it records what it takes in and what it gives on. */
export const throughRegionalGateway = (
  network: Network,
  stop: Stop,
  leg: Leg,
  isCertain: boolean,
): readonly Passage[] => {
  if (stop.kind !== 'component' || network.natGateways.get(stop.id)?.availability !== 'regional') return [];
  const at = {
    at: { kind: 'regional-nat-gateway', id: stop.id },
    side: null,
    leg,
    otherRejecter: null,
    isCertain,
  } as const;
  const after = stop.after === null ? stop : { ...stop, carried: stop.after };
  return [
    { ...at, direction: 'ingress', packet: packetOf(stop, leg), fate: 'accepted' },
    { ...at, direction: 'egress', packet: packetOf(after, leg), fate: 'accepted' },
  ];
};

const isOfTransitGateway = (stop: Stop): boolean =>
  stop.kind === 'component' &&
  (stop.component === 'transit-gateway' || stop.component === 'transit-gateway-attachment');

/** Transit gateways have flow logs of their own; where there is none, nothing records there. */
export const atAttachment = (
  network: Network,
  stops: readonly Stop[],
  index: number,
  leg: Leg,
  isCertain: boolean,
): readonly Passage[] => {
  const stop = stops[index];
  if (stop?.kind !== 'component' || stop.component !== 'transit-gateway-attachment') return [];
  const at = { kind: 'transit-gateway-attachment', id: stop.id } as const;
  if (recordingAt(network, at).flowLogs.length === 0) return [];
  const before = stops.slice(0, index).findLast(isOfTransitGateway);
  const isOut = before?.kind === 'component' && before.component === 'transit-gateway';
  return [
    {
      at,
      side: null,
      leg,
      direction: isOut ? 'egress' : 'ingress',
      packet: packetOf(stop, leg),
      fate: 'accepted',
      otherRejecter: null,
      isCertain,
    },
  ];
};
