import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { Network } from '../../src/network/network.js';
import type { NetworkInterface } from '../../src/network/network-interface.js';
import { awsWorld, worldAndPacket } from '../arbitrary/aws-world.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import type { AwsIpPermission, AwsSecurityGroup, AwsWorld } from '../oracle/filter.js';
import { networkOf, read, readFiles } from './read.js';

type Json = Readonly<Record<string, unknown>>;

/** Everything of a network, so that two can be compared; the order of maps counts too. */
const told = ({ given, gaps, ...resources }: Network) => ({
  given: [...given].sort(),
  gaps,
  resources: Object.entries(resources).map(([kind, map]) => [kind, [...map]]),
});

const MORE: Json = {
  Vpcs: [
    {
      VpcId: 'vpc-1',
      CidrBlock: '10.0.0.0/16',
      CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.9.0.0/16' }],
    },
  ],
  Subnets: ['subnet-1', 'subnet-2'].map((SubnetId) => ({ SubnetId, VpcId: 'vpc-1' })),
  RouteTables: [
    {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Associations: [{ Main: true }, { SubnetId: 'subnet-2' }, { SubnetId: 'subnet-1' }],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
        { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1' },
        { DestinationPrefixListId: 'pl-2', GatewayId: 'vpce-1' },
        { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
        { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-1' },
      ],
    },
  ],
  PrefixLists: [{ PrefixListId: 'pl-1', Cidrs: ['192.0.2.0/24', '10.0.0.0/8'] }, { PrefixListId: 'pl-2' }],
  NatGateways: [
    {
      NatGatewayId: 'nat-1',
      NatGatewayAddresses: [
        { PrivateIp: '10.0.0.9' },
        { PrivateIp: '10.0.0.8' },
        { PublicIp: '203.0.113.1' },
      ],
    },
  ],
  VpcEndpoints: [{ VpcEndpointId: 'vpce-1', RouteTableIds: ['rtb-2', 'rtb-1'], SubnetIds: ['b', 'a'] }],
  Listeners: ['arn:2', 'arn:1'].map((ListenerArn) => ({ ListenerArn, LoadBalancerArn: 'arn:lb' })),
  LoadBalancers: [{ LoadBalancerArn: 'arn:lb', Type: 'application', SecurityGroups: ['sg-2', 'sg-1'] }],
};

/** The order in which a random choice would put things: a shuffle that shrinks to doing nothing. */
const shuffled = <T>(things: readonly T[], seed: number): readonly T[] => {
  const left = [...things];
  const found: T[] = [];
  for (let state = seed; left.length > 0; state = (state * 1_103_515_245 + 12_345) % 2_147_483_648)
    found.push(...left.splice(state % left.length, 1));
  return found;
};

/** The same JSON with the lists and the keys of every object in another order. */
const turned = (json: unknown, seed: number): unknown => {
  if (Array.isArray(json))
    return shuffled(
      json.map((item) => turned(item, seed)),
      seed,
    );
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(
    shuffled(Object.entries(json), seed).map(([key, value]) => [key, turned(value, seed)]),
  );
};

/** Answers cut in pieces that stand in documents of their own; the rows of one list (listeners of one load balancer) stay together. */
const inPieces = (answers: Json, seed: number): readonly Json[] =>
  shuffled(
    Object.entries(answers).flatMap(([key, items]) =>
      Array.isArray(items) && items.length > 1 && seed % 2 === 1 && key !== 'Listeners'
        ? [{ [key]: items.slice(0, 1) }, { [key]: items.slice(1) }]
        : [{ [key]: items }],
    ),
    seed,
  );

const seed = fc.nat(1_000_000);

/** A group as describe-security-group-rules gives it: a row for each rule. */
const rowsOf = ({
  GroupId,
  OwnerId,
  IpPermissions,
  IpPermissionsEgress,
}: AwsSecurityGroup): readonly Json[] => {
  const peers = (one: AwsIpPermission): readonly Json[] => [
    ...one.IpRanges.map(({ CidrIp }) => ({ CidrIpv4: CidrIp })),
    ...one.Ipv6Ranges.map(({ CidrIpv6 }) => ({ CidrIpv6 })),
    ...one.PrefixListIds.map(({ PrefixListId }) => ({ PrefixListId })),
    ...one.UserIdGroupPairs.map((ReferencedGroupInfo) => ({ ReferencedGroupInfo })),
  ];
  const rows = (IsEgress: boolean, all: readonly AwsIpPermission[]) =>
    all.flatMap((one) =>
      peers(one).map((peer) => ({
        GroupId,
        GroupOwnerId: OwnerId,
        IsEgress,
        IpProtocol: one.IpProtocol,
        // This call writes -1 where the other one leaves ports out.
        FromPort: one.FromPort ?? -1,
        ToPort: one.ToPort ?? -1,
        ...peer,
      })),
    );
  return [...rows(false, IpPermissions), ...rows(true, IpPermissionsEgress)].map((row, i) => ({
    SecurityGroupRuleId: `sgr-${GroupId}-${i}`,
    ...row,
  }));
};

const flatView = (world: AwsWorld): Json => ({ SecurityGroupRules: world.SecurityGroups.flatMap(rowsOf) });

/** The rules without what only one of the views tells. */
const rulesOf = ({ securityGroups }: Network) =>
  [...securityGroups.values()]
    .filter(({ ingress, egress }) => (ingress ?? []).length + (egress ?? []).length > 0)
    .map(({ id, ingress, egress }) => ({
      id,
      rules: [...(ingress ?? []), ...(egress ?? [])].map(({ id: _, ...rule }) => rule),
    }));

describe('the order of files, list items and keys', () => {
  it('never matters', () => {
    fc.assert(
      fc.property(awsWorld, seed, seed, (world, one, other) => {
        const answers = { ...world, ...MORE };
        const whole = told(networkOf(answers));
        expect(told(networkOf(turned(answers, one)))).toEqual(whole);
        expect(told(networkOf(...inPieces(turned(answers, one) as Json, other)))).toEqual(whole);
      }),
      runs(150),
    );
  });

  it('never matters where copies differ: the same one is used and the same problems are told', () => {
    fc.assert(
      fc.property(awsWorld, awsWorld, seed, (world, other, order) => {
        const files = [
          { source: 'a.json', json: world },
          { source: 'b.json', json: other },
          { source: 'c.json', json: flatView(world) },
        ];
        const straight = readFiles(files);
        const back = readFiles(
          shuffled(files, order).map(({ source, json }) => ({ source, json: turned(json, order) })),
        );
        expect(told(back.network)).toEqual(told(straight.network));
        const text = (problems: readonly unknown[]) => problems.map((one) => JSON.stringify(one)).sort();
        expect(text(back.problems)).toEqual(text(straight.problems));
      }),
      runs(100),
    );
  });
});

describe('describe-security-groups and describe-security-group-rules', () => {
  it('give equal models, and together the rules with their ids', () => {
    fc.assert(
      fc.property(awsWorld, (world) => {
        const nested = networkOf({ SecurityGroups: world.SecurityGroups });
        const flat = networkOf(flatView(world));
        expect(rulesOf(flat)).toEqual(rulesOf(nested));
        const { network: both, problems } = read({ SecurityGroups: world.SecurityGroups }, flatView(world));
        expect(problems).toEqual([]);
        expect(rulesOf(both)).toEqual(rulesOf(nested));
        for (const { ingress, egress } of both.securityGroups.values())
          for (const { id } of [...(ingress ?? []), ...(egress ?? [])]) expect(id).toMatch(/^sgr-/);
      }),
      runs(200),
    );
  });

  it('that contradict each other are told, and the newer one would be used', () => {
    const group = (port: number) => ({
      GroupId: 'sg-1',
      VpcId: 'vpc-1',
      OwnerId: '1',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: port,
          ToPort: port,
          IpRanges: [{ CidrIp: '10.0.0.0/8' }],
          Ipv6Ranges: [],
          PrefixListIds: [],
          UserIdGroupPairs: [],
        },
      ],
      IpPermissionsEgress: [],
    });
    const { network, problems } = read(
      { SecurityGroups: [group(22)] },
      { SecurityGroupRules: rowsOf(group(23)) },
    );
    expect(problems).toMatchObject([{ kind: 'conflicting-copies', id: 'sg-1' }]);
    expect(network.securityGroups.get('sg-1')?.ingress).toMatchObject([{ id: null, ports: { from: 22 } }]);
  });
});

describe('a poorer form of a network', () => {
  const interfaceOf = (network: Network): NetworkInterface =>
    network.interfaces.get('eni-1') as NetworkInterface;

  /** Ways to say less: the other view of rules, interfaces inside instances only, pages that were not given. */
  const poorer: readonly ((world: AwsWorld, cut: number) => readonly unknown[])[] = [
    (world) => [{ ...world, SecurityGroups: undefined, ...flatView(world) }].map(withoutUndefined),
    ({ NetworkInterfaces, ...world }) => [
      world,
      { Reservations: [{ Instances: [{ InstanceId: 'i-1', NetworkInterfaces }] }] },
    ],
    ({ SecurityGroups, ...world }, cut) => [
      world,
      { SecurityGroups: SecurityGroups.slice(0, cut % (SecurityGroups.length + 1)), NextToken: 'more' },
    ],
    ({ NetworkInterfaces, ...world }, cut) => [
      world,
      {
        NetworkInterfaces: NetworkInterfaces.slice(0, 1 + (cut % NetworkInterfaces.length)),
        NextToken: 'more',
      },
    ],
    ({ NetworkAcls, ...world }) => [world, { NetworkAcls: NetworkAcls.slice(0, 0), NextToken: 'more' }],
    ({ SecurityGroups, ...world }, cut) => [
      world,
      {
        SecurityGroupRules: SecurityGroups.flatMap(rowsOf).slice(0, cut),
        NextToken: 'more',
      },
    ],
    ({ NetworkAcls, ...world }) => [
      world,
      // Terraform never lists the final deny.
      {
        NetworkAcls: NetworkAcls.map((acl) => ({
          ...acl,
          Entries: acl.Entries.filter((one) => one.RuleNumber < 32767),
        })),
      },
    ],
  ];

  const withoutUndefined = (json: Json): Json =>
    Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));

  it.each(poorer.map((form, i) => [i, form] as const))(
    'gives the same verdict or none, never the opposite (%i)',
    (_, form) => {
      fc.assert(
        fc.property(worldAndPacket, fc.nat(9), ({ world, egress, packet }, cut) => {
          const vpc = { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] };
          const full = networkOf(vpc, world);
          const poor = networkOf(vpc, ...form(world, cut));
          const direction = egress ? 'egress' : 'ingress';
          for (const judge of [judgeSecurityGroups, judgeNetworkAcl]) {
            const verdicts = [full, poor].map(
              (network) =>
                judge(network, interfaceOf(network), direction, readPacket(packet), PLAIN_CROSSING).outcome,
            );
            const [known, found] = verdicts;
            if (found !== 'undetermined' && known !== 'undetermined') expect(found).toBe(known);
          }
        }),
        runs(150),
      );
    },
  );
});
