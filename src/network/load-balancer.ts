import type { IpAddress } from '../address/ip-address.js';
import type { Arn, InstanceId, SecurityGroupId, SubnetId, VpcId } from '../resource/id.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html */
export type LoadBalancer = {
  readonly id: Arn;
  readonly name: string;
  readonly type: 'application' | 'network' | 'gateway';
  readonly scheme: 'internet-facing' | 'internal' | null;
  readonly vpcId: VpcId | null;
  readonly subnetIds: readonly SubnetId[];
  /** Null: a Network Load Balancer that was created without any. */
  readonly securityGroupIds: readonly SecurityGroupId[] | null;
  /** Whether inbound rules are asked for traffic that comes through PrivateLink; null when the answer did not say. */
  readonly enforcesInboundOnPrivateLink: boolean | null;
  readonly state: string | null;
  /** Null when describe-listeners was not given for it. */
  readonly listeners: readonly Listener[] | null;
};

export type Listener = {
  readonly id: Arn;
  readonly loadBalancerId: Arn;
  /** `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, `HTTPS`, `GENEVE`, ...; null when the answer did not say. */
  readonly protocol: string | null;
  readonly port: number | null;
  /** Target groups that the default actions forward to. */
  readonly targetGroupIds: readonly Arn[];
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroup.html */
export type TargetGroup = {
  readonly id: Arn;
  readonly name: string;
  readonly protocol: string | null;
  readonly port: number | null;
  readonly vpcId: VpcId | null;
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb' | null;
  readonly loadBalancerIds: readonly Arn[];
  readonly healthCheckPort: number | 'traffic-port' | null;
  readonly healthCheckProtocol: string | null;
  /** `preserve_client_ip.enabled`; null when describe-target-group-attributes was not given. */
  readonly preservesClientIp: boolean | null;
  /** `load_balancing.cross_zone.enabled` of the group; null where it follows the load balancer, or was not given. */
  readonly crossZone: boolean | null;
  /** Null when describe-target-health was not given for it. */
  readonly targets: readonly Target[] | null;
};

export type Target = {
  readonly id: InstanceId | string;
  /** The address, where the target is one. */
  readonly address: IpAddress | null;
  readonly port: number | null;
  readonly availabilityZone: string | null;
  /** `healthy`, `unhealthy`, `unused`, ...: as AWS answered. */
  readonly state: string | null;
  readonly reason: string | null;
};
