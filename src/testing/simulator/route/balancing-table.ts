import { print } from '../../../address/ip-address.js';
import type { InterfaceId } from '../../../resource/id.js';
import { type Packet, reply } from '../../../traffic/packet.js';

/** A connection that a node of a load balancer sends on: what came, and as what it goes on. */
export type Balanced = {
  readonly node: InterfaceId;
  readonly before: Packet;
  readonly after: Packet;
  /** The target sees the client's address, and answers to it through the load balancer all the same. */
  readonly isClientKept: boolean;
};

/** The connections of all load balancers. */
export type BalancingTable = {
  readonly open: (connection: Balanced) => void;
  /** By a packet of the client, as it comes to the node. */
  readonly asked: (packet: Packet) => Balanced | null;
  /** By a packet of the target, as it leaves it. */
  readonly answered: (packet: Packet) => Balanced | null;
};

const keyOf = ({ protocol, source, sourcePort, destination, destinationPort }: Packet): string =>
  [protocol, print(source), sourcePort, print(destination), destinationPort].join(' ');

export const balancingTable = (): BalancingTable => {
  const byClient = new Map<string, Balanced>();
  const byTarget = new Map<string, Balanced>();
  return {
    open: (connection) => {
      byClient.set(keyOf(connection.before), connection);
      byTarget.set(keyOf(reply(connection.after)), connection);
    },
    asked: (packet) => byClient.get(keyOf(packet)) ?? null,
    answered: (packet) => byTarget.get(keyOf(packet)) ?? null,
  };
};
