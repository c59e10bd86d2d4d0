import type { PlainObject } from '../../prelude/plain-object.js';
import { stated } from '../stated.js';
import { blocks, flag, integer, isOpen, present, text, texts } from './attribute.js';
import { each, idOf, type Reading, type TerraformResource } from './terraform-resource.js';

const subnetsOf = ({ values }: TerraformResource): readonly PlainObject[] =>
  [
    ...new Set([
      ...texts(values, 'subnets'),
      ...blocks(values, 'subnet_mapping').flatMap((one) => text(one, 'subnet_id') ?? []),
    ]),
  ].map((SubnetId) => ({ SubnetId }));

const scheme = (internal: boolean | null): string | null =>
  internal === null ? null : internal ? 'internal' : 'internet-facing';

const loadBalancers: Reading = each(['aws_lb', 'aws_alb'], (it) => [
  stated(
    'LoadBalancers',
    present({
      LoadBalancerArn: idOf(it),
      LoadBalancerName: text(it.values, 'name'),
      Type: text(it.values, 'load_balancer_type') ?? 'application',
      Scheme: scheme(flag(it.values, 'internal')),
      VpcId: text(it.values, 'vpc_id'),
      AvailabilityZones: subnetsOf(it),
      SecurityGroups: isOpen(it.values, 'security_groups') ? null : texts(it.values, 'security_groups'),
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: text(
        it.values,
        'enforce_security_group_inbound_rules_on_private_link_traffic',
      ),
    }),
  ),
]);

const actionOf = (action: PlainObject): PlainObject =>
  present({
    Type: text(action, 'type'),
    TargetGroupArn: text(action, 'target_group_arn'),
    ForwardConfig: {
      TargetGroups: blocks(action, 'forward')
        .flatMap((forward) => blocks(forward, 'target_group'))
        .flatMap((group) => {
          const TargetGroupArn = text(group, 'arn');
          return TargetGroupArn === null ? [] : [{ TargetGroupArn }];
        }),
    },
  });

const listeners: Reading = each(['aws_lb_listener', 'aws_alb_listener'], (it) => {
  const LoadBalancerArn = text(it.values, 'load_balancer_arn');
  const item = present({
    ListenerArn: idOf(it),
    LoadBalancerArn,
    Protocol: text(it.values, 'protocol'),
    Port: integer(it.values, 'port'),
    DefaultActions: blocks(it.values, 'default_action').map(actionOf),
  });
  return LoadBalancerArn === null ? [] : [stated('Listeners', item)];
});

const GROUPS = ['aws_lb_target_group', 'aws_alb_target_group'];

const targetGroups: Reading = each(GROUPS, (it) => {
  const [check] = blocks(it.values, 'health_check');
  const preserves = flag(it.values, 'preserve_client_ip');
  const attribute = { Key: 'preserve_client_ip.enabled', Value: String(preserves) };
  return [
    stated(
      'TargetGroups',
      present({
        TargetGroupArn: idOf(it),
        TargetGroupName: text(it.values, 'name'),
        Protocol: text(it.values, 'protocol'),
        Port: integer(it.values, 'port'),
        VpcId: text(it.values, 'vpc_id'),
        TargetType: text(it.values, 'target_type'),
        LoadBalancerArns: texts(it.values, 'load_balancer_arns'),
        HealthCheckPort: check && text(check, 'port'),
        HealthCheckProtocol: check && text(check, 'protocol'),
      }),
    ),
    ...(preserves === null ? [] : [stated('Attributes', attribute, { subject: idOf(it) })]),
  ];
});

/** Targets that Terraform registered; their health is AWS's to say, and a scaling group may have added more. */
const targets: Reading = each(
  ['aws_lb_target_group_attachment', 'aws_alb_target_group_attachment'],
  ({ values }) => {
    const [subject, Id] = [text(values, 'target_group_arn'), text(values, 'target_id')];
    const Target = present({
      Id,
      Port: integer(values, 'port'),
      AvailabilityZone: text(values, 'availability_zone'),
    });
    return subject === null || Id === null
      ? []
      : [stated('TargetHealthDescriptions', { Target }, { subject })];
  },
);

export const LOAD_BALANCERS: readonly Reading[] = [loadBalancers, listeners, targetGroups, targets];
