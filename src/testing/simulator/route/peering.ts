import { covers } from '../../../address/cidr.js';
import type { PeeringConnectionId, VpcId } from '../../../resource/id.js';
import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import { holderIn } from './addresses.js';
import { lost, type Step } from './step.js';

/**
 * A peering connection joins two VPCs and nothing beyond them: no gateway of the peer, no third VPC.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const overPeering = (
  run: Running,
  vpcId: VpcId | null,
  id: PeeringConnectionId,
  packet: Datagram,
): Step => {
  const network = run.network();
  const connection = network.peeringConnections.get(id);
  if (connection === undefined || connection.status !== 'active') return lost('peering-not-active');
  const { requester, accepter } = connection;
  const [far] = [requester, accepter].filter((side) => side.vpcId !== vpcId);
  const isPart = requester.vpcId === vpcId || accepter.vpcId === vpcId;
  if (far === undefined || !isPart || !far.cidrs.some(covers(packet.header.destination)))
    return lost('nobody-there');
  const to = holderIn(network, far.vpcId, packet.header.destination);
  if (to === null) return lost('nobody-there');
  const arrival = { crossesSubnet: true, link: 'plain', isAutomaticallyTracked: false } as const;
  return { does: 'arrive', interface: to, packet, arrival };
};
