import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Direction } from '../../../traffic/direction.js';
import { TCP } from '../../../traffic/protocol.js';
import { type Datagram, opens } from '../datagram.js';
import type { ConnectionTable } from './connection-table.js';
import { isUntracked, type Link, rulesThatAllow } from './security-groups.js';

export type Question = {
  readonly network: Network;
  readonly interface: NetworkInterface;
  readonly table: ConnectionTable;
  readonly direction: Direction;
  readonly packet: Datagram;
  readonly link: Link;
  /** NAT and egress-only gateways, among others, have their connections tracked whatever the rules. */
  readonly isAutomaticallyTracked: boolean;
  /** Whether a packet of a closed connection is rejected although a rule would allow it: AWS says it can be. */
  readonly rejectsAfterClose: boolean;
  readonly now: number;
};

const byRules = ({ network, interface: it, direction, packet, link }: Question): boolean =>
  rulesThatAllow(network, it, direction, packet.header, link).length > 0;

/**
 * Security groups are stateful: what belongs to a tracked connection passes, whatever the rules became; everything else
 * needs a rule of its own direction. An interface without groups filters nothing.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
export const securityGroupsAllow = (asked: Question): boolean => {
  const { network, interface: it, table, direction, packet, now } = asked;
  if ((it.securityGroupIds ?? []).length === 0) return true;
  const entry = table.find(direction, packet, now);
  if (entry !== null) {
    if (!entry.isTracked && !byRules(asked)) return false;
    table.touch(entry, direction, packet, now);
    return true;
  }
  const isLate = packet.header.protocol === TCP && !opens(packet) && table.wasClosed(direction, packet);
  if ((isLate && asked.rejectsAfterClose) || !byRules(asked)) return false;
  if (isLate) return true;
  const isTracked = asked.isAutomaticallyTracked || !isUntracked(network, it, direction, packet.header);
  table.open(direction, packet, isTracked, now);
  return true;
};
