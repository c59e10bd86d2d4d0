import { print } from '../../../address/ip-address.js';
import type { Protocol } from '../../../traffic/protocol.js';
import type { Host, Party, Service, World } from '../world.js';

const nameOf = (party: Party): string => (party.kind === 'interface' ? party.id : print(party.address));

/** The machines of a world. One that nobody described runs Linux and answers everything. */
export type Machines = {
  readonly operatingSystem: (at: Party) => Host['operatingSystem'];
  readonly behaviour: (at: Party, protocol: Protocol, port: number | null) => Service['behaviour'];
};

export const machines = ({ hosts }: Pick<World, 'hosts'>): Machines => {
  const byName = new Map(hosts.map((host) => [nameOf(host.at), host]));
  return {
    operatingSystem: (at) => byName.get(nameOf(at))?.operatingSystem ?? 'linux',
    behaviour: (at, protocol, port) =>
      byName.get(nameOf(at))?.services.find((one) => one.protocol === protocol && one.port === port)
        ?.behaviour ?? 'answers',
  };
};
