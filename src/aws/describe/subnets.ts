import * as v from 'valibot';
import { cidr, inAddressOrder, list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { blockMode } from './block-public-access.js';
import { associationState, isAssociated } from './cidr-association.js';

/** `describe-subnets`. An IPv6-only subnet has no CidrBlock. */
export const subnets = items({
  gives: 'subnets',
  schema: v.object({
    SubnetId: text,
    VpcId: optionalText,
    OwnerId: optionalText,
    AvailabilityZone: optionalText,
    AvailabilityZoneId: optionalText,
    CidrBlock: v.nullish(cidr),
    Ipv6CidrBlockAssociationSet: list(
      v.object({ Ipv6CidrBlock: cidr, Ipv6CidrBlockState: associationState }),
    ),
    BlockPublicAccessStates: blockMode,
  }),
  fragments: (it) => [
    fragment(
      'subnets',
      it.SubnetId,
      stated({
        vpcId: it.VpcId,
        ownerId: it.OwnerId,
        availabilityZone: it.AvailabilityZone,
        availabilityZoneId: it.AvailabilityZoneId,
        cidrs: inAddressOrder([
          ...(it.CidrBlock ? [it.CidrBlock] : []),
          ...it.Ipv6CidrBlockAssociationSet.filter((a) => isAssociated(a.Ipv6CidrBlockState)).map(
            (a) => a.Ipv6CidrBlock,
          ),
        ]),
        blockPublicAccess: it.BlockPublicAccessStates,
      }),
    ),
  ],
});
