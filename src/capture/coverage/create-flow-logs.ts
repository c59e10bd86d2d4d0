import type { Network } from '../../network/network.js';
import { DEFAULT_FORMAT, TRANSIT_GATEWAY_FORMAT } from '../../record/record-format.js';
import type { InterfaceId } from '../../resource/id.js';
import { type Delivery, deliveryFor } from './delivery.js';
import { LOG_QUESTIONS } from './log-question.js';

/** A flow log to create. A flow log cannot be changed, so a better one is created beside it. */
export type FlowLogRequest = {
  readonly resourceType: ResourceType;
  readonly resourceIds: readonly string[];
  /** Null for transit gateways, which take none. */
  readonly trafficType: 'ALL' | null;
  readonly maxAggregationInterval: 60;
  readonly delivery: Delivery;
  readonly fields: readonly string[];
  readonly reason: 'not-captured' | 'traffic-type' | 'format';
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html */
export type ResourceType =
  | 'VPC'
  | 'Subnet'
  | 'NetworkInterface'
  | 'TransitGateway'
  | 'TransitGatewayAttachment'
  | 'RegionalNatGateway';

const PREFIXES: readonly (readonly [string, ResourceType])[] = [
  ['vpc-', 'VPC'],
  ['subnet-', 'Subnet'],
  ['eni-', 'NetworkInterface'],
  ['tgw-attach-', 'TransitGatewayAttachment'],
  ['tgw-', 'TransitGateway'],
  ['nat-', 'RegionalNatGateway'],
];

export const resourceTypeOf = (id: string): ResourceType | null =>
  PREFIXES.find(([prefix]) => id.startsWith(prefix))?.[1] ?? null;

/** One call takes 300 resources, and 25 of transit gateways. */
const mostIds = (type: ResourceType): number => (type.startsWith('TransitGateway') ? 25 : 300);

/** The default fields, and those that the questions take that any traffic raises. */
export const PROPOSED_FIELDS: readonly string[] = [
  ...new Set([
    ...DEFAULT_FORMAT.fields,
    ...LOG_QUESTIONS.filter(({ isSpecial }) => !isSpecial).flatMap(({ fields }) => fields),
  ]),
];

const fieldsFor = (type: ResourceType): readonly string[] => {
  if (type.startsWith('TransitGateway')) return TRANSIT_GATEWAY_FORMAT.fields;
  return type === 'RegionalNatGateway' ? [...PROPOSED_FIELDS, 'resource-id'] : PROPOSED_FIELDS;
};

const pieces = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** Resources that one call can take: of one type, delivered alike. */
const together = (resources: readonly Deliverable[]): readonly (readonly Deliverable[])[] => {
  const groups = new Map<string, Deliverable[]>();
  for (const it of resources) {
    const key = JSON.stringify([it.resourceType, it.delivery]);
    groups.set(key, [...(groups.get(key) ?? []), it]);
  }
  return [...groups.values()].flatMap((group) =>
    pieces(group, mostIds((group[0] as Deliverable).resourceType)),
  );
};

type Deliverable = Pick<FlowLogRequest, 'resourceType' | 'delivery'> & { readonly id: string };

/** The requests for these resources, with as many in each as a call takes. */
export const requestsFor = (
  network: Network,
  resourceIds: readonly string[],
  reason: FlowLogRequest['reason'],
): readonly FlowLogRequest[] => {
  const resources = resourceIds.flatMap((id): readonly Deliverable[] => {
    const resourceType = resourceTypeOf(id);
    if (resourceType === null) return [];
    return [{ id, resourceType, delivery: deliveryFor(network, id, reason !== 'not-captured') }];
  });
  return together(resources).map((group) => {
    const { resourceType, delivery } = group[0] as Deliverable;
    return {
      resourceType,
      resourceIds: group.map(({ id }) => id),
      trafficType: resourceType.startsWith('TransitGateway') ? null : 'ALL',
      maxAggregationInterval: 60,
      delivery,
      fields: fieldsFor(resourceType),
      reason,
    };
  });
};

/** Of interfaces that nobody records: their VPC, where nobody records any other interface of it either. */
export const widest = (network: Network, dark: readonly InterfaceId[]): readonly string[] => {
  const isDark = (id: InterfaceId) => dark.includes(id);
  const all = [...network.interfaces.values()];
  const wholly = (vpcId: string | null) =>
    vpcId !== null && all.filter((it) => it.vpcId === vpcId).every(({ id }) => isDark(id));
  return [
    ...new Set(
      dark.map((id) => {
        const vpcId = network.interfaces.get(id)?.vpcId ?? null;
        return vpcId !== null && wholly(vpcId) ? vpcId : id;
      }),
    ),
  ];
};
