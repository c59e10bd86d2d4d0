import { print } from '../../../address/cidr.js';
import type { Network } from '../../../network/network.js';
import { blocks, said } from './addresses.js';

/** `aws ec2 describe-vpcs`. */
export const describeVpcs = ({ vpcs }: Network) => ({
  Vpcs: [...vpcs.values()].map((it) =>
    said({
      VpcId: it.id,
      OwnerId: it.ownerId,
      CidrBlock: it.primaryCidr === null ? null : print(it.primaryCidr),
      DhcpOptionsId: it.dhcpOptionsId,
      State: 'available',
      IsDefault: false,
      CidrBlockAssociationSet: blocks(it.cidrs, 4).map((CidrBlock) => ({
        CidrBlock,
        CidrBlockState: { State: 'associated' },
      })),
      Ipv6CidrBlockAssociationSet: blocks(it.cidrs, 6).map((Ipv6CidrBlock) => ({
        Ipv6CidrBlock,
        Ipv6CidrBlockState: { State: 'associated' },
      })),
    }),
  ),
});

/** `aws ec2 describe-subnets`. */
export const describeSubnets = ({ subnets }: Network) => ({
  Subnets: [...subnets.values()].map((it) =>
    said({
      SubnetId: it.id,
      VpcId: it.vpcId,
      OwnerId: it.ownerId,
      AvailabilityZone: it.availabilityZone,
      CidrBlock: blocks(it.cidrs, 4)[0],
      State: 'available',
      Ipv6CidrBlockAssociationSet: blocks(it.cidrs, 6).map((Ipv6CidrBlock) => ({
        Ipv6CidrBlock,
        Ipv6CidrBlockState: { State: 'associated' },
      })),
    }),
  ),
});
