import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Route } from '../../../network/route-table.js';
import type { SubnetId, VpcId } from '../../../resource/id.js';
import type { Datagram } from '../datagram.js';
import type { Link } from '../filter/security-groups.js';
import type { Fate, LossReason } from './fate.js';

/** Where a packet is when its route is asked. */
export type Spot = { readonly vpcId: VpcId | null; readonly subnetId: SubnetId | null };

/** How a packet comes to an interface. */
export type Arrival = {
  readonly crossesSubnet: boolean;
  readonly link: Link;
  /** It comes from a NAT gateway or another component whose connections are always tracked. */
  readonly isAutomaticallyTracked: boolean;
};

/** What a packet does next. */
export type Step =
  | { readonly does: 'end'; readonly fate: Fate; readonly answeredBy?: Step }
  /** `forwards`: the interface sends on what another one sent. */
  | {
      readonly does: 'leave';
      readonly interface: NetworkInterface;
      readonly packet: Datagram;
      readonly forwards: boolean;
    }
  | {
      readonly does: 'follow';
      readonly spot: Spot;
      readonly route: Route;
      readonly packet: Datagram;
      readonly link: Link;
    }
  | {
      readonly does: 'arrive';
      readonly interface: NetworkInterface;
      readonly packet: Datagram;
      readonly arrival: Arrival;
    }
  /** From the internet, to a public address of the network. */
  | { readonly does: 'come-in'; readonly packet: Datagram };

export const ended = (fate: Fate): Step => ({ does: 'end', fate });

export const lost = (because: LossReason): Step => ended({ kind: 'lost', because });

export const REJECTED: Step = ended({ kind: 'rejected' });
