import { type Cidr, covers } from '../../address/cidr.js';
import type { IpAddress } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import type { PeeredVpc, PeeringConnection } from '../../network/peering-connection.js';
import type { VpcId } from '../../resource/id.js';
import type { Carried } from '../carried.js';
import type { Move, PeerIdentity } from '../place.js';
import { blockedBy } from '../routing-blocker.js';
import { componentStop } from './stop.js';

const blocksOf = (network: Network, { vpcId, cidrs }: PeeredVpc): readonly Cidr[] =>
  (vpcId === null ? undefined : network.vpcs.get(vpcId)?.cidrs) ?? cidrs;

const mayHold = (network: Network, side: PeeredVpc, address: IpAddress): boolean => {
  const blocks = blocksOf(network, side).filter(({ network: at }) => at.family === address.family);
  return blocks.length === 0 || blocks.some(covers(address));
};

/**
 * References to security groups work over peering within a Region, not between Regions.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html
 */
const identityOver = ({ requester, accepter }: PeeringConnection): PeerIdentity => {
  if (requester.region === null || accepter.region === null) return 'unknown';
  return requester.region === accepter.region ? 'kept' : 'lost';
};

/**
 * A route leads to a peering connection: it must be active, and both addresses must be of the two VPCs, as it leads
 * nowhere beyond. https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export const throughPeering = (network: Network, id: string, vpcId: VpcId, carried: Carried): Move => {
  const connection = network.peeringConnections.get(id);
  const { packet } = carried;
  if (connection === undefined)
    return {
      stops: [componentStop('vpc-peering-connection', id, carried, { identity: 'unknown' })],
      carried,
      next: { kind: 'unknown' },
      doubts: [
        {
          reason: 'not-given',
          component: 'vpc-peering-connection',
          id,
          missing: [
            {
              kind: 'peering-connection',
              id,
              needs: `aws ec2 describe-vpc-peering-connections --vpc-peering-connection-ids ${id}`,
            },
          ],
        },
      ],
    };
  const stops = [
    componentStop('vpc-peering-connection', id, carried, { identity: identityOver(connection) }),
  ];
  const { status, requester, accepter } = connection;
  if (status !== null && status !== 'active')
    return {
      stops,
      carried,
      next: blockedBy('peering-not-usable', 'peering-not-active', 'BAD_STATE', id, packet),
    };
  const [here, there] = requester.vpcId === vpcId ? [requester, accepter] : [accepter, requester];
  if (here.vpcId !== vpcId || there.vpcId === null)
    return {
      stops,
      carried,
      next: blockedBy('peering-not-usable', 'peering-not-of-this-vpc', 'DISCONNECTED_VPCS', id, packet),
    };
  if (!mayHold(network, here, packet.source) || !mayHold(network, there, packet.destination))
    return {
      stops,
      carried,
      next: blockedBy(
        'peering-not-usable',
        'address-not-of-peered-vpcs',
        'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
        id,
        packet,
      ),
    };
  return { stops, carried, next: { at: 'in-vpc', vpcId: there.vpcId, fromSubnetId: null } };
};
