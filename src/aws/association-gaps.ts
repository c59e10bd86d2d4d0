import type { Network } from '../network/network.js';
import type { Gap } from '../problem/gap.js';

type Resources = Pick<Network, 'given' | 'networkAcls' | 'routeTables' | 'subnets' | 'interfaces'>;

/** How often each id is named. */
const timesNamed = (ids: Iterable<string>): ReadonlyMap<string, number> => {
  const times = new Map<string, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
};

const namedTwice = (ids: Iterable<string>): readonly string[] =>
  [...timesNamed(ids)].flatMap(([id, times]) => (times > 1 ? [id] : []));

/**
 * AWS gives every subnet one network ACL: a subnet without any was left out of the answer, and of two one is out of date.
 * https://docs.aws.amazon.com/vpc/latest/userguide/network-acl-basics.html
 */
const aclGaps = ({ given, networkAcls, subnets, interfaces }: Resources): readonly Gap[] => {
  const associated = timesNamed(
    [...networkAcls.values()].flatMap(({ subnetIds }) => [...new Set(subnetIds)]),
  );
  const used = [...interfaces.values()].flatMap(({ subnetId }) => (subnetId === null ? [] : [subnetId]));
  const ids = given.has('networkAcls') ? [...subnets.keys(), ...used] : [];
  return [...new Set([...ids, ...associated.keys()])]
    .filter((id) => associated.get(id) !== 1)
    .map((id) => ({
      kind: 'network-acl',
      id,
      needs: `aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=${id}`,
      reason: associated.has(id) ? 'contradictory' : 'not-given',
    }));
};

/** A subnet is associated with one route table at most, and a VPC has one main table. */
const tableGaps = ({ routeTables }: Resources): readonly Gap[] => {
  const tables = [...routeTables.values()];
  const subnetIds = namedTwice(tables.flatMap((it) => [...new Set(it.subnetIds)]));
  const vpcIds = namedTwice(tables.flatMap(({ isMain, vpcId }) => (isMain && vpcId !== null ? [vpcId] : [])));
  const asked =
    (filter: string) =>
    (id: string): Gap => ({
      kind: 'route-table',
      id,
      needs: `aws ec2 describe-route-tables --filters Name=${filter},Values=${id}`,
      reason: 'contradictory',
    });
  return [...subnetIds.map(asked('association.subnet-id')), ...vpcIds.map(asked('vpc-id'))];
};

/** Subnets and VPCs of which the input does not say, or says twice, what filters and routes them. */
export const associationGaps = (resources: Resources): readonly Gap[] => [
  ...aclGaps(resources),
  ...tableGaps(resources),
];
