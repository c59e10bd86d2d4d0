import { print } from '../../../address/ip-address.js';
import type { Network } from '../../../network/network.js';
import type { PeeredVpc } from '../../../network/peering-connection.js';
import { blocks, said } from './addresses.js';

/** `aws ec2 describe-internet-gateways`. */
export const describeInternetGateways = ({ internetGateways }: Network) => ({
  InternetGateways: [...internetGateways.values()]
    .filter(({ egressOnly }) => !egressOnly)
    .map((it) => ({
      InternetGatewayId: it.id,
      Attachments: it.vpcIds.map((VpcId) => ({ VpcId, State: 'available' })),
    })),
});

/** `aws ec2 describe-egress-only-internet-gateways`. */
export const describeEgressOnlyInternetGateways = ({ internetGateways }: Network) => ({
  EgressOnlyInternetGateways: [...internetGateways.values()]
    .filter(({ egressOnly }) => egressOnly)
    .map((it) => ({
      EgressOnlyInternetGatewayId: it.id,
      Attachments: it.vpcIds.map((VpcId) => ({ VpcId, State: 'attached' })),
    })),
});

/** `aws ec2 describe-nat-gateways`. */
export const describeNatGateways = ({ natGateways }: Network) => ({
  NatGateways: [...natGateways.values()].map((it) =>
    said({
      NatGatewayId: it.id,
      VpcId: it.vpcId,
      SubnetId: it.subnetId,
      State: it.state,
      ConnectivityType: it.connectivity,
      NatGatewayAddresses: it.addresses.map((one) =>
        said({
          NetworkInterfaceId: one.interfaceId,
          PrivateIp: one.privateAddress === null ? null : print(one.privateAddress),
          PublicIp: one.publicAddress === null ? null : print(one.publicAddress),
          AvailabilityZone: one.availabilityZone,
        }),
      ),
    }),
  ),
});

const peered = (it: PeeredVpc) =>
  said({
    VpcId: it.vpcId,
    OwnerId: it.ownerId,
    Region: it.region,
    CidrBlock: blocks(it.cidrs, 4)[0],
    CidrBlockSet: blocks(it.cidrs, 4).map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: blocks(it.cidrs, 6).map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
  });

/** `aws ec2 describe-vpc-peering-connections`. */
export const describeVpcPeeringConnections = ({ peeringConnections }: Network) => ({
  VpcPeeringConnections: [...peeringConnections.values()].map((it) => ({
    VpcPeeringConnectionId: it.id,
    Status: { Code: it.status },
    RequesterVpcInfo: peered(it.requester),
    AccepterVpcInfo: peered(it.accepter),
  })),
});
