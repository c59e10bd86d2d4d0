import { getOrElse } from 'fp-ts/lib/Either.js';
import { type Cidr, equals, familyOf, parse } from '../address/cidr.js';
import type { Network } from '../network/network.js';
import {
  entriesFor,
  inOrder,
  isFinalDeny,
  type NetworkAcl,
  type NetworkAclEntry,
} from '../network/network-acl.js';
import type { Route, RouteTable } from '../network/route-table.js';
import type { VpcId } from '../resource/id.js';
import { destinationOrder } from './route-order.js';

type Resources = Pick<Network, 'vpcs' | 'networkAcls' | 'routeTables'>;

const blocksOf = ({ vpcs }: Pick<Resources, 'vpcs'>, id: VpcId | null): readonly Cidr[] =>
  (id === null ? undefined : vpcs.get(id))?.cidrs ?? [];

const block = (text: string): Cidr =>
  getOrElse((): Cidr => {
    throw new Error(text);
  })(parse(text));

const FINAL = [
  { family: 4, number: 32767, cidr: block('0.0.0.0/0') },
  { family: 6, number: 32768, cidr: block('::/0') },
] as const;

const DIRECTIONS = ['ingress', 'egress'] as const;

/**
 * The final deny that the console shows as `*`: of every network ACL for IPv4, and for IPv6 where the VPC has it. No form
 * but AWS's own answer lists it. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html
 */
const finalDenies = (acl: NetworkAcl, hasIpv6: boolean): readonly NetworkAclEntry[] =>
  DIRECTIONS.flatMap((direction) =>
    FINAL.filter(({ family }) => family === 4 || hasIpv6)
      .filter(({ family }) => !entriesFor(acl, direction, family).some(isFinalDeny))
      .map(
        ({ number, cidr }): NetworkAclEntry => ({
          number,
          direction,
          action: 'deny',
          protocol: 'all',
          cidr,
          ports: null,
          icmp: null,
          filledIn: true,
        }),
      ),
  );

const withFinalDenies = (resources: Resources, acl: NetworkAcl): NetworkAcl => {
  const hasIpv6 =
    acl.entries.some(({ cidr }) => familyOf(cidr) === 6) ||
    blocksOf(resources, acl.vpcId).some((cidr) => familyOf(cidr) === 6);
  const missing = finalDenies(acl, hasIpv6);
  return missing.length === 0 ? acl : { ...acl, entries: inOrder([...acl.entries, ...missing]) };
};

/**
 * Every route table holds a route for each block of its VPC, which cannot be deleted, only given another target.
 * https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html
 */
const withLocalRoutes = (resources: Resources, table: RouteTable): RouteTable => {
  const missing = blocksOf(resources, table.vpcId)
    .filter(
      (cidr) =>
        !table.routes.some(
          ({ destination }) => destination.kind === 'cidr' && equals(destination.cidr, cidr),
        ),
    )
    .map(
      (cidr): Route => ({
        destination: { kind: 'cidr', cidr },
        target: { kind: 'local' },
        state: 'active',
        origin: 'table',
        filledIn: true,
      }),
    );
  if (missing.length === 0) return table;
  const routes = [...table.routes, ...missing].sort((a, b) => destinationOrder(a.destination, b.destination));
  return { ...table, routes };
};

const mapped = <R>(resources: ReadonlyMap<string, R>, change: (it: R) => R): ReadonlyMap<string, R> =>
  new Map([...resources].map(([id, it]) => [id, change(it)] as const));

/** Fills in what AWS fixes and not every form states; each such entry and route is marked. */
export const withDefaults = <N extends Resources>(resources: N): N => ({
  ...resources,
  networkAcls: mapped(resources.networkAcls, (acl) => withFinalDenies(resources, acl)),
  routeTables: mapped(resources.routeTables, (table) => withLocalRoutes(resources, table)),
});
