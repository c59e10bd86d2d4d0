import type { IpAddress } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import type { InterfaceId } from '../../resource/id.js';
import type { Protocol } from '../../traffic/protocol.js';

/** Who speaks: a machine behind an interface of the network, or one anywhere else. */
export type Party =
  | { readonly kind: 'interface'; readonly id: InterfaceId }
  | { readonly kind: 'outside'; readonly address: IpAddress };

/** What a machine does when somebody asks a port of it. */
export type Service = {
  readonly protocol: Protocol;
  /** Null for a protocol without ports. */
  readonly port: number | null;
  /** `refuses`: a TCP port with nothing behind it, which sends RST. `silent`: a host firewall that drops. */
  readonly behaviour: 'answers' | 'refuses' | 'silent';
};

/** A machine. What is not listed among its services it answers. */
export type Host = {
  readonly at: Party;
  readonly services: readonly Service[];
  /** It decides which source ports the machine chooses. */
  readonly operatingSystem: 'linux' | 'windows';
};

/** Somebody asks something of somebody: a TCP connection, UDP requests, pings, or packets of another protocol. */
export type Exchange = {
  readonly from: Party;
  /** As the client writes it: a private address, or a public one. */
  readonly to: IpAddress;
  readonly protocol: Protocol;
  /** Null for a protocol without ports. */
  readonly port: number | null;
  /** Null: the client's operating system chooses. */
  readonly sourcePort: number | null;
  /** Unix seconds of the first packet. */
  readonly at: number;
  /** Requests that follow each other, each answered before the next. */
  readonly rounds: number;
  /** Seconds between an answer and the next request. */
  readonly pause: number;
  /** How a TCP connection ends. */
  readonly closes: 'fin' | 'rst' | 'never';
  /** Seconds after its last answer at which the server sends once more, unasked; null: it does not. */
  readonly lateData: number | null;
};

/** The configuration becomes another one. */
export type Change = { readonly at: number; readonly apply: (network: Network) => Network };

/** How well the flow-log service does its work. Which interfaces it records, `network.flowLogs` says. */
export type Capture = {
  /** Share of the records that are lost without a trace. */
  readonly loss: number;
  /** Share of the windows whose records are replaced by a SKIPDATA line. */
  readonly skips: number;
  /** Windows whose records were lost, said by SKIPDATA. */
  readonly skipped: readonly {
    readonly interfaceId: InterfaceId;
    readonly from: number;
    readonly to: number;
  }[];
  /** Records come in another order than that of their windows. */
  readonly reorders: boolean;
  /** Quiet windows are written as NODATA, or are not; null: drawn, as AWS does not say that every one is. */
  readonly writesNoData: boolean | null;
  /** Unix seconds at which the log was taken: what was delivered later is not in it. Null: long after. */
  readonly takenAt: number | null;
  /** The log begins and ends here, Unix seconds; null: some quiet minutes before and after all traffic. */
  readonly from: number | null;
  readonly to: number | null;
};

export const COMPLETE_CAPTURE: Capture = {
  loss: 0,
  skips: 0,
  skipped: [],
  reorders: false,
  writesNoData: null,
  takenAt: null,
  from: null,
  to: null,
};

/** All that there is: the configuration, the machines, what they want of each other, and who writes it down. */
export type World = {
  readonly network: Network;
  readonly hosts: readonly Host[];
  readonly traffic: readonly Exchange[];
  readonly changes: readonly Change[];
  readonly capture: Capture;
};
