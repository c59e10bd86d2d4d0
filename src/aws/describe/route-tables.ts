import * as v from 'valibot';
import type { Route, RouteDestination, RouteTarget } from '../../network/route-table.js';
import { breakTie } from '../any-order.js';
import { cidr, list, optionalFlag, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items } from '../reader.js';
import { destinationOrder } from '../route-order.js';

const route = v.pipe(
  v.object({
    DestinationCidrBlock: v.nullish(cidr),
    DestinationIpv6CidrBlock: v.nullish(cidr),
    DestinationPrefixListId: optionalText,
    GatewayId: optionalText,
    NatGatewayId: optionalText,
    TransitGatewayId: optionalText,
    VpcPeeringConnectionId: optionalText,
    EgressOnlyInternetGatewayId: optionalText,
    NetworkInterfaceId: optionalText,
    InstanceId: optionalText,
    LocalGatewayId: optionalText,
    CarrierGatewayId: optionalText,
    CoreNetworkArn: optionalText,
    OdbNetworkArn: optionalText,
    Origin: optionalText,
    State: v.nullish(v.picklist(['active', 'blackhole', 'filtered'])),
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): Route => {
    const it = dataset.value;
    const destination = destinationOf(it);
    if (destination === null) {
      addIssue({ message: 'a destination', expected: 'a destination: a CIDR block or a prefix list' });
      return NEVER;
    }
    return {
      destination,
      target: targetOf(it),
      state: it.State ?? 'active',
      origin: ORIGINS[it.Origin ?? ''] ?? null,
    };
  }),
);
type Written = {
  readonly [K in
    | 'GatewayId'
    | 'NatGatewayId'
    | 'TransitGatewayId'
    | 'VpcPeeringConnectionId'
    | 'EgressOnlyInternetGatewayId'
    | 'NetworkInterfaceId'
    | 'InstanceId'
    | 'LocalGatewayId'
    | 'CarrierGatewayId'
    | 'CoreNetworkArn'
    | 'OdbNetworkArn']: string | null;
};

const destinationOf = (it: {
  readonly DestinationCidrBlock?: v.InferOutput<typeof cidr> | null | undefined;
  readonly DestinationIpv6CidrBlock?: v.InferOutput<typeof cidr> | null | undefined;
  readonly DestinationPrefixListId: string | null;
}): RouteDestination | null => {
  const block = it.DestinationCidrBlock ?? it.DestinationIpv6CidrBlock;
  if (block) return { kind: 'cidr', cidr: block };
  return it.DestinationPrefixListId ? { kind: 'prefix-list', id: it.DestinationPrefixListId } : null;
};

const ORIGINS: Readonly<Record<string, Route['origin']>> = {
  CreateRouteTable: 'table',
  CreateRoute: 'static',
  EnableVgwRoutePropagation: 'propagated',
  Advertisement: 'advertisement',
};

/** `GatewayId` holds four kinds of target, told apart by how their ids begin. */
const GATEWAYS = [
  ['igw-', 'internet-gateway'],
  ['eigw-', 'egress-only-internet-gateway'],
  ['vgw-', 'virtual-private-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['lgw-', 'local-gateway'],
  ['cagw-', 'carrier-gateway'],
] as const;

/** Old routes to an instance name the instance and its interface: the interface is where packets go. */
const TARGETS = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'vpc-peering-connection'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['NetworkInterfaceId', 'network-interface'],
  ['InstanceId', 'instance'],
  ['LocalGatewayId', 'local-gateway'],
  ['CarrierGatewayId', 'carrier-gateway'],
  ['CoreNetworkArn', 'core-network'],
  ['OdbNetworkArn', 'unknown'],
] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html */
const targetOf = (it: Written): RouteTarget => {
  if (it.GatewayId) {
    if (it.GatewayId === 'local') return { kind: 'local' };
    const gateway = GATEWAYS.find(([start]) => it.GatewayId?.startsWith(start));
    return { kind: gateway?.[1] ?? 'unknown', id: it.GatewayId };
  }
  const target = TARGETS.find(([key]) => it[key]);
  return target === undefined
    ? { kind: 'unknown', id: '' }
    : { kind: target[1], id: it[target[0]] as string };
};

/** An association that failed or is being taken away no longer steers anything. */
const GONE: readonly (string | null | undefined)[] = ['disassociated', 'disassociating', 'failed'];

/** `describe-route-tables`. The main table is the one with a main association, which names no subnet. */
export const routeTables = items({
  gives: 'routeTables',
  schema: v.object({
    RouteTableId: text,
    VpcId: optionalText,
    Associations: list(
      v.object({
        Main: optionalFlag,
        SubnetId: optionalText,
        GatewayId: optionalText,
        AssociationState: v.nullish(v.object({ State: optionalText })),
      }),
    ),
    Routes: list(route),
  }),
  fragments: (it) => {
    const associations = it.Associations.filter((one) => !GONE.includes(one.AssociationState?.State));
    return [
      fragment('routeTables', it.RouteTableId, {
        ...stated({ vpcId: it.VpcId }),
        isMain: associations.some(({ Main }) => Main === true),
        subnetIds: associations.flatMap(({ SubnetId }) => (SubnetId ? [SubnetId] : [])).sort(),
        gatewayIds: associations.flatMap(({ GatewayId }) => (GatewayId ? [GatewayId] : [])).sort(),
        routes: [...it.Routes].sort(
          (a, b) => destinationOrder(a.destination, b.destination) || breakTie(a, b),
        ),
      }),
    ];
  },
});
