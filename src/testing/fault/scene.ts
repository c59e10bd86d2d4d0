import type { Network } from '../../network/network.js';
import type { Direction, Leg } from '../../traffic/direction.js';
import { type Packet, reply } from '../../traffic/packet.js';
import type { Injection } from '../simulator/simulate.js';
import type { Exchange, Party, World } from '../simulator/world.js';

/** One end of the traffic that a scene is about. */
export type SceneEnd = {
  readonly party: Party;
  /** The request's header there: addresses differ between the ends where a gateway translates. */
  readonly request: Packet;
};

/** A world in which everything passes, and the traffic in it that somebody cares for. */
export type Scene = World & {
  readonly target: { readonly exchange: Exchange; readonly client: SceneEnd; readonly server: SceneEnd };
};

export type Side = 'client' | 'server';

/** What a diagnosis has to say of a fault. */
export type Expected = {
  /** Any of these codes is right; the first says it best. */
  readonly codes: readonly string[];
  /** Id of what decides: a group, network ACL, route table ...; null: nothing in particular. */
  readonly component: string | null;
  /** The network ACL entry that decides. */
  readonly entry: { readonly number: number; readonly direction: Direction } | null;
  /** There may be no record: it has to be asked for. */
  readonly isAsked: boolean;
  /** What `--now` is to say, Unix seconds. */
  readonly now: number | null;
};

/** One thing that is wrong, and what has to be found out of it. */
export type Fault = Injection & { readonly kind: string; readonly expects: Expected };

export const expects = (codes: readonly string[], more: Partial<Omit<Expected, 'codes'>> = {}): Expected => ({
  codes,
  component: null,
  entry: null,
  isAsked: false,
  now: null,
  ...more,
});

/** Makes the fault for a scene; null: it cannot happen there. */
export type FaultMaker = (scene: Scene) => Fault | null;

export const interfaceAt = ({ network, target }: Scene, side: Side) => {
  const { party } = target[side];
  return party.kind === 'interface' ? (network.interfaces.get(party.id) ?? null) : null;
};

/** The way a leg takes through the interface of a side. */
export const directionOf = (side: Side, leg: Leg): Direction =>
  (side === 'client') === (leg === 'request') ? 'egress' : 'ingress';

export const packetAt = ({ target }: Scene, side: Side, leg: Leg): Packet =>
  leg === 'request' ? target[side].request : reply(target[side].request);

/** An injection that changes nothing but the configuration. */
export const reconfigures = (change: (network: Network) => Network): Injection => ({
  inject: (world) => ({ ...world, network: change(world.network) }),
});
