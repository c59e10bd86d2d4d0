import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Direction } from '../../../traffic/direction.js';
import type { Datagram } from '../datagram.js';
import { securityGroupsAllow } from '../filter/judgement.js';
import { networkAclAllows } from '../filter/network-acl.js';
import type { Link } from '../filter/security-groups.js';
import type { Running } from '../running.js';

export type Passing = {
  readonly interface: NetworkInterface;
  readonly direction: Direction;
  readonly packet: Datagram;
  /** "Network ACL rules are evaluated when traffic enters and leaves the subnet, not as it is routed within a subnet." */
  readonly crossesSubnet: boolean;
  readonly link: Link;
  readonly isAutomaticallyTracked: boolean;
};

/**
 * The two filters of an interface: going out the groups see a packet first, coming in the network ACL. What the first one
 * refuses the second does not see.
 * https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html
 */
export const filtersAllow = (run: Running, it: Passing): boolean => {
  const network = run.network();
  const groups = () =>
    securityGroupsAllow({
      ...it,
      network,
      table: run.connectionsAt(it.interface),
      rejectsAfterClose: run.silences.rejectsAfterClose,
      now: run.clock.now(),
    });
  const acl = () =>
    !it.crossesSubnet || networkAclAllows(network, it.interface.subnetId, it.direction, it.packet.header);
  return it.direction === 'egress' ? groups() && acl() : acl() && groups();
};

/** A packet meets the filters of an interface, and the flow-log service sees what they say. */
export const passes = (run: Running, it: Passing, trafficPath: number | null = null): boolean => {
  const allowed = filtersAllow(run, it);
  const action = allowed ? 'ACCEPT' : 'REJECT';
  run.see({
    interface: it.interface,
    direction: it.direction,
    action,
    packet: it.packet,
    rejectReason: null,
    trafficPath,
  });
  return allowed;
};

/**
 * Block Public Access stopped a packet. Its records say so in `reject-reason`; whether there is one in this direction AWS does
 * not say. https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-assess-impact-main.html
 */
export const seePublicAccess = (
  run: Running,
  it: Pick<Passing, 'interface' | 'direction' | 'packet'>,
  trafficPath: number | null = null,
): void => {
  const { publicAccessRecords, recordsWithoutRoute } = run.silences;
  const isRecorded = publicAccessRecords === 'both' || publicAccessRecords === it.direction;
  const seen = { interface: it.interface, direction: it.direction, packet: it.packet, trafficPath };
  if (isRecorded) run.see({ ...seen, action: 'REJECT', rejectReason: 'BPA' });
  else if (it.direction === 'egress' && recordsWithoutRoute)
    run.see({ ...seen, action: 'ACCEPT', rejectReason: null });
};
