import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/index.js';
import { answers, eni, explainBy, idle, reply, request } from './by-hand.js';

const WHOLE = [idle('eni-b', -600), idle('eni-b', 600)];
const rejected = request({ flags: 2, action: 'REJECT' });

const meanings = (documents: readonly unknown[], lines: readonly string[]) =>
  explainBy(documents, [...lines, ...WHOLE], EVERYTHING).findings.flatMap((it) => it.meanings);

describe('what the traffic means', () => {
  it('is a deny written on purpose where an entry of somebody denies it, and not where AWS’s last one does', () => {
    const written = answers({
      aclB: {
        in: [
          [90, 'deny', '6', '10.0.1.0/24', [443, 443]],
          [100, 'allow', '-1', '0.0.0.0/0'],
        ],
      },
    });
    expect(meanings(written, [rejected])).toEqual([
      { kind: 'written-deny', networkAclId: 'acl-b', ruleNumber: 90 },
    ]);
    expect(meanings(answers({ aclB: { in: [] } }), [rejected])).toEqual([]);
  });

  it('is a scan where a host of ours is rejected on twenty ports and never let in', () => {
    const closed = answers({ groupB: { in: [] } });
    const probe = (port: number) => rejected.replace(' 443 ', ` ${port} `);
    const ports = Array.from({ length: 20 }, (_, i) => 1000 + i);
    expect(meanings(closed, ports.map(probe))).toContainEqual({ kind: 'scan', targets: 20 });
    expect(meanings(closed, ports.slice(1).map(probe))).toEqual([]);
    const letIn = [request({ at: 'eni-a' }), reply({ at: 'eni-a' })].map((line) =>
      line.replaceAll('10.0.2.10', '10.0.2.11'),
    );
    expect(meanings(closed, [...ports.map(probe), ...letIn])).toEqual([]);
  });

  it('is a health check where a load balancer asks a target at the port of its checks', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/front/50dc6c495c0c9188';
    const group = (HealthCheckPort: string) => [
      {
        LoadBalancers: [
          { LoadBalancerArn: arn, LoadBalancerName: 'front', Type: 'application', VpcId: 'vpc-1' },
        ],
      },
      {
        TargetGroups: [
          {
            TargetGroupArn: 'arn:aws:tg',
            TargetGroupName: 'web',
            Port: 80,
            VpcId: 'vpc-1',
            TargetType: 'instance',
            HealthCheckPort,
            LoadBalancerArns: [arn],
          },
        ],
      },
    ];
    const balancer = { ...eni('lb', 1, 30, false, 'sg-a'), Description: 'ELB app/front/50dc6c495c0c9188' };
    const documents = answers({ groupB: { in: [] }, moreInterfaces: [balancer] });
    const asked = rejected.replaceAll('10.0.1.10', '10.0.1.30');
    expect(meanings([...documents, ...group('443')], [asked])).toMatchObject([
      { kind: 'health-check', loadBalancer: arn },
    ]);
    expect(meanings([...documents, ...group('443')], [rejected])).toEqual([]);
  });
});
