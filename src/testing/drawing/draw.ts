import { EMPTY_NETWORK, type Network, RESOURCE_KINDS, type ResourceKind } from '../../network/network.js';
import { withDefaults } from './defaults.js';
import { refuseDanglingNames } from './names.js';
import type { Drawn, Piece } from './piece.js';

const flat = (drawn: Drawn): readonly Piece[] => ('kind' in drawn ? [drawn] : drawn.flatMap(flat));

/** What an interface or gateway takes over from the subnet that it was drawn into. */
const placed = (network: Network): Network => ({
  ...network,
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

/**
 * Puts the pieces of a drawing together, with what AWS makes by itself: local routes, main route tables, default network
 * ACLs. Everything there is has been drawn: nothing is unknown. What is drawn again takes the place of the earlier piece.
 *
 * @throws Error - where a VPC, subnet or security group is named that is not drawn.
 */
export const draw = (...drawn: readonly Drawn[]): Network => {
  const kinds = new Map<ResourceKind, Map<string, unknown>>(RESOURCE_KINDS.map((kind) => [kind, new Map()]));
  for (const { kind, resource } of flat(drawn)) kinds.get(kind)?.set(resource.id, resource);
  const network = { ...EMPTY_NETWORK, ...Object.fromEntries(kinds), given: new Set(RESOURCE_KINDS) };
  refuseDanglingNames(network);
  return withDefaults(placed(network));
};
