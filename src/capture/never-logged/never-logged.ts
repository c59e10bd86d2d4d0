import type { Protocol } from '../../traffic/protocol.js';

export type NeverLoggedCode =
  | 'never-logged-instance-metadata'
  | 'never-logged-time-sync'
  | 'never-logged-dhcp'
  | 'never-logged-amazon-dns'
  | 'never-logged-windows-licensing'
  | 'never-logged-default-router'
  | 'never-logged-mirrored'
  | 'never-logged-endpoint-to-load-balancer'
  | 'never-logged-arp'
  | 'never-logged-regional-nat-gateway'
  | 'never-logged-multicast'
  | 'never-logged-inside-the-host'
  | 'never-logged-link-local';

/** The end of the service: its protocols and ports. Null: every one. */
export type Service = {
  readonly protocols: readonly Protocol[] | null;
  readonly ports: readonly number[] | null;
};

/** How traffic is told to be of a kind that is never logged. */
export type NeverLoggedMatch =
  /** One end has an address in these blocks. */
  | ({ readonly kind: 'addresses'; readonly blocks: readonly string[] } & Service)
  /** One end has the address at this offset of the primary block of its VPC, or of a block of a subnet. */
  | ({
      readonly kind: 'reserved';
      readonly of: 'primary-vpc-block' | 'subnet';
      readonly offset: number;
    } & Service)
  /** Both ends have one of these ports, whatever the addresses of that family. */
  | {
      readonly kind: 'ports';
      readonly family: 4 | 6;
      readonly protocol: Protocol;
      readonly ports: readonly number[];
    }
  /** The ends are interfaces of these types, in either order. */
  | { readonly kind: 'interface-types'; readonly types: readonly [string, string] }
  /** What the interface that is mirrored sends to the target; the target's interface records it. */
  | { readonly kind: 'mirrored'; readonly protocol: Protocol; readonly port: number }
  /** No packet of IP, so nothing that addresses or ports could ask for. */
  | { readonly kind: 'not-ip' }
  | { readonly kind: 'deleted-regional-nat-gateway' }
  /** Multicast, in the flow logs of transit gateways. */
  | { readonly kind: 'transit-gateway-multicast'; readonly blocks: readonly string[] }
  /** Both ends are the same host, or one is a loopback address. */
  | { readonly kind: 'inside-the-host'; readonly loopback: readonly string[] };

/** Where to look instead: a command for the host, or for the account. */
export type LookAt = { readonly on: 'host' | 'account'; readonly command: string };

/** A kind of traffic of which the flow-log service writes no record, whatever the flow log is set to. */
export type NeverLogged = {
  readonly id: string;
  readonly code: NeverLoggedCode;
  readonly match: NeverLoggedMatch;
  /**
   * `documented`: AWS's list of what is not logged names it. `assumed`: it follows from what AWS says of the service.
   * `observed`: only others say so. Only what is documented can be contradicted by a record.
   */
  readonly basis: 'documented' | 'assumed' | 'observed';
  /** The page that says that it is not logged, or what that is inferred from. */
  readonly source: string;
  /** The page that gives the addresses and ports; null where none are needed. */
  readonly addressSource: string | null;
  readonly instead: readonly LookAt[];
};
