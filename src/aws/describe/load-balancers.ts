import * as v from 'valibot';
import { list, optionalInteger, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items, rows } from '../reader.js';

/** `elbv2 describe-load-balancers`. Gateway Load Balancers and older Network Load Balancers have no security groups. */
export const loadBalancers = items({
  gives: 'loadBalancers',
  schema: v.object({
    LoadBalancerArn: text,
    LoadBalancerName: optionalText,
    Type: v.picklist(['application', 'network', 'gateway']),
    Scheme: v.nullish(v.picklist(['internet-facing', 'internal'])),
    VpcId: optionalText,
    AvailabilityZones: list(v.object({ SubnetId: optionalText })),
    SecurityGroups: v.nullish(v.array(text)),
    EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: optionalText,
    State: v.nullish(v.object({ Code: optionalText })),
  }),
  fragments: (it) => [
    fragment('loadBalancers', it.LoadBalancerArn, {
      ...stated({
        scheme: it.Scheme,
        vpcId: it.VpcId,
        enforcesInboundOnPrivateLink: switchOf(it.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic),
        state: it.State?.Code,
      }),
      name: it.LoadBalancerName ?? '',
      type: it.Type,
      subnetIds: it.AvailabilityZones.flatMap(({ SubnetId }) => (SubnetId === null ? [] : [SubnetId])).sort(),
      securityGroupIds: it.SecurityGroups?.length ? [...it.SecurityGroups].sort() : null,
    }),
  ],
});

const switchOf = (said: string | null): boolean | null => (said === null ? null : said === 'on');

const action = v.object({
  Type: optionalText,
  TargetGroupArn: optionalText,
  ForwardConfig: v.nullish(v.object({ TargetGroups: list(v.object({ TargetGroupArn: optionalText })) })),
});

const targetGroupsOf = (it: v.InferOutput<typeof action>): readonly (string | null)[] =>
  it.Type === 'forward' || it.Type === null
    ? [it.TargetGroupArn, ...(it.ForwardConfig?.TargetGroups ?? []).map((one) => one.TargetGroupArn)]
    : [];

const TYPES = { app: 'application', net: 'network', gwy: 'gateway' } as const;

/** `...:loadbalancer/net/name/0123456789abcdef`. */
const inArn = (arn: string) => {
  const match = /:loadbalancer\/(app|net|gwy)\/([^/]+)/.exec(arn);
  return match === null ? {} : { type: TYPES[match[1] as keyof typeof TYPES], name: match[2] as string };
};

/** `elbv2 describe-listeners`. */
export const listeners = rows({
  schema: v.object({
    ListenerArn: text,
    LoadBalancerArn: text,
    Protocol: optionalText,
    Port: optionalInteger,
    DefaultActions: list(action),
  }),
  fragments: (it) => [
    fragment('loadBalancers', it.LoadBalancerArn, {
      ...inArn(it.LoadBalancerArn),
      listeners: [
        {
          id: it.ListenerArn,
          loadBalancerId: it.LoadBalancerArn,
          protocol: it.Protocol,
          port: it.Port,
          targetGroupIds: [
            ...new Set(it.DefaultActions.flatMap(targetGroupsOf).filter((arn) => arn !== null)),
          ].sort(),
        },
      ],
    }),
  ],
});
