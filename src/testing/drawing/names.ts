import type { Network } from '../../network/network.js';

type Named = readonly [by: string, names: string | null, among: ReadonlyMap<string, unknown>];

const namesIn = (network: Network): readonly Named[] => {
  const { vpcs, subnets, interfaces, securityGroups, networkAcls, routeTables } = network;
  return [
    ...[...subnets.values()].map(({ id, vpcId }): Named => [id, vpcId, vpcs]),
    ...[...securityGroups.values()].map(({ id, vpcId }): Named => [id, vpcId, vpcs]),
    ...[...interfaces.values()].flatMap(({ id, subnetId, securityGroupIds }): readonly Named[] => [
      [id, subnetId, subnets],
      ...(securityGroupIds ?? []).map((group): Named => [id, group, securityGroups]),
    ]),
    ...[...networkAcls.values()].flatMap(({ id, vpcId, subnetIds }): readonly Named[] => [
      [id, vpcId, vpcs],
      ...subnetIds.map((subnetId): Named => [id, subnetId, subnets]),
    ]),
    ...[...routeTables.values()].flatMap(({ id, vpcId, subnetIds }): readonly Named[] => [
      [id, vpcId, vpcs],
      ...subnetIds.map((subnetId): Named => [id, subnetId, subnets]),
    ]),
  ];
};

/**
 * Everything there is has been drawn, so a name that nothing has is a slip of the pen.
 *
 * @throws Error - names the first.
 */
export const refuseDanglingNames = (network: Network): void => {
  for (const [by, name, among] of namesIn(network))
    if (name !== null && !among.has(name)) throw new Error(`${by} names ${name}, which is not drawn`);
};
