import { networkInterface } from './machines.js';
import { type Drawn, piece } from './piece.js';
import { block } from './written.js';

const serviceName = (service: string): string => `com.amazonaws.eu-west-1.${service}`;

/** The prefix list that AWS keeps of the addresses of a service: `servicePrefixList('pl-s3', 's3', ['52.218.0.0/17'])`. */
export const servicePrefixList = (id: string, service: string, blocks: readonly string[]): Drawn =>
  piece('prefixLists', {
    id,
    name: serviceName(service),
    ownerId: 'AWS',
    family: 4,
    maxEntries: null,
    entries: blocks.map(block),
  });

/** A gateway endpoint of S3 or DynamoDB. The routes to it are drawn with the route tables: `['pl-s3', 'vpce-1']`. */
export const gatewayEndpoint = (
  id: string,
  vpcId: string,
  service: 's3' | 'dynamodb',
  routeTableIds: readonly string[],
): Drawn =>
  piece('vpcEndpoints', {
    id,
    type: 'gateway',
    vpcId,
    serviceName: serviceName(service),
    state: 'available',
    routeTableIds: [...routeTableIds].sort(),
    subnetIds: [],
    securityGroupIds: [],
    interfaceIds: [],
  });

/** Where an interface endpoint of a service has its interface, and the groups of it. */
export type DrawnEndpoint = {
  readonly service: string;
  readonly vpcId: string;
  readonly subnetId: string;
  readonly address: string;
  readonly securityGroups: readonly string[];
};

/** An interface endpoint with one interface: `vpce-1` has `eni-vpce-1`. */
export const interfaceEndpoint = (id: string, drawn: DrawnEndpoint): Drawn => {
  const interfaceId = `eni-${id}`;
  const securityGroupIds = [...drawn.securityGroups].sort();
  return [
    networkInterface(interfaceId, drawn.subnetId, [drawn.address], {
      type: 'vpc_endpoint',
      description: `VPC Endpoint Interface ${id}`,
      requesterManaged: true,
      securityGroupIds,
    }),
    piece('vpcEndpoints', {
      id,
      type: 'interface',
      vpcId: drawn.vpcId,
      serviceName: serviceName(drawn.service),
      state: 'available',
      routeTableIds: [],
      subnetIds: [drawn.subnetId],
      securityGroupIds,
      interfaceIds: [interfaceId],
    }),
  ];
};
