import { isRight } from 'fp-ts/lib/Either.js';
import * as v from 'valibot';
import { parse } from '../../address/ip-address.js';
import { list, optionalInteger, optionalText, text } from '../field.js';
import { fragment, stated } from '../fragment.js';
import { items, rowsOfSubject } from '../reader.js';

const healthCheckPort = (said: string | number | null | undefined): number | 'traffic-port' | null => {
  if (said === null || said === undefined) return null;
  return said === 'traffic-port' ? said : Number(said);
};

/** `elbv2 describe-target-groups`. */
export const targetGroups = items({
  gives: 'targetGroups',
  schema: v.object({
    TargetGroupArn: text,
    TargetGroupName: optionalText,
    Protocol: optionalText,
    Port: optionalInteger,
    VpcId: optionalText,
    TargetType: v.nullish(v.picklist(['instance', 'ip', 'lambda', 'alb'])),
    LoadBalancerArns: list(text),
    HealthCheckPort: v.nullish(
      v.pipe(
        v.union([v.string(), v.number()]),
        v.check((it) => it === 'traffic-port' || /^\d{1,5}$/.test(String(it)), 'traffic-port or a port'),
      ),
    ),
    HealthCheckProtocol: optionalText,
  }),
  fragments: (it) => [
    fragment('targetGroups', it.TargetGroupArn, {
      ...stated({
        protocol: it.Protocol,
        port: it.Port,
        vpcId: it.VpcId,
        targetType: it.TargetType,
        healthCheckPort: healthCheckPort(it.HealthCheckPort),
        healthCheckProtocol: it.HealthCheckProtocol,
      }),
      name: it.TargetGroupName ?? '',
      loadBalancerIds: [...it.LoadBalancerArns].sort(),
    }),
  ],
});

/** `elbv2 describe-target-group-attributes`, which does not name its target group. */
export const targetGroupAttributes = rowsOfSubject({
  schema: v.object({ Key: text, Value: optionalText }),
  fragments: ({ Key, Value }, id) => {
    const said = Value === 'true' || Value === 'false' ? Value === 'true' : null;
    if (Key === 'preserve_client_ip.enabled' && said !== null)
      return [fragment('targetGroups', id, { preservesClientIp: said })];
    return Key === 'load_balancing.cross_zone.enabled' && said !== null
      ? [fragment('targetGroups', id, { crossZone: said })]
      : [];
  },
});

/** `elbv2 describe-target-health`, which does not name its target group. */
export const targetHealth = rowsOfSubject({
  schema: v.object({
    Target: v.object({ Id: text, Port: optionalInteger, AvailabilityZone: optionalText }),
    TargetHealth: v.nullish(v.object({ State: optionalText, Reason: optionalText })),
  }),
  fragments: ({ Target, TargetHealth }, id) => {
    const address = parse(Target.Id);
    return [
      fragment('targetGroups', id, {
        targets: [
          {
            id: Target.Id,
            address: isRight(address) ? address.right : null,
            port: Target.Port,
            availabilityZone: Target.AvailabilityZone,
            state: TargetHealth?.State ?? null,
            reason: TargetHealth?.Reason ?? null,
          },
        ],
      }),
    ];
  },
  empty: (id) => [fragment('targetGroups', id, { targets: [] })],
});
