import * as v from 'valibot';
import type { Subnet } from '../network/subnet.js';
import { blockMode } from './block-public-access.js';
import { cidr, list, optionalText, text } from './field.js';

/** `describe-subnets`. An IPv6-only subnet has no CidrBlock. */
export const subnet = v.pipe(
  v.object({
    SubnetId: text,
    VpcId: optionalText,
    OwnerId: optionalText,
    AvailabilityZone: optionalText,
    CidrBlock: v.nullish(cidr),
    Ipv6CidrBlockAssociationSet: list(v.object({ Ipv6CidrBlock: cidr })),
    BlockPublicAccessStates: blockMode,
  }),
  v.transform(
    (it): Subnet => ({
      id: it.SubnetId,
      vpcId: it.VpcId,
      ownerId: it.OwnerId,
      availabilityZone: it.AvailabilityZone,
      cidrs: [
        ...(it.CidrBlock ? [it.CidrBlock] : []),
        ...it.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ],
      blockPublicAccess: it.BlockPublicAccessStates,
    }),
  ),
);
