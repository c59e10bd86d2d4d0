import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { InterfaceId, NatGatewayId } from '../../resource/id.js';
import type { Chance } from './chance.js';
import type { Clock } from './clock.js';
import { type ConnectionTable, connectionTable } from './filter/connection-table.js';
import { type BalancingTable, balancingTable } from './route/balancing-table.js';
import { type NatTable, natTable } from './route/nat-table.js';
import { type ReturnTable, returnTable } from './route/return-table.js';
import type { Sighting } from './sighting.js';
import { type Silences, silences } from './silences.js';

/** A world in motion: its configuration as it is now, what its parts remember, and what was seen so far. */
export type Running = {
  readonly network: () => Network;
  readonly change: (apply: (network: Network) => Network) => void;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly silences: Silences;
  readonly connectionsAt: (it: NetworkInterface) => ConnectionTable;
  readonly translationsOf: (id: NatGatewayId) => NatTable;
  readonly returns: ReturnTable;
  readonly balanced: BalancingTable;
  readonly see: (sighting: Omit<Sighting, 'time'>) => void;
  readonly sightings: readonly Sighting[];
};

const remembered = <K, V>(make: (key: K) => V, id: (key: K) => string): ((key: K) => V) => {
  const known = new Map<string, V>();
  return (key) => {
    const found = known.get(id(key)) ?? make(key);
    known.set(id(key), found);
    return found;
  };
};

export const running = (start: Network, clock: Clock, chance: Chance): Running => {
  let network = start;
  const sightings: Sighting[] = [];
  return {
    network: () => network,
    change: (apply) => {
      network = apply(network);
    },
    clock,
    chance,
    silences: silences(chance.branch('silences')),
    connectionsAt: remembered(connectionTable, (it): InterfaceId => it.id),
    translationsOf: remembered(
      (id: NatGatewayId) => natTable(chance.branch(`translations of ${id}`)),
      (id) => id,
    ),
    returns: returnTable(),
    balanced: balancingTable(),
    see: (sighting) => sightings.push({ ...sighting, time: clock.now() }),
    sightings,
  };
};
