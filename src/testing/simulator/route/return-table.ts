import { print } from '../../../address/ip-address.js';
import type { VpcId } from '../../../resource/id.js';
import { type Packet, reply } from '../../../traffic/packet.js';

/** Whose connection an answer from outside belongs to, and what it went out through. */
export type WayBack = {
  readonly vpcId: VpcId | null;
  /** Its connections are tracked whatever the rules. */
  readonly isAutomaticallyTracked: boolean;
};

/** What stateful gateways, which let nothing in by itself, remember of what went out. */
export type ReturnTable = {
  readonly remember: (packet: Packet, way: WayBack) => void;
  /** Null: nobody has asked for it. */
  readonly find: (packet: Packet) => WayBack | null;
};

const keyOf = ({ protocol, source, sourcePort, destination, destinationPort }: Packet): string =>
  [protocol, print(source), sourcePort, print(destination), destinationPort].join(' ');

export const returnTable = (): ReturnTable => {
  const ways = new Map<string, WayBack>();
  return {
    remember: (packet, way) => ways.set(keyOf(reply(packet)), way),
    find: (packet) => ways.get(keyOf(packet)) ?? null,
  };
};
