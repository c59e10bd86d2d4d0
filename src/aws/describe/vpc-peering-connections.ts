import * as v from 'valibot';
import { equals } from '../../address/cidr.js';
import type { PeeredVpc } from '../../network/peering-connection.js';
import { cidr, inAddressOrder, list, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';

const NOBODY: PeeredVpc = { vpcId: null, ownerId: null, region: null, cidrs: [] };

/** The primary block is repeated in the set. Pending and cross-Region peers have no blocks at all. */
const peeredVpc = v.optional(
  v.pipe(
    v.nullable(
      v.object({
        VpcId: optionalText,
        OwnerId: optionalText,
        Region: optionalText,
        CidrBlock: v.nullish(cidr),
        CidrBlockSet: list(v.object({ CidrBlock: cidr })),
        Ipv6CidrBlockSet: list(v.object({ Ipv6CidrBlock: cidr })),
      }),
    ),
    v.transform((it): PeeredVpc => {
      if (!it) return NOBODY;
      const cidrs = inAddressOrder([
        ...(it.CidrBlock ? [it.CidrBlock] : []),
        ...it.CidrBlockSet.map(({ CidrBlock }) => CidrBlock),
        ...it.Ipv6CidrBlockSet.map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
      ]);
      return {
        vpcId: it.VpcId,
        ownerId: it.OwnerId,
        region: it.Region,
        cidrs: cidrs.filter((block, i) => i === 0 || !equals(block, cidrs[i - 1] as typeof block)),
      };
    }),
  ),
  null,
);

/** `describe-vpc-peering-connections`. */
export const vpcPeeringConnections = items({
  gives: 'peeringConnections',
  schema: v.object({
    VpcPeeringConnectionId: text,
    Status: v.nullish(v.object({ Code: optionalText })),
    RequesterVpcInfo: peeredVpc,
    AccepterVpcInfo: peeredVpc,
  }),
  fragments: (it) => [
    fragment('peeringConnections', it.VpcPeeringConnectionId, {
      ...stated({ status: it.Status?.Code }),
      requester: it.RequesterVpcInfo,
      accepter: it.AccepterVpcInfo,
    }),
  ],
});
