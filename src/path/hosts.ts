import type { IpAddress } from '../address/ip-address.js';
import { interfacesOf, whoseAddress } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { oncePer } from '../prelude/once-per.js';
import type { InterfaceId } from '../resource/id.js';

/** A host by its id: the instance, else the interface, as of a Lambda function. */
const hostOf = ({ id, instanceId }: NetworkInterface): string => instanceId ?? id;

const doorsOf = (network: Network, it: NetworkInterface): readonly NetworkInterface[] =>
  it.instanceId === null ? [it] : interfacesOf(network, it.instanceId);

const isSeveral = (doors: readonly NetworkInterface[]): boolean =>
  doors.some(({ prefixes }) => prefixes.some(({ network }) => network.family === 4)) ||
  doors.flatMap(({ privateAddresses }) => privateAddresses.filter(({ family }) => family === 4)).length > 1;

/** The hosts that have more than one private IPv4 address. */
const hostsOfSeveral = oncePer(
  (network: Network): ReadonlySet<string> =>
    new Set([...network.interfaces.values()].filter((it) => isSeveral(doorsOf(network, it))).map(hostOf)),
);

/** Whose addresses and interfaces belong together. */
export const hostsIn = (network: Network) => {
  const several = hostsOfSeveral(network);
  const at = (point: InterfaceId) => network.interfaces.get(point);
  return {
    /** None has several: nothing can be shown in place of anything. */
    isPlain: several.size === 0,
    hostOf: (point: InterfaceId): string | null => {
      const own = at(point);
      return own === undefined ? null : hostOf(own);
    },
    holderOf: (address: IpAddress, seenFrom: InterfaceId): string | null => {
      const { interfaces } = whoseAddress(network, address, at(seenFrom)?.vpcId ?? null);
      const [holder, ...more] = interfaces;
      return holder === undefined || more.length > 0 ? null : hostOf(holder);
    },
    hasOthers: (host: string): boolean => several.has(host),
    primaryOf: (point: InterfaceId): IpAddress | null => at(point)?.primaryIpv4 ?? null,
  };
};
