import type { NetworkInterface } from '../../network/network-interface.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { address } from './written.js';

/** What a machine has beside its addresses. */
export type InterfaceOptions = {
  readonly securityGroups: readonly string[];
  /** A public IPv4 address for the first private one. */
  readonly publicAddress?: string | null;
  /** The primary private IPv4 address; the first one, which is what the machine speaks with, unless said. */
  readonly primaryAddress?: string | null;
  readonly operatingSystem?: 'linux' | 'windows';
  /** Seconds that an idle TCP connection is remembered, where AWS's default was changed. */
  readonly tcpEstablishedTimeout?: number | null;
};

const associated = (privates: readonly string[], publicAddress: string | null | undefined) =>
  publicAddress
    ? [{ publicAddress: address(publicAddress), privateAddress: address(privates[0] as string) }]
    : [];

/** An interface of any kind, with whatever is said of it in `more`. Throws where an address is none. */
export const networkInterface = (
  id: string,
  subnetId: string,
  addresses: readonly string[],
  more: Partial<NetworkInterface>,
  publicAddress: string | null = null,
): Drawn => {
  const privateAddresses = addresses.map(address);
  const associations = associated(addresses, publicAddress);
  return piece('interfaces', {
    id,
    vpcId: null,
    subnetId,
    availabilityZone: null,
    ownerId: OWNER,
    type: 'interface',
    description: '',
    requesterManaged: false,
    instanceId: null,
    securityGroupIds: [],
    primaryIpv4: privateAddresses.find(({ family }) => family === 4) ?? null,
    privateAddresses,
    prefixes: [],
    publicAddresses: associations.map((it) => it.publicAddress),
    associations,
    sourceDestCheck: true,
    connectionTracking: null,
    ...more,
  });
};

const trackingOf = (seconds: number | null | undefined) =>
  seconds == null ? null : { tcpEstablishedTimeout: seconds, udpStreamTimeout: null, udpTimeout: null };

/** An instance with one interface: `eni-app` belongs to `i-app`. */
export const instance = (
  id: string,
  subnetId: string,
  addresses: readonly string[],
  {
    securityGroups,
    publicAddress = null,
    primaryAddress,
    operatingSystem = 'linux',
    ...rest
  }: InterfaceOptions,
): Drawn => {
  const instanceId = id.replace(/^eni-/, 'i-');
  const connectionTracking = trackingOf(rest.tcpEstablishedTimeout);
  const more = {
    instanceId,
    securityGroupIds: [...securityGroups].sort(),
    connectionTracking,
    ...(primaryAddress != null && { primaryIpv4: address(primaryAddress) }),
  };
  return [
    networkInterface(id, subnetId, addresses, more, publicAddress),
    piece('instances', {
      id: instanceId,
      vpcId: null,
      subnetId,
      type: 'm5.large',
      platform: operatingSystem === 'windows' ? 'windows' : 'other',
      state: 'running',
    }),
  ];
};
