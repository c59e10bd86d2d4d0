import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import { DEFAULT_FORMAT, TRANSIT_GATEWAY_FORMAT } from '../../record/record-format.js';
import type { InterfaceId } from '../../resource/id.js';
import { LOG_QUESTIONS } from './log-question.js';

/** A flow log to create. A flow log cannot be changed, so a better one is created beside it. */
export type FlowLogRequest = {
  readonly resourceType: ResourceType;
  readonly resourceIds: readonly string[];
  /** Null for transit gateways, which take none. */
  readonly trafficType: 'ALL' | null;
  readonly maxAggregationInterval: 60;
  readonly destination: NonNullable<FlowLog['destination']>;
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

const fieldsFor = (type: ResourceType, written: readonly string[]): readonly string[] => {
  if (type.startsWith('TransitGateway')) return TRANSIT_GATEWAY_FORMAT.fields;
  const base = type === 'RegionalNatGateway' ? [...PROPOSED_FIELDS, 'resource-id'] : PROPOSED_FIELDS;
  return [...new Set([...base, ...written])];
};

const pieces = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));

/** The requests for these resources, by type and with as many in each as a call takes. */
export const requestsFor = (
  resourceIds: readonly string[],
  destination: FlowLogRequest['destination'],
  reason: FlowLogRequest['reason'],
  written: readonly string[] = [],
): readonly FlowLogRequest[] => {
  const types = [...new Set(resourceIds.map(resourceTypeOf))].filter((type) => type !== null);
  return types.flatMap((resourceType) =>
    pieces(
      resourceIds.filter((id) => resourceTypeOf(id) === resourceType),
      mostIds(resourceType),
    ).map((ids) => ({
      resourceType,
      resourceIds: ids,
      trafficType: resourceType.startsWith('TransitGateway') ? null : 'ALL',
      maxAggregationInterval: 60,
      destination,
      fields: fieldsFor(resourceType, written),
      reason,
    })),
  );
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

/** Where the flow logs given deliver, if they agree; else AWS's default. */
export const usualDestination = (network: Network): FlowLogRequest['destination'] => {
  const used = new Set(
    [...network.flowLogs.values()].map(({ destination }) => destination ?? 'cloud-watch-logs'),
  );
  const [only, ...more] = used;
  return only !== undefined && more.length === 0 ? only : 'cloud-watch-logs';
};
