import * as fc from 'fast-check';
import type {
  AwsIpPermission,
  AwsNetworkAcl,
  AwsNetworkAclEntry,
  AwsNetworkInterface,
  AwsSecurityGroup,
  AwsWorld,
} from '../oracle/filter.js';
import { isIpv6Text, numberOf } from '../oracle/filter.js';
import type { PlainEnds, Traffic } from '../oracle/round-trip.js';

/**
 * Two ends that speak to each other, in the JSON that AWS prints: two interfaces of one VPC, in two subnets or in one,
 * or an interface and an address outside. Rules are built around the very traffic, so that many of them just match and
 * many just miss. Nothing is filtered out.
 */
export type TwoEnds = {
  readonly world: AwsWorld;
  readonly subnets: readonly unknown[];
  readonly ends: PlainEnds;
  readonly traffic: Traffic;
};

const from = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const often = <T>(usual: fc.Arbitrary<T>, otherwise: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 2, arbitrary: otherwise });

const VPC = [
  {
    VpcId: 'vpc-1',
    CidrBlock: '10.0.0.0/16',
    Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
  },
];

export const SUBNETS = [1, 2].map((n) => ({
  SubnetId: `subnet-${n}`,
  VpcId: 'vpc-1',
  CidrBlock: `10.0.${n}.0/24`,
  Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: `2001:db8:0:${n}::/64` }],
}));

/** The documents that `aws ec2 describe-*` would print. */
export const answersOf = ({ world, subnets }: Pick<TwoEnds, 'world' | 'subnets'>) => [
  { Vpcs: VPC },
  { Subnets: subnets },
  { SecurityGroups: world.SecurityGroups },
  { NetworkAcls: world.NetworkAcls },
  { NetworkInterfaces: world.NetworkInterfaces },
];

const SERVICE_PORTS = [22, 80, 443, 3389, 5432];
const SOURCE_PORTS = [1025, 32767, 32768, 40_000, 49_152, 60_999, 65_535];

const traffic: fc.Arbitrary<Traffic> = fc
  .record({
    protocol: from(6, 6, 6, 17, 17, 1),
    servicePort: from(...SERVICE_PORTS),
    sourcePorts: fc.uniqueArray(from(...SOURCE_PORTS), { minLength: 1, maxLength: 3 }),
    isIpv6: fc.boolean(),
  })
  .map(({ protocol, servicePort, sourcePorts, isIpv6 }) =>
    protocol === 1
      ? {
          protocol: isIpv6 ? 58 : 1,
          servicePort: null,
          sourcePorts: [],
          icmp: { type: isIpv6 ? 128 : 8, code: 0 },
          isIpv6,
        }
      : { protocol, servicePort, sourcePorts, icmp: null, isIpv6 },
  );

/** What one list of rules has to let pass. */
type Need = {
  readonly peer: string;
  readonly protocol: number;
  readonly ports: readonly number[];
  readonly icmpType: number | null;
};

const next = (address: string): string => {
  const last = address.lastIndexOf(isIpv6Text(address) ? ':' : '.') + 1;
  const radix = isIpv6Text(address) ? 16 : 10;
  return address.slice(0, last) + (Number.parseInt(address.slice(last), radix) + 1).toString(radix);
};

const anywhere = (peer: string): string => (isIpv6Text(peer) ? '::/0' : '0.0.0.0/0');

const blocksAround = (peer: string): readonly string[] => {
  const six = isIpv6Text(peer);
  const [host, net] = six ? [128, 64] : [32, 24];
  const size = 2n ** BigInt(host - net);
  const base = (numberOf(peer) / size) * size;
  const network = six
    ? `${(base >> 64n).toString(16).padStart(16, '0').match(/.{4}/g)?.join(':')}::/64`
    : `${[24n, 16n, 8n, 0n].map((shift) => (base >> shift) & 255n).join('.')}/24`;
  return [anywhere(peer), network, `${peer}/${host}`, `${next(peer)}/${host}`, six ? '0.0.0.0/0' : '::/0'];
};

const rangesAround = (ports: readonly number[]): readonly (readonly [number, number])[] =>
  [
    [0, 65535],
    [1024, 65535],
    [32768, 65535],
    [32768, 61000],
    ...ports.flatMap((port) => [
      [port, port] as const,
      [0, port] as const,
      [port, 65535] as const,
      [port + 1, 65535] as const,
      [0, port - 1] as const,
    ]),
  ].filter(([low, high]) => low <= high && high <= 65535) as (readonly [number, number])[];

const NAMES: Readonly<Record<number, string>> = { 6: 'tcp', 17: 'udp', 1: 'icmp', 58: 'icmpv6' };

const hasPorts = (protocol: number): boolean => protocol === 6 || protocol === 17;

/** Mostly the needed protocol, sometimes every protocol or another one; ports and types near the needed ones. */
const matchFor = (need: Need) =>
  from(need.protocol, need.protocol, need.protocol, -1, need.protocol === 6 ? 17 : 6).chain((protocol) => {
    const ports = hasPorts(protocol) ? from(...rangesAround(need.ports)) : fc.constant(null);
    const type = need.icmpType ?? -1;
    const icmp =
      protocol === 1 || protocol === 58
        ? from([-1, -1], [-1, -1], [type, -1], [type, 0], [type, 1], [3, 4])
        : fc.constant(null);
    return fc.record({ protocol: fc.constant(protocol), ports, icmp });
  });

const permission = (need: Need, groupIds: readonly string[]): fc.Arbitrary<AwsIpPermission> =>
  fc
    .record({
      match: matchFor(need),
      peer: fc.oneof(
        { weight: 4, arbitrary: from(...blocksAround(need.peer)).map((block) => ({ block, group: null })) },
        { weight: 1, arbitrary: from(...groupIds).map((group) => ({ block: null, group })) },
      ),
    })
    .map(({ match: { protocol, ports, icmp }, peer: { block, group } }) => ({
      IpProtocol: NAMES[protocol] ?? '-1',
      ...(ports === null ? {} : { FromPort: ports[0], ToPort: ports[1] }),
      ...(icmp === null ? {} : { FromPort: icmp[0] as number, ToPort: icmp[1] as number }),
      IpRanges: block !== null && !isIpv6Text(block) ? [{ CidrIp: block }] : [],
      Ipv6Ranges: block !== null && isIpv6Text(block) ? [{ CidrIpv6: block }] : [],
      PrefixListIds: [],
      UserIdGroupPairs: group === null ? [] : [{ GroupId: group }],
    }));

const OPEN: AwsIpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
  PrefixListIds: [],
  UserIdGroupPairs: [],
};

const permissions = (need: Need, groupIds: readonly string[]): fc.Arbitrary<AwsIpPermission[]> =>
  often(fc.constant([OPEN]), fc.array(permission(need, groupIds), { maxLength: 3 }));

/** Numbers that are crowded: neighbours, the first, and the last that may be written. */
const NUMBERS = [1, 2, 3, 99, 100, 101, 200, 32_765, 32_766];

const entry = (need: Need): fc.Arbitrary<Omit<AwsNetworkAclEntry, 'RuleNumber' | 'Egress'>> =>
  fc
    .record({
      match: matchFor(need),
      block: from(...blocksAround(need.peer)),
      action: from('allow' as const, 'allow' as const, 'deny' as const),
    })
    .map(({ match: { protocol, ports, icmp }, block, action }) => ({
      RuleAction: action,
      Protocol: String(protocol),
      ...(isIpv6Text(block) ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
      ...(ports === null ? {} : { PortRange: { From: ports[0], To: ports[1] } }),
      ...(icmp === null ? {} : { IcmpTypeCode: { Type: icmp[0] as number, Code: icmp[1] as number } }),
    }));

const OPEN_ENTRIES: readonly Omit<AwsNetworkAclEntry, 'Egress'>[] = [
  { RuleNumber: 100, RuleAction: 'allow', Protocol: '-1', CidrBlock: '0.0.0.0/0' },
  { RuleNumber: 101, RuleAction: 'allow', Protocol: '-1', Ipv6CidrBlock: '::/0' },
];

const entries = (Egress: boolean, needs: readonly Need[]): fc.Arbitrary<AwsNetworkAclEntry[]> =>
  often(
    fc.constant(OPEN_ENTRIES.map((it): AwsNetworkAclEntry => ({ ...it, Egress }))),
    fc
      .uniqueArray(fc.tuple(from(...NUMBERS), from(...needs).chain(entry)), {
        maxLength: 4,
        selector: ([number]) => number,
      })
      .map((rows) => rows.map(([RuleNumber, row]) => ({ RuleNumber, Egress, ...row }))),
  ).map((rows) => [
    ...rows,
    { RuleNumber: 32_767, RuleAction: 'deny', Egress, Protocol: '-1', CidrBlock: '0.0.0.0/0' },
    { RuleNumber: 32_768, RuleAction: 'deny', Egress, Protocol: '-1', Ipv6CidrBlock: '::/0' },
  ]);

/** What the lists of one end have to let pass: `out` what it sends, `in` what it gets. */
type Needs = { readonly out: Need; readonly in: Need };

const acl = (
  NetworkAclId: string,
  subnetIds: readonly string[],
  needs: readonly Needs[],
): fc.Arbitrary<AwsNetworkAcl> =>
  fc
    .tuple(
      entries(
        false,
        needs.map((it) => it.in),
      ),
      entries(
        true,
        needs.map((it) => it.out),
      ),
    )
    .map(([ingress, egress]) => ({
      NetworkAclId,
      VpcId: 'vpc-1',
      Associations: subnetIds.map((SubnetId) => ({ SubnetId })),
      Entries: [...egress, ...ingress],
    }));

const securityGroup = (
  GroupId: string,
  needs: Needs,
  groupIds: readonly string[],
): fc.Arbitrary<AwsSecurityGroup> =>
  fc.tuple(permissions(needs.in, groupIds), permissions(needs.out, groupIds)).map(([ingress, egress]) => ({
    GroupId,
    VpcId: 'vpc-1',
    OwnerId: '111122223333',
    IpPermissions: ingress,
    IpPermissionsEgress: egress,
  }));

const networkInterface = (
  id: string,
  subnet: string,
  addresses: readonly [string, string],
  groups: readonly string[],
  instance: boolean,
): AwsNetworkInterface & { Attachment?: { InstanceId: string } } => ({
  NetworkInterfaceId: id,
  VpcId: 'vpc-1',
  SubnetId: subnet,
  OwnerId: '111122223333',
  Groups: groups.map((GroupId) => ({ GroupId })),
  PrivateIpAddresses: [{ PrivateIpAddress: addresses[0] }],
  Ipv6Addresses: [{ Ipv6Address: addresses[1] }],
  ...(instance ? { Attachment: { InstanceId: `i-${id}` } } : {}),
});

type Shape = 'two-subnets' | 'one-subnet' | 'one-acl' | 'responder-outside' | 'initiator-outside';

const SHAPES: readonly Shape[] = [
  'two-subnets',
  'two-subnets',
  'two-subnets',
  'one-subnet',
  'one-acl',
  'responder-outside',
  'initiator-outside',
];

const GROUP_IDS = ['sg-a', 'sg-b', 'sg-c'];

const twoEndsOf = (shape: Shape, it: Traffic): fc.Arbitrary<TwoEnds> => {
  const pick = ([four, six]: readonly [string, string]): string => (it.isIpv6 ? six : four);
  const own = { a: ['10.0.1.10', '2001:db8:0:1::10'], b: ['10.0.2.10', '2001:db8:0:2::10'] } as const;
  const near = ['10.0.1.20', '2001:db8:0:1::20'] as const;
  const second = shape === 'one-subnet' ? near : own.b;
  const outside = pick(['203.0.113.7', '2600:1f00::7']);
  const inside = [pick(own.a), pick(second)] as const;
  const ends: PlainEnds = {
    initiator:
      shape === 'initiator-outside'
        ? { address: outside, interfaceId: null }
        : { address: inside[0], interfaceId: 'eni-a' },
    responder:
      shape === 'responder-outside'
        ? { address: outside, interfaceId: null }
        : { address: inside[1], interfaceId: 'eni-b' },
  };
  const { protocol, servicePort, sourcePorts, icmp } = it;
  const replyType = icmp === null ? null : icmp.type === 8 ? 0 : 129;
  const request = (peer: string): Need => ({
    peer,
    protocol,
    ports: servicePort === null ? [] : [servicePort],
    icmpType: icmp?.type ?? null,
  });
  const reply = (peer: string): Need => ({ peer, protocol, ports: sourcePorts, icmpType: replyType });
  const a: Needs = { out: request(ends.responder.address), in: reply(ends.responder.address) };
  const b: Needs = { out: reply(ends.initiator.address), in: request(ends.initiator.address) };
  const acls: fc.Arbitrary<AwsNetworkAcl[]> =
    shape === 'one-acl'
      ? acl('acl-a', ['subnet-1', 'subnet-2'], [a, b]).map((one) => [one])
      : fc.tuple(acl('acl-a', ['subnet-1'], [a]), acl('acl-b', ['subnet-2'], [b]));
  return fc
    .record({
      groups: fc.tuple(
        securityGroup('sg-a', a, GROUP_IDS),
        securityGroup('sg-b', b, GROUP_IDS),
        securityGroup('sg-c', b, GROUP_IDS),
      ),
      acls,
      ofA: from(['sg-a'], ['sg-a'], ['sg-a', 'sg-c'], []),
      ofB: from(['sg-b'], ['sg-b'], ['sg-b', 'sg-c'], ['sg-c', 'sg-b']),
      instances: fc.tuple(fc.boolean(), fc.boolean()),
      bystander: fc.boolean(),
    })
    .map(({ groups, acls: NetworkAcls, ofA, ofB, instances, bystander }) => {
      const c = networkInterface('eni-c', 'subnet-2', ['10.0.2.11', '2001:db8:0:2::11'], ['sg-c'], false);
      return {
        world: {
          SecurityGroups: groups,
          NetworkAcls,
          NetworkInterfaces: [
            networkInterface('eni-a', 'subnet-1', own.a, ofA, instances[0]),
            networkInterface(
              'eni-b',
              shape === 'one-subnet' ? 'subnet-1' : 'subnet-2',
              second,
              ofB,
              instances[1],
            ),
            ...(bystander ? [c] : []),
          ],
        },
        subnets: SUBNETS,
        ends,
        traffic: it,
      };
    });
};

export const twoEnds: fc.Arbitrary<TwoEnds> = fc
  .tuple(from(...SHAPES), traffic)
  .chain(([shape, it]) => twoEndsOf(shape, it));
