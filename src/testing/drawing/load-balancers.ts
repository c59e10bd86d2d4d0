import { networkInterface } from './machines.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { address } from './written.js';

/** A Network Load Balancer with one node, one listener and one target group. */
export type DrawnLoadBalancer = {
  readonly vpcId: string;
  /** Where its node is, and the address of it. */
  readonly subnetId: string;
  readonly address: string;
  readonly availabilityZone?: string;
  /** What it listens to. */
  readonly listener: readonly [protocol: 'TCP' | 'UDP' | 'TCP_UDP', port: number];
  /** The port on which it asks its targets. */
  readonly targetPort: number;
  /** Addresses. */
  readonly targets: readonly string[];
  /** Targets see the client's address. */
  readonly preservesClientIp: boolean;
  /** Null: it was made without any. */
  readonly securityGroups?: readonly string[] | null;
};

const arnOf = (what: string): string => `arn:aws:elasticloadbalancing:eu-west-1:${OWNER}:${what}`;

/** A Network Load Balancer inside a VPC: `front` has the node `eni-front`. */
export const networkLoadBalancer = (name: string, drawn: DrawnLoadBalancer): Drawn => {
  const { vpcId, subnetId, availabilityZone = 'eu-west-1a', securityGroups = null } = drawn;
  const path = `net/${name}/50dc6c495c0c9188`;
  const [id, groupId] = [arnOf(`loadbalancer/${path}`), arnOf(`targetgroup/${name}/6d0ecf831eec9f09`)];
  const [protocol, port] = drawn.listener;
  const securityGroupIds = securityGroups === null ? null : [...securityGroups].sort();
  return [
    networkInterface(`eni-${name}`, subnetId, [drawn.address], {
      type: 'network_load_balancer',
      description: `ELB ${path}`,
      requesterManaged: true,
      sourceDestCheck: false,
      securityGroupIds: securityGroupIds ?? [],
    }),
    piece('loadBalancers', {
      id,
      name,
      type: 'network',
      scheme: 'internal',
      vpcId,
      subnetIds: [subnetId],
      securityGroupIds,
      enforcesInboundOnPrivateLink: null,
      state: 'active',
      listeners: [
        {
          id: arnOf(`listener/${path}/f2f7dc8efc522ab2`),
          loadBalancerId: id,
          protocol,
          port,
          targetGroupIds: [groupId],
        },
      ],
    }),
    piece('targetGroups', {
      id: groupId,
      name,
      protocol,
      port: drawn.targetPort,
      vpcId,
      targetType: 'ip',
      loadBalancerIds: [id],
      healthCheckPort: 'traffic-port',
      healthCheckProtocol: 'TCP',
      preservesClientIp: drawn.preservesClientIp,
      crossZone: null,
      targets: drawn.targets.map((target) => ({
        id: target,
        address: address(target),
        port: drawn.targetPort,
        availabilityZone,
        state: 'healthy',
        reason: null,
      })),
    }),
  ];
};
