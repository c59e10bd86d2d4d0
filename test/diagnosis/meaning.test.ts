import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  printHeaderSet,
  readAnswers,
  readText,
  reportText,
  troubleshoot,
} from '../../src/index.js';
import { answers, eni, explainBy, explainIn, idle, reply, request } from './by-hand.js';
import { FORMAT } from './simulator.js';

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

  it('is a health check that the load balancer tells the outcome of, with how many others are healthy', () => {
    const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/front/50dc6c495c0c9188';
    const target = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/73e2d6bc24d8a067';
    const balancer = { ...eni('lb', 1, 30, false, 'sg-a'), Description: 'ELB net/front/50dc6c495c0c9188' };
    const health = (others: readonly string[]) => [
      ...answers({ groupB: { in: [] }, moreInterfaces: [balancer] }).map((json) => ({
        source: 'network.json',
        json,
      })),
      {
        source: 'groups.json',
        json: {
          TargetGroups: [
            {
              TargetGroupArn: target,
              TargetGroupName: 'web',
              Port: 443,
              Protocol: 'TCP',
              VpcId: 'vpc-1',
              TargetType: 'instance',
              HealthCheckPort: 'traffic-port',
              LoadBalancerArns: [arn],
            },
          ],
        },
      },
      {
        source: 'balancers.json',
        json: {
          LoadBalancers: [
            { LoadBalancerArn: arn, LoadBalancerName: 'front', Type: 'network', VpcId: 'vpc-1' },
          ],
        },
      },
      {
        source: `target-health-${encodeURIComponent(target)}.json`,
        json: {
          TargetHealthDescriptions: ['unhealthy', ...others].map((State, i) => ({
            Target: { Id: i === 0 ? 'i-b' : `i-other${i}`, Port: 443 },
            TargetHealth: { State },
          })),
        },
      },
    ];
    const asked = rejected.replaceAll('10.0.1.10', '10.0.1.30');
    const explained = (others: readonly string[]) =>
      explainIn(readAnswers(health(others)).network, [asked, ...WHOLE], EVERYTHING);
    const told = (others: readonly string[]) => explained(others).findings.flatMap((it) => it.meanings);
    expect(told(['healthy', 'healthy'])).toEqual([
      {
        kind: 'health-check',
        loadBalancer: arn,
        isCheckPort: true,
        health: { state: 'unhealthy', healthy: 2, targets: 3 },
      },
    ]);
    expect(reportText(explained(['healthy'])).replace(/\s+/g, ' ')).toContain(
      'It says unhealthy of this one; 1 of 2 targets is healthy and gets the traffic.',
    );
    expect(reportText(explained([])).replace(/\s+/g, ' ')).toContain('none of its targets is healthy');
  });

  it('is a health check of the appliances behind a Gateway Load Balancer, told by the type of its interface', () => {
    const balancer = { ...eni('gwy', 1, 30, false, 'sg-a'), InterfaceType: 'gateway_load_balancer' };
    const documents = answers({ groupB: { in: [] }, moreInterfaces: [balancer] });
    expect(meanings(documents, [rejected.replaceAll('10.0.1.10', '10.0.1.30')])).toEqual([
      { kind: 'health-check', loadBalancer: 'eni-gwy', isCheckPort: false, health: null },
    ]);
  });

  it('is a health check of Route 53 where the list of AWS holds the sender, and no noise of the internet', () => {
    const list = (PrefixListName: string) => [
      ...answers({ groupB: { in: [] } }).map((json) => ({ source: 'network.json', json })),
      {
        source: 'lists.json',
        json: {
          PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName, AddressFamily: 'IPv4', OwnerId: 'AWS' }],
        },
      },
      {
        source: 'managed-prefix-list-entries-pl-1.json',
        json: { Entries: [{ Cidr: '198.51.100.0/24' }] },
      },
    ];
    const strangers = Array.from({ length: 6 }, (_, i) => `198.51.100.${10 + i}`);
    const lines = strangers.map((from) =>
      rejected.replaceAll('10.0.1.10', from).replace(' 6 4 336 ', ' 6 1 60 '),
    );
    const found = (name: string) =>
      explainIn(readAnswers(list(name)).network, [...lines, ...WHOLE], EVERYTHING).findings;
    for (const name of [
      'com.amazonaws.eu-west-1.route53-healthchecks',
      'com.amazonaws.us-gov-west-1.ipv6.route53-healthchecks',
    ]) {
      expect(found(name).map(({ code }) => code)).toEqual(
        strangers.map(() => 'security-group-ingress-lacks-rule'),
      );
      expect(found(name)[0]?.meanings).toEqual([{ kind: 'route-53-health-check', prefixListId: 'pl-1' }]);
    }
    const [remedy, ...more] = found('com.amazonaws.eu-west-1.route53-healthchecks')[0]?.remedies ?? [];
    expect(more).toEqual([]);
    expect(remedy).toMatchObject({
      changes: [{ kind: 'add-security-group-rule', rule: { peer: { kind: 'prefix-list', id: 'pl-1' } } }],
      proof: { outcome: 'passes' },
    });
    // It is what was asked for: the checkers are many.
    expect(remedy?.opens.map(({ headers }) => printHeaderSet(headers))).toEqual([
      'tcp 443 from 198.51.100.0/24 to 10.0.2.10',
    ]);
    expect(remedy?.opens.map(({ beyond }) => printHeaderSet(beyond))).toEqual(['nothing']);
    expect(found('com.amazonaws.eu-west-1.s3').map(({ code }) => code)).toEqual([
      'internet-background-noise',
    ]);
  });

  it('is a health check of Route 53 where records say so, of its requests or of an answer to it', () => {
    const { network } = readAnswers(
      answers({ groupB: { in: [] } }).map((json) => ({ source: 'network.json', json })),
    );
    const strangers = Array.from({ length: 6 }, (_, i) => `198.51.100.${10 + i}`);
    const lines = strangers.map((from) =>
      rejected.replaceAll('10.0.1.10', from).replace(' 6 4 336 ', ' 6 1 60 '),
    );
    const found = (service: string, more: readonly string[] = []) => {
      const named = [...lines.map((line) => `${line} ${service} -`), ...WHOLE.map((line) => `${line} - -`)];
      const log = [`${FORMAT} pkt-src-aws-service pkt-dst-aws-service`, ...named, ...more].join('\n');
      const { batches } = readText(log, { source: 'flow.log' });
      return troubleshoot({ batches, network, question: EVERYTHING }).findings;
    };
    const checked = found('ROUTE53_HEALTHCHECKS');
    expect(checked.map(({ code }) => code)).toEqual(strangers.map(() => 'security-group-ingress-lacks-rule'));
    expect(checked[0]?.meanings).toEqual([{ kind: 'route-53-health-check', prefixListId: null }]);
    for (const other of ['EC2', 'ROUTE53_HEALTHCHECKS_PUBLISHING', '-'])
      expect(found(other).map(({ code }) => code)).toEqual(['internet-background-noise']);
    const [stranger] = strangers as [string];
    const answer = reply({ flags: 18, later: -300 }).replace('10.0.1.10', stranger);
    expect(
      found('-', [`${answer} - ROUTE53_HEALTHCHECKS`])
        .filter(
          ({ outcome, group }) => outcome === 'blocked' && group?.initiator.address.value === 0xc633640a,
        )
        .flatMap((it) => it.meanings),
    ).toEqual([{ kind: 'route-53-health-check', prefixListId: null }]);
  });
});
