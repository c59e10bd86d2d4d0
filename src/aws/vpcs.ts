import * as v from 'valibot';
import { type Cidr, equals } from '../address/cidr.js';
import type { Vpc } from '../network/vpc.js';
import { blockMode } from './block-public-access.js';
import { cidr, list, optionalText, text } from './field.js';

const state = v.nullish(v.object({ State: optionalText }));

/** A block that was taken off the VPC stays in the answer for a while with such a state. */
const isAttached = (it: { readonly State: string | null } | null | undefined): boolean =>
  !['disassociated', 'disassociating', 'failed', 'failing'].includes(it?.State ?? '');

/** `describe-vpcs`. */
export const vpc = v.pipe(
  v.object({
    VpcId: text,
    OwnerId: optionalText,
    DhcpOptionsId: optionalText,
    BlockPublicAccessStates: blockMode,
    CidrBlock: v.nullish(cidr),
    CidrBlockAssociationSet: list(v.object({ CidrBlock: cidr, CidrBlockState: state })),
    Ipv6CidrBlockAssociationSet: list(v.object({ Ipv6CidrBlock: cidr, Ipv6CidrBlockState: state })),
  }),
  v.transform((it): Vpc => {
    const primaryCidr = it.CidrBlock ?? null;
    const others: readonly Cidr[] = [
      ...it.CidrBlockAssociationSet.filter((a) => isAttached(a.CidrBlockState)).map((a) => a.CidrBlock),
      ...it.Ipv6CidrBlockAssociationSet.filter((a) => isAttached(a.Ipv6CidrBlockState)).map(
        (a) => a.Ipv6CidrBlock,
      ),
    ].filter((block) => primaryCidr === null || !equals(block, primaryCidr));
    return {
      id: it.VpcId,
      ownerId: it.OwnerId,
      primaryCidr,
      cidrs: primaryCidr === null ? others : [primaryCidr, ...others],
      dhcpOptionsId: it.DhcpOptionsId,
      blockPublicAccess: it.BlockPublicAccessStates,
    };
  }),
);
