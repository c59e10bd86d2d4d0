import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ANY_TRAFFIC,
  EVERYTHING,
  type Question,
  type ReportedFinding,
  readAnswers,
  readText,
  reportJson,
  reportText,
  troubleshoot,
} from '../../src/index.js';
import { ip } from '../filter/build.js';

type Answer = Readonly<Record<string, unknown>>;
type Described = {
  readonly NetworkInterfaceId: string;
  readonly PrivateIpAddress: string;
  readonly VpcId: string;
  readonly Ipv6Addresses?: readonly { readonly Ipv6Address: string }[];
  readonly Attachment?: { readonly InstanceId?: string };
};

const FOLDER = 'scenarios';

const json = (...path: readonly string[]) => JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8'));

/** Answers by file name, as some say only there what they were asked of. */
type Answers = Readonly<Record<string, Answer>>;

const answersOf = (name: string): Answers =>
  Object.fromEntries(
    readdirSync(join(FOLDER, name, 'network'))
      .filter((file) => !/flow-logs/.test(file))
      .map((file) => [file, json(name, 'network', file)]),
  );

const interfacesOf = (answers: Answers): readonly Described[] =>
  Object.values(answers).flatMap(
    ({ NetworkInterfaces }) => (NetworkInterfaces as readonly Described[] | undefined) ?? [],
  );

const START = 1_700_000_000;
const HEAD =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const quiet = (id: string) =>
  [0, 60].map((n) => `${id} - - - - - - - ${START + n} ${START + n + 58} - NODATA`);

const FORMATS = {
  default: {},
  packet: {
    LogFormat: [...HEAD.split(' '), 'pkt-srcaddr', 'pkt-dstaddr'].map((field) => `\${${field}}`).join(' '),
  },
};

const networkWith = (answers: Answers, FlowLogs: readonly Answer[]) =>
  readAnswers(
    Object.entries({ ...answers, 'flow-logs.json': { FlowLogs } }).map(([source, json]) => ({
      source,
      json,
    })),
  ).network;

/** The report of a log in which nothing happened, written by flow logs of these resources. */
const reportOf = (
  answers: Answers,
  resources: readonly string[],
  filter: Partial<Question['filter']>,
  more: Answer = {},
) => {
  const FlowLogs = resources.map((ResourceId, i) => ({
    FlowLogId: `fl-${i}`,
    ResourceId,
    TrafficType: 'ALL',
    MaxAggregationInterval: 60,
    ...more,
  }));
  const network = networkWith(answers, FlowLogs);
  const ids = [...network.interfaces.values()]
    .filter((it) => resources.some((id) => id === it.id || id === it.subnetId || id === it.vpcId))
    .map(({ id }) => id);
  const gateways = resources.filter((id) => /^(nat|tgw-attach)-/.test(id));
  const lines = [...ids, ...gateways].flatMap(quiet);
  const { batches, problems } = readText([HEAD, ...lines].join('\n'), { source: 'flow.log' });
  return troubleshoot({
    batches,
    problems,
    network,
    question: { ...EVERYTHING, filter: { ...ANY_TRAFFIC, ...filter } },
  });
};

const findingOf = (...args: Parameters<typeof reportOf>): ReportedFinding => {
  const [finding, ...more] = reportOf(...args).findings;
  if (finding === undefined || more.length > 0) throw new Error('one finding');
  return finding;
};

const reasonsAt = ({ absence }: ReportedFinding, id: string) =>
  absence.filter(({ interfaceId }) => interfaceId === id).map(({ kind }) => kind);

const stoppedBy = ({ absence }: ReportedFinding) =>
  absence.flatMap((it) => ('by' in it ? [it.by.kind === 'routing' ? it.by.at.code : it.by.at.filter] : []));

type Asked = { readonly filter: Partial<Question['filter']>; readonly to: string };

/** The question of a `check` scenario as one of `explain`. */
const askedIn = (name: string, interfaces: readonly Described[]): Asked | null => {
  const { args } = json(name, 'question.json') as { args: readonly string[] };
  const value = (option: string) => args[args.indexOf(option) + 1] as string;
  const isIpv6 = args.some((arg) => arg.includes(':'));
  const address = (named: string): string => {
    const it = interfaces.find((one) => [one.NetworkInterfaceId, one.Attachment?.InstanceId].includes(named));
    return (isIpv6 ? it?.Ipv6Addresses?.[0]?.Ipv6Address : it?.PrivateIpAddress) ?? named;
  };
  const protocol = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58 }[value('--protocol')];
  const port = args.includes('--port') ? Number(value('--port')) : null;
  const [from, to] = [address(value('--from')), address(value('--to'))];
  if (protocol === undefined || [from, to].some((one) => /^(eni|i)-/.test(one))) return null;
  return { filter: { source: ip(from), destination: ip(to), protocol, port }, to };
};

/** Every scenario of `check` whose request finds no way, with what blocks it first. */
const BLOCKED = readdirSync(FOLDER)
  .filter((name) => {
    try {
      return json(name, 'question.json').command === 'check';
    } catch {
      return false;
    }
  })
  .flatMap((name) => {
    const blocker = (json(name, 'expected.json').request?.blockers?.[0] as string | undefined)?.split(' ')[0];
    const interfaces = interfacesOf(answersOf(name));
    const asked = askedIn(name, interfaces);
    const isFilter = /^(security-group|network-acl)/.test(blocker ?? '');
    return blocker === undefined || isFilter || asked === null ? [] : [{ name, blocker, asked, interfaces }];
  });

/** Stopped where the input has no interface, so no place is asked that lies beyond: silence is told of the sender alone. */
const BEYOND_EVERY_INTERFACE = [
  'data-centre-is-not-propagated',
  'no-route-to-the-other-transit-gateway',
  'regional-nat-gateway-without-a-route',
];

describe('a request that finds no way', () => {
  it('is what these scenarios are of', () => {
    expect(BLOCKED.length).toBeGreaterThan(7);
    expect(new Set(BLOCKED.map(({ blocker }) => blocker)).size).toBeGreaterThan(5);
  });

  it.each(BEYOND_EVERY_INTERFACE)('is silence of the sender in %s', (name) => {
    const { asked, interfaces } = BLOCKED.find((one) => one.name === name) as (typeof BLOCKED)[number];
    const vpcs = [...new Set(interfaces.map(({ VpcId }) => VpcId))];
    const [finding] = reportOf(answersOf(name), vpcs, asked.filter, FORMATS.packet).findings;
    expect(finding?.code).toBe('no-traffic');
  });

  const toldOf = BLOCKED.filter(({ name }) => !BEYOND_EVERY_INTERFACE.includes(name));

  describe.each(toldOf)('$name', ({ name, blocker, asked, interfaces }) => {
    const responder = interfaces.find(
      ({ PrivateIpAddress, Ipv6Addresses }) =>
        PrivateIpAddress === asked.to || Ipv6Addresses?.some(({ Ipv6Address }) => Ipv6Address === asked.to),
    );

    it('is named where only the far end is recorded', () => {
      const id = responder?.NetworkInterfaceId ?? 'eni-of-nobody';
      const finding = findingOf(answersOf(name), [id], asked.filter);
      // Where the last interface is the far end itself, or nothing of the way is recorded, that comes first.
      if (responder === undefined || reasonsAt(finding, id).includes('goes-no-further'))
        expect(stoppedBy(finding)).toContain(blocker);
      else expect(finding).toMatchObject({ code: blocker, certainty: 'likely', entries: 'none' });
    });

    it('is told beside the silence, where everything is recorded', () => {
      const vpcs = [...new Set(interfaces.map(({ VpcId }) => VpcId))];
      const report = reportOf(answersOf(name), vpcs, asked.filter, FORMATS.packet);
      const [finding] = report.findings as [ReportedFinding];
      expect([blocker, 'no-traffic']).toContain(finding.code);
      expect(stoppedBy(finding)).toContain(blocker);
      expect(reportText(report)).toContain(blocker);
      if (finding.code === blocker)
        expect(reportJson(report).findings[0]?.awsExplanationCode).not.toBeUndefined();
    });
  });
});

describe('where it goes no further', () => {
  const name = 'peering-is-pending';
  const answers = answersOf(name);
  const { filter } = askedIn(name, interfacesOf(answers)) as Asked;
  const [source, responder] = ['eni-0a1b2c3d4e5f60201', 'eni-0a1b2c3d4e5f60203'];

  it('silence of the last interface says nothing, as AWS does not say whether such packets are recorded', () => {
    const finding = findingOf(answers, [source, responder], filter);
    expect(finding).toMatchObject({ code: 'peering-not-usable', certainty: 'likely' });
    expect(finding.alternatives).toMatchObject([{ code: 'no-traffic', certainty: 'possible' }]);
    expect(reasonsAt(finding, source)).toEqual(['goes-no-further', 'silent']);
    expect(reasonsAt(finding, responder)).toEqual(['blocked']);
    expect(finding.absence[1]).toMatchObject({ kind: 'silent', end: null });
    expect(finding.assumes).toEqual(['configuration-in-force']);
  });

  it('is the cause also where the flow logs keep only the other action', () => {
    const rejects = { TrafficType: 'REJECT' };
    expect(findingOf(answers, [source, responder], filter, rejects).code).toBe('peering-not-usable');
  });

  it('is named at an interface that was asked about alone', () => {
    const FlowLogs = [{ FlowLogId: 'fl-1', ResourceId: responder, TrafficType: 'ALL' }];
    const { batches } = readText([HEAD, ...quiet(responder)].join('\n'), { source: 'flow.log' });
    const { findings } = troubleshoot({
      batches,
      network: networkWith(answers, FlowLogs),
      question: { ...EVERYTHING, filter: { ...ANY_TRAFFIC, ...filter }, interfaceId: responder },
    });
    expect(findings[0]).toMatchObject({ code: 'peering-not-usable', absence: [{ kind: 'blocked' }] });
  });
});

describe('a transit gateway without a route', () => {
  const name = 'transit-gateway-lacks-a-route';
  const answers = answersOf(name);
  const { filter } = askedIn(name, interfacesOf(answers)) as Asked;

  it('would still let the source record the request, so its silence means that none was sent', () => {
    const finding = findingOf(answers, ['eni-0a1b2c3d4e5f60201', 'eni-0a1b2c3d4e5f60203'], filter);
    expect(finding).toMatchObject({ code: 'no-traffic', certainty: 'likely' });
    expect(reasonsAt(finding, 'eni-0a1b2c3d4e5f60203')).toEqual(['blocked']);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
describe('a NAT gateway between the ends', () => {
  const name = 'internet-through-a-nat-gateway';
  const answers = answersOf(name);
  const { filter } = askedIn(name, interfacesOf(answers)) as Asked;
  const [source, gateway] = ['eni-0a1b2c3d4e5f60201', 'eni-0a1b2c3d4e5f60204'];

  it('is asked, where its records show the addresses of the packets', () => {
    const finding = findingOf(answers, [gateway], filter, FORMATS.packet);
    expect(finding.code).toBe('no-traffic');
    expect(reasonsAt(finding, source)).toEqual(['not-captured']);
    expect(finding.absence.find(({ interfaceId }) => interfaceId === gateway)).toMatchObject({
      kind: 'silent',
      end: 'between',
    });
  });

  it('is no witness in the default format, which shows its own address in the place of the destination', () => {
    const finding = findingOf(answers, [gateway], filter);
    expect(finding).toMatchObject({ code: 'interface-not-captured', certainty: 'proven' });
    expect(finding.absence.find(({ interfaceId }) => interfaceId === gateway)).toMatchObject({
      kind: 'other-address',
      end: 'between',
      asked: filter.destination,
      shown: ip('10.0.3.5'),
    });
  });
});

describe('a filter between the ends', () => {
  const name = 'transit-gateway-joins-two-vpcs';
  const answers = answersOf(name);
  const { filter } = askedIn(name, interfacesOf(answers)) as Asked;
  const [source, responder] = ['eni-0a1b2c3d4e5f60201', 'eni-0a1b2c3d4e5f60203'];
  const deny = (Egress: boolean) => ({
    RuleNumber: 32767,
    Protocol: '-1',
    RuleAction: 'deny',
    Egress,
    CidrBlock: '0.0.0.0/0',
  });
  /** Another subnet of the zone of the source, where the network ACL is asked. */
  const attached = 'subnet-0a1b2c3d4e5f60013';
  const { NetworkAcls } = answers['network-acls.json'] as { readonly NetworkAcls: readonly Acl[] };
  const file = 'transit-gateway-vpc-attachments.json';
  const { TransitGatewayVpcAttachments: attachments } = answers[file] as {
    readonly TransitGatewayVpcAttachments: readonly Answer[];
  };
  const denied: Answers = {
    ...answers,
    [file]: {
      TransitGatewayVpcAttachments: attachments.map((it, i) =>
        i === 0 ? { ...it, SubnetIds: [attached] } : it,
      ),
    },
    'network-acls.json': {
      NetworkAcls: [
        ...NetworkAcls.map((acl) => ({
          ...acl,
          Associations: acl.Associations.filter(({ SubnetId }) => SubnetId !== attached),
        })),
        {
          NetworkAclId: 'acl-of-the-attachment',
          VpcId: NetworkAcls[0]?.VpcId,
          Associations: [{ NetworkAclId: 'acl-of-the-attachment', SubnetId: attached }],
          Entries: [deny(true), deny(false)],
        },
      ],
    },
  };

  it('is named where only the far end is recorded, with the entry that denies', () => {
    const report = reportOf(denied, [responder], filter);
    const [finding] = report.findings as [ReportedFinding];
    expect(finding).toMatchObject({
      code: 'network-acl-ingress-denies-request',
      certainty: 'likely',
      blocking: [],
    });
    expect(reportText(report)).toContain('acl-of-the-attachment');
    expect(reportJson(report).findings[0]).toMatchObject({
      awsExplanationCode: 'SUBNET_ACL_RESTRICTION',
      alsoBlocking: [],
      deciding: [{ kind: 'network-acl-entry', id: 'acl-of-the-attachment', direction: 'ingress' }],
    });
  });

  it('comes after an attachment that a flow log of its transit gateway records: silence there means that nothing came', () => {
    const attachment = 'tgw-attach-0a1b2c3d4e5f60a11';
    const finding = findingOf(answers, [responder, attachment], filter);
    expect(finding).toMatchObject({ code: 'no-traffic' });
    expect(finding.absence.map(({ interfaceId, kind }) => [interfaceId, kind])).toEqual([
      [source, 'not-captured'],
      [attachment, 'silent'],
      [responder, 'silent'],
    ]);
    expect(finding.absence[1]).toMatchObject({ end: 'between' });
  });

  it('is told beside, where the source is recorded and silent', () => {
    const finding = findingOf(denied, [source, responder], filter);
    expect(finding).toMatchObject({ code: 'no-traffic', certainty: 'likely' });
    expect(stoppedBy(finding)).toEqual(['network-acl']);
  });
});

type Acl = { readonly VpcId: string; readonly Associations: readonly { readonly SubnetId: string }[] };
