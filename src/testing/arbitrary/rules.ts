import * as fc from 'fast-check';
import type { NetworkAcl } from '../../network/network-acl.js';
import type { RouteTable } from '../../network/route-table.js';
import type { SecurityGroup } from '../../network/security-group.js';
import {
  type DrawnEntries,
  type DrawnEntry,
  type DrawnRule,
  networkAcl,
  securityGroup,
} from '../drawing/filters.js';
import type { Drawn } from '../drawing/piece.js';
import { type DrawnRoute, routeTable } from '../drawing/ways.js';
import type { TrafficText } from '../drawing/written.js';

/** Ports that people write, and the ends of ranges that they get wrong. */
const PORTS = [443, 22, 80, 5432, 1024, 32_768, 49_152, 61_000, 65_535, 0];

const ports: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([one, other]) => (one === other ? String(one) : `${Math.min(one, other)}-${Math.max(one, other)}`));

/** `tcp 443`, `udp 1024-65535`, `icmp 8`, `all` and the like. */
export const trafficTexts: fc.Arbitrary<TrafficText> = fc.oneof(
  fc.constant('all'),
  fc.tuple(fc.constantFrom('tcp', 'udp'), ports).map(([protocol, range]) => `${protocol} ${range}`),
  fc.constantFrom('icmp', 'icmp 8', 'icmp 3', 'icmpv6', '50'),
);

/** Blocks that lie in each other, so that rules meet. */
const BLOCKS = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/16',
  '10.0.1.0/24',
  '10.0.1.10/32',
  '::/0',
  '2001:db8::/32',
];

const blocks = fc.constantFrom(...BLOCKS);

const rules = (groupIds: readonly string[]): fc.Arbitrary<readonly DrawnRule[]> =>
  fc.array(fc.tuple(trafficTexts, fc.oneof(blocks, fc.constantFrom('0.0.0.0/0', ...groupIds))), {
    maxLength: 4,
  });

const resourceOf = <T>(drawn: Drawn): T => (drawn as { readonly resource: unknown }).resource as T;

/** A security group of a VPC; its rules may name these groups. It shrinks to one without rules. */
export const securityGroups = (
  id = 'sg-1',
  vpcId = 'vpc-1',
  groupIds: readonly string[] = [id],
): fc.Arbitrary<SecurityGroup> =>
  fc
    .record({ ingress: rules(groupIds), egress: rules(groupIds) })
    .map((drawn) => resourceOf<SecurityGroup>(securityGroup(id, vpcId, drawn)));

/** Numbers that are crowded: neighbours, the first, and the last that may be written. */
const NUMBERS = [100, 101, 99, 1, 2, 32_765, 32_766];

const entries: fc.Arbitrary<readonly DrawnEntry[]> = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom(...NUMBERS), fc.constantFrom('allow', 'deny'), trafficTexts, blocks),
    { maxLength: 5, selector: ([number]) => number },
  )
  .map((all) => all as readonly DrawnEntry[]);

/** A network ACL of these subnets. It shrinks to the one that denies everything. */
export const networkAcls = (
  id = 'acl-1',
  vpcId = 'vpc-1',
  subnetIds: readonly string[] = ['subnet-1'],
): fc.Arbitrary<NetworkAcl> =>
  fc
    .record({ ingress: entries, egress: entries })
    .map((drawn: DrawnEntries) => resourceOf<NetworkAcl>(networkAcl(id, vpcId, subnetIds, drawn)));

const DESTINATIONS = ['0.0.0.0/0', '10.8.0.0/16', '10.8.1.0/24', '203.0.113.0/24', '172.16.0.0/12'];

/** Routes beside the local one, to these targets; each destination once, as AWS has it. */
export const routeTables = (
  id = 'rtb-1',
  vpcId = 'vpc-1',
  of: readonly string[] | 'main' = 'main',
  targets: readonly string[] = ['igw-1', 'nat-1', 'pcx-1', 'tgw-1'],
): fc.Arbitrary<RouteTable> =>
  fc
    .uniqueArray(
      fc.tuple(
        fc.constantFrom(...DESTINATIONS),
        fc.constantFrom(...targets),
        fc.constantFrom('active' as const, 'active' as const, 'blackhole' as const),
      ),
      { maxLength: 4, selector: ([destination]) => destination },
    )
    .map((routes: readonly DrawnRoute[]) =>
      resourceOf<RouteTable>(routeTable(id, vpcId, of, [['10.0.0.0/16', 'local'], ...routes])),
    );
