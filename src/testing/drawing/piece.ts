import { familyOf } from '../../address/cidr.js';
import {
  EMPTY_NETWORK,
  type Network,
  RESOURCE_KINDS,
  type ResourceKind,
  type ResourceOf,
} from '../../network/network.js';
import type { NetworkAcl } from '../../network/network-acl.js';

/** One resource of a drawing. */
export type Piece = {
  readonly [K in ResourceKind]: { readonly kind: K; readonly resource: ResourceOf<K> };
}[ResourceKind];

/** Several resources that belong together. */
export type Drawn = Piece | readonly Drawn[];

export const OWNER = '111122223333';

export const piece = <K extends ResourceKind>(kind: K, resource: ResourceOf<K>): Piece =>
  ({ kind, resource }) as unknown as Piece;

const flat = (drawn: Drawn): readonly Piece[] => ('kind' in drawn ? [drawn] : drawn.flatMap(flat));

/** IPv6 entries, the final denial too, exist only where the VPC has IPv6. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html */
const withoutIpv6 = (network: Network, acl: NetworkAcl): NetworkAcl => {
  const blocks = (acl.vpcId === null ? undefined : network.vpcs.get(acl.vpcId))?.cidrs ?? [];
  return blocks.some((cidr) => familyOf(cidr) === 6)
    ? acl
    : { ...acl, entries: acl.entries.filter(({ cidr }) => familyOf(cidr) === 4) };
};

/** What an interface or gateway takes over from the subnet that it was drawn into. */
const placed = (network: Network): Network => ({
  ...network,
  networkAcls: new Map([...network.networkAcls].map(([id, acl]) => [id, withoutIpv6(network, acl)])),
  interfaces: new Map(
    [...network.interfaces].map(([id, it]) => {
      const subnet = it.subnetId === null ? undefined : network.subnets.get(it.subnetId);
      return [
        id,
        { ...it, vpcId: subnet?.vpcId ?? it.vpcId, availabilityZone: subnet?.availabilityZone ?? null },
      ];
    }),
  ),
  natGateways: new Map(
    [...network.natGateways].map(([id, it]) => {
      const vpcId = it.subnetId === null ? it.vpcId : (network.subnets.get(it.subnetId)?.vpcId ?? it.vpcId);
      return [id, { ...it, vpcId }];
    }),
  ),
});

/** Puts the pieces of a drawing together. Everything there is has been drawn: nothing is unknown. */
export const draw = (...drawn: readonly Drawn[]): Network => {
  const kinds = new Map<ResourceKind, Map<string, unknown>>(RESOURCE_KINDS.map((kind) => [kind, new Map()]));
  for (const { kind, resource } of flat(drawn)) kinds.get(kind)?.set(resource.id, resource);
  return placed({ ...EMPTY_NETWORK, ...Object.fromEntries(kinds), given: new Set(RESOURCE_KINDS) });
};
