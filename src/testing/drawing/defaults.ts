import { type Cidr, equals, familyOf } from '../../address/cidr.js';
import type { Network } from '../../network/network.js';
import type { NetworkAcl } from '../../network/network-acl.js';
import type { Route, RouteTable } from '../../network/route-table.js';
import type { Subnet } from '../../network/subnet.js';
import type { Vpc } from '../../network/vpc.js';
import type { VpcId } from '../../resource/id.js';
import { openEntries } from './filters.js';
import { accountWith } from './public-access.js';

/** What AWS makes by itself where nobody drew it. */

const blocksOf = (network: Network, vpcId: VpcId | null): readonly Cidr[] =>
  (vpcId === null ? undefined : network.vpcs.get(vpcId))?.cidrs ?? [];

const localTo = (cidr: Cidr): Route => ({
  destination: { kind: 'cidr', cidr },
  target: { kind: 'local' },
  state: 'active',
  origin: 'table',
});

const leadsTo = (cidr: Cidr, { destination }: Route): boolean =>
  destination.kind === 'cidr' && equals(destination.cidr, cidr);

/** "Every route table contains a local route for communication within the VPC." */
const withLocalRoutes = (network: Network, table: RouteTable): RouteTable => {
  const missing = blocksOf(network, table.vpcId).filter(
    (cidr) => !table.routes.some((route) => leadsTo(cidr, route)),
  );
  return { ...table, routes: [...missing.map(localTo), ...table.routes] };
};

/** "Your VPC automatically comes with a main route table." https://docs.aws.amazon.com/vpc/latest/userguide/RouteTables.html */
const mainTables = ({ vpcs, routeTables }: Network): readonly RouteTable[] =>
  [...vpcs.keys()]
    .filter((id) => ![...routeTables.values()].some(({ isMain, vpcId }) => isMain && vpcId === id))
    .map((vpcId) => ({
      id: `rtb-of-${vpcId}`,
      vpcId,
      isMain: true,
      subnetIds: [],
      gatewayIds: [],
      routes: [],
    }));

/** "A VPC automatically comes with a default network ACL", which lets everything pass, and a subnet without its own has it. */
const defaultAcl = ({ id }: Vpc, subnets: readonly Subnet[]): NetworkAcl => ({
  id: `acl-of-${id}`,
  vpcId: id,
  isDefault: true,
  entries: openEntries(),
  subnetIds: subnets.map((subnet) => subnet.id).sort(),
});

const defaultAcls = ({ vpcs, subnets, networkAcls }: Network): readonly NetworkAcl[] => {
  const taken = new Set([...networkAcls.values()].flatMap(({ subnetIds }) => subnetIds));
  const bare = [...subnets.values()].filter(({ id }) => !taken.has(id));
  return [...vpcs.values()].flatMap((vpc) => {
    const own = bare.filter(({ vpcId }) => vpcId === vpc.id);
    return own.length === 0 ? [] : [defaultAcl(vpc, own)];
  });
};

/** IPv6 entries, the final denial too, exist only where the VPC has IPv6. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html */
const withoutIpv6 = (network: Network, acl: NetworkAcl): NetworkAcl =>
  blocksOf(network, acl.vpcId).some((cidr) => familyOf(cidr) === 6)
    ? acl
    : { ...acl, entries: acl.entries.filter(({ cidr }) => familyOf(cidr) === 4) };

const byId = <T extends { readonly id: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((it) => [it.id, it]));

export const withDefaults = (network: Network): Network => ({
  ...network,
  blockPublicAccess:
    network.blockPublicAccess.size > 0 ? network.blockPublicAccess : byId([accountWith('off')]),
  routeTables: byId(
    [...network.routeTables.values(), ...mainTables(network)].map((it) => withLocalRoutes(network, it)),
  ),
  networkAcls: byId(
    [...network.networkAcls.values(), ...defaultAcls(network)].map((it) => withoutIpv6(network, it)),
  ),
});
