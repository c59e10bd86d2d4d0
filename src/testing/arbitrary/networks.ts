import * as fc from 'fast-check';
import { print } from '../../address/ip-address.js';
import type { Network } from '../../network/network.js';
import { exchange } from '../drawing/exchanges.js';
import { whiteboard } from '../drawing/whiteboard.js';
import type { Exchange } from '../simulator/world.js';
import { plans, SHAPES, type Shape } from './plan.js';
import { networkAcls, securityGroups } from './rules.js';
import { siteOf } from './site.js';

/** Each resource as it is, or another one of the same id in its place. */
const exchanged = <R extends { readonly id: string }>(
  all: ReadonlyMap<string, R>,
  another: (it: R) => fc.Arbitrary<R>,
): fc.Arbitrary<ReadonlyMap<string, R>> =>
  fc
    .tuple(...[...all.values()].map((it) => fc.oneof({ weight: 2, arbitrary: fc.constant(it) }, another(it))))
    .map((some) => new Map(some.map((it) => [it.id, it])));

/** Some routes of each table; the local ones always stay. */
const someRoutes = ({ routeTables }: Network): fc.Arbitrary<Network['routeTables']> =>
  fc
    .tuple(
      ...[...routeTables.values()].map((table) =>
        fc
          .subarray([...table.routes], { minLength: 0 })
          .map((kept) => table.routes.filter((it) => it.target.kind === 'local' || kept.includes(it)))
          .map((routes) => ({ ...table, routes })),
      ),
    )
    .map((tables) => new Map(tables.map((it) => [it.id, it])));

const onBoard = (network: Network): Network => {
  const shown = { [fc.toStringMethod]: () => `\n${whiteboard({ network, traffic: [] })}\n` };
  return { ...network, ...shown };
};

/**
 * Whole networks of one VPC or two, joined in every way, with security groups, network ACLs and routes that may be anything:
 * whether traffic passes is open.
 */
export const networks = (shapes: readonly Shape[] = SHAPES): fc.Arbitrary<Network> =>
  plans(shapes)
    .map(siteOf)
    .chain((site) => {
      const groupsOf = (vpcId: string | null) =>
        [...site.securityGroups.values()].filter((it) => it.vpcId === vpcId).map(({ id }) => id);
      return fc
        .record({
          securityGroups: exchanged(site.securityGroups, (it) =>
            securityGroups(it.id, it.vpcId ?? '', groupsOf(it.vpcId)),
          ),
          networkAcls: exchanged(site.networkAcls, (it) => networkAcls(it.id, it.vpcId ?? '', it.subnetIds)),
          routeTables: someRoutes(site),
        })
        .map((changed) => onBoard({ ...site, ...changed }));
    });

const OUTSIDE = ['203.0.113.80', '198.51.100.200'] as const;

/** Somebody of a network, or outside of it, asks something of somebody. */
export const exchanges = (network: Network): fc.Arbitrary<Exchange> => {
  const machines = [...network.interfaces.values()].filter(({ requesterManaged }) => !requesterManaged);
  const fours = machines.flatMap((it) => it.privateAddresses.filter(({ family }) => family === 4));
  const publics = machines.flatMap(({ publicAddresses }) => publicAddresses);
  const inside = fc.tuple(
    fc.constantFrom(...machines.map(({ id }) => id)),
    fc.constantFrom(...[...fours, ...publics].map(print), OUTSIDE[0]),
  );
  const ends =
    publics.length === 0
      ? inside
      : fc.oneof(inside, fc.tuple(fc.constant<string>(OUTSIDE[1]), fc.constantFrom(...publics.map(print))));
  return fc
    .tuple(
      ends,
      fc.constantFrom('tcp 443', 'tcp 22', 'tcp 5432', 'udp 514', 'icmp'),
      fc.constantFrom(40_000, 1025, 33_000, 49_152, 61_000),
    )
    .map(([[from, to], what, sourcePort]) =>
      exchange(from, to, what, { sourcePort: what === 'icmp' ? null : sourcePort }),
    );
};
