import type { NetworkInterface } from '../../network/network-interface.js';
import type { Direction } from '../../traffic/direction.js';
import type { Datagram } from './datagram.js';

/** One packet at one interface, as the flow-log service could see it. */
export type Sighting = {
  /** Unix seconds. */
  readonly time: number;
  readonly interface: NetworkInterface;
  readonly direction: Direction;
  /** What the groups of the interface and the network ACL of its subnet decided together. */
  readonly action: 'ACCEPT' | 'REJECT';
  readonly packet: Datagram;
  /** Who rejected it, where that is neither the groups nor the network ACL. */
  readonly rejectReason: 'BPA' | null;
  /** Outgoing packets: which way they leave; null where AWS names no number for it. */
  readonly trafficPath: number | null;
};
