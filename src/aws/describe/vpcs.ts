import * as v from 'valibot';
import { type Cidr, equals } from '../../address/cidr.js';
import { cidr, inAddressOrder, list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { blockMode } from './block-public-access.js';
import { associationState, isAssociated } from './cidr-association.js';
import { encryptionControl, nestedEncryptionControl } from './vpc-encryption-controls.js';

const item = v.object({
  VpcId: text,
  OwnerId: optionalText,
  DhcpOptionsId: optionalText,
  BlockPublicAccessStates: blockMode,
  CidrBlock: v.nullish(cidr),
  CidrBlockAssociationSet: list(v.object({ CidrBlock: cidr, CidrBlockState: associationState })),
  Ipv6CidrBlockAssociationSet: list(v.object({ Ipv6CidrBlock: cidr, Ipv6CidrBlockState: associationState })),
  EncryptionControl: nestedEncryptionControl,
});

/** The primary block first, every other attached block once. */
const blocksOf = (it: v.InferOutput<typeof item>): readonly Cidr[] => {
  const primary = it.CidrBlock ?? null;
  const others = inAddressOrder([
    ...it.CidrBlockAssociationSet.filter((a) => isAssociated(a.CidrBlockState)).map((a) => a.CidrBlock),
    ...it.Ipv6CidrBlockAssociationSet.filter((a) => isAssociated(a.Ipv6CidrBlockState)).map(
      (a) => a.Ipv6CidrBlock,
    ),
  ]).filter((block) => primary === null || !equals(block, primary));
  return primary === null ? others : [primary, ...others];
};

/** `describe-vpcs`. A VPC may carry a copy of its encryption control. */
export const vpcs = items({
  gives: 'vpcs',
  schema: item,
  fragments: (it) => [
    fragment(
      'vpcs',
      it.VpcId,
      stated({
        ownerId: it.OwnerId,
        primaryCidr: it.CidrBlock,
        cidrs: blocksOf(it),
        dhcpOptionsId: it.DhcpOptionsId,
        blockPublicAccess: it.BlockPublicAccessStates,
      }),
    ),
    ...encryptionControl({ ...it.EncryptionControl, VpcId: it.VpcId }),
  ],
});
