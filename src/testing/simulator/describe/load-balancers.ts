import type { LoadBalancer, TargetGroup } from '../../../network/load-balancer.js';
import type { Network } from '../../../network/network.js';
import { said } from './addresses.js';

const printed = (network: Network, it: LoadBalancer) =>
  said({
    LoadBalancerArn: it.id,
    LoadBalancerName: it.name,
    Type: it.type,
    Scheme: it.scheme,
    VpcId: it.vpcId,
    State: it.state === null ? null : { Code: it.state },
    AvailabilityZones: it.subnetIds.map((SubnetId) =>
      said({ SubnetId, ZoneName: network.subnets.get(SubnetId)?.availabilityZone }),
    ),
    SecurityGroups: it.securityGroupIds,
  });

/** `aws elbv2 describe-load-balancers`. */
export const describeLoadBalancers = (network: Network) => ({
  LoadBalancers: [...network.loadBalancers.values()].map((it) => printed(network, it)),
});

/** `aws elbv2 describe-listeners`, of each load balancer; together they are one list here. */
export const describeListeners = ({ loadBalancers }: Network) => ({
  Listeners: [...loadBalancers.values()].flatMap(({ listeners }) =>
    (listeners ?? []).map((it) =>
      said({
        ListenerArn: it.id,
        LoadBalancerArn: it.loadBalancerId,
        Protocol: it.protocol,
        Port: it.port,
        DefaultActions: it.targetGroupIds.map((TargetGroupArn) => ({ Type: 'forward', TargetGroupArn })),
      }),
    ),
  ),
});

/** `aws elbv2 describe-target-groups`. */
export const describeTargetGroups = ({ targetGroups }: Network) => ({
  TargetGroups: [...targetGroups.values()].map((it) =>
    said({
      TargetGroupArn: it.id,
      TargetGroupName: it.name,
      Protocol: it.protocol,
      Port: it.port,
      VpcId: it.vpcId,
      TargetType: it.targetType,
      LoadBalancerArns: it.loadBalancerIds,
      HealthCheckPort: it.healthCheckPort,
      HealthCheckProtocol: it.healthCheckProtocol,
    }),
  ),
});

const attribute = (Key: string, value: boolean | null, otherwise: string) => ({
  Key,
  Value: value === null ? otherwise : String(value),
});

const attributesOf = (it: TargetGroup) => ({
  Attributes: [
    attribute('preserve_client_ip.enabled', it.preservesClientIp, 'false'),
    attribute('load_balancing.cross_zone.enabled', it.crossZone, 'use_load_balancer_configuration'),
  ],
});

const healthOf = (it: TargetGroup) => ({
  TargetHealthDescriptions: (it.targets ?? []).map((target) => ({
    Target: said({ Id: target.id, Port: target.port, AvailabilityZone: target.availabilityZone }),
    TargetHealth: said({ State: target.state, Reason: target.reason }),
  })),
});

/** `describe-target-group-attributes` and `describe-target-health`, once for each group, which the file has to name. */
export const describeTargets = ({ targetGroups }: Network): readonly (readonly [string, object])[] =>
  [...targetGroups.values()].flatMap((it) => {
    const name = encodeURIComponent(it.id);
    return [
      [`target-group-attributes-${name}`, attributesOf(it)],
      [`target-health-${name}`, healthOf(it)],
    ] as const;
  });
