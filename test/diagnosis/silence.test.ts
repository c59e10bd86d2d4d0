import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_TRAFFIC,
  EVERYTHING,
  type Question,
  type ReportedFinding,
  readText,
  troubleshoot,
} from '../../src/index.js';
import { flowLogs } from '../arbitrary/flow-logs.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { networkOf } from '../aws/read.js';
import { ip } from '../filter/build.js';
import type { WrittenPacket } from '../oracle/filter.js';
import { coversInterface, keepsAction, type PlainFlowLog, type PlainInterface } from '../oracle/flow-log.js';
import { answers as by } from './by-hand.js';
import { codeOf, firstCertainBlocker, requestsOf, writtenOf } from './simulator.js';

const START = 1_700_000_000;
const HEAD =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
const idle = (id: string, start: number, status = 'NODATA') =>
  `${id} - - - - - - - ${start} ${start + 60} - ${status}`;

const explain = (
  answers: readonly unknown[],
  lines: readonly string[],
  question: Partial<Question>,
): ReportedFinding => {
  const { batches, problems } = readText([HEAD, ...lines].join('\n'), { source: 'flow.log' });
  const { findings } = troubleshoot({
    batches,
    problems,
    network: networkOf(...answers),
    question: { ...EVERYTHING, ...question },
  });
  const [finding, ...more] = findings;
  if (finding === undefined || more.length > 0) throw new Error(`${findings.length} findings`);
  return finding;
};

const askFor = (request: WrittenPacket, more: Partial<Question> = {}): Partial<Question> => ({
  filter: {
    ...ANY_TRAFFIC,
    source: ip(request.source),
    destination: ip(request.destination),
    protocol: request.protocol,
    port: request.destinationPort,
    sourcePort: request.sourcePort,
  },
  ...more,
});

const plainInterface = ({ world }: TwoEnds, id: string): PlainInterface =>
  world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === id) as PlainInterface;

const covering = (it: TwoEnds, logs: readonly PlainFlowLog[], id: string): readonly PlainFlowLog[] =>
  logs.filter((log) => coversInterface(log, plainInterface(it, id)));

/** Whether the records of this request, had it been sent, would have been written by some flow log. */
const wouldBeSeen = (it: TwoEnds, logs: readonly PlainFlowLog[], request: WrittenPacket): boolean =>
  writtenOf(it, request, false).some(({ interfaceId, action }) =>
    covering(it, logs, interfaceId).some((log) => keepsAction(log, action)),
  );

const endsOf = ({ ends }: TwoEnds): readonly string[] =>
  [ends.initiator.interfaceId, ends.responder.interfaceId].filter((id) => id !== null);

/** The log of a time in which this request left no record: windows without traffic, of everything that is recorded. */
const quietLog = (it: TwoEnds, logs: readonly PlainFlowLog[], lost: boolean): readonly string[] =>
  endsOf(it)
    .filter((id) => covering(it, logs, id).length > 0)
    .flatMap((id) => [
      idle(id, START),
      idle(id, START + 60, lost ? 'SKIPDATA' : 'NODATA'),
      idle(id, START + 120),
    ]);

const scene = fc.tuple(
  twoEnds.filter(({ ends }) => ends.initiator.interfaceId !== null || ends.responder.interfaceId !== null),
  flowLogs(['eni-a', 'eni-b', 'subnet-1', 'subnet-2', 'vpc-1', 'eni-other']),
  fc.boolean(),
  fc.boolean(),
  fc.constantFrom(null, START + 180, START + 100_000),
);

/** What may be said when nothing is recorded of a request. */
const FITTING = ['undetermined', 'delivery-pending', 'records-skipped'];

describe('why nothing was recorded, against the simulator', () => {
  it('is never told wrongly: each cause holds by what the oracles write', () => {
    const named = new Set<string>();
    fc.assert(
      fc.property(scene, ([it, logs, lost, sourcePortAsked, now]) => {
        const [first] = requestsOf(it);
        if (first === undefined) throw new Error('no request');
        const request = sourcePortAsked ? first : { ...first, sourcePort: null };
        const answers = [...answersOf(it), { FlowLogs: logs }];
        const finding = explain(answers, quietLog(it, logs, lost), askFor(request, { now }));
        named.add(finding.code);
        const seen = wouldBeSeen(it, logs, first);
        const ids = endsOf(it);
        const dark = ids.every((id) => covering(it, logs, id).length === 0);
        switch (finding.code) {
          case 'interface-not-captured':
            expect(dark).toBe(true);
            break;
          case 'filtered-by-traffic-type':
            expect(dark).toBe(false);
            if (finding.certainty === 'proven') expect(seen).toBe(false);
            break;
          // Had it been sent in that time, it would have been seen.
          case 'no-traffic':
            if (finding.certainty !== 'possible') expect(seen).toBe(true);
            if (lost) expect(finding.certainty).toBe('possible');
            break;
          case 'delivery-pending':
            expect(now).not.toBeNull();
            break;
          case 'records-skipped':
            expect(lost).toBe(true);
            break;
          case 'undetermined':
            break;
          default: {
            // A filter out of sight: it stops the request first, and nobody records that.
            const blocker = firstCertainBlocker(it, first);
            expect(blocker === undefined ? null : codeOf(blocker)).toBe(finding.code);
            expect(seen).toBe(false);
          }
        }
        expect(finding.entries).toBe('none');
      }),
      runs(400),
    );
    expect([...named].sort()).toEqual(
      expect.arrayContaining([
        'delivery-pending',
        'filtered-by-traffic-type',
        'interface-not-captured',
        'no-traffic',
      ]),
    );
  });

  it('names what hides traffic that was sent, or says that it does not know; never that there was none', () => {
    fc.assert(
      fc.property(scene, ([it, logs, , , now]) => {
        const [request] = requestsOf(it);
        if (request === undefined || wouldBeSeen(it, logs, request)) return;
        const finding = explain(
          [...answersOf(it), { FlowLogs: logs }],
          quietLog(it, logs, false),
          askFor(request, { now }),
        );
        if (FITTING.includes(finding.code)) return;
        // At the far end alone nothing tells what was stopped before, where a filter's verdict is not known.
        const spoken = [finding, ...finding.alternatives].find(({ code }) => code === 'no-traffic');
        expect(['possible', undefined]).toContain(spoken?.certainty);
      }),
      runs(300),
    );
  });
});

const A = {
  NetworkInterfaceId: 'eni-a',
  VpcId: 'vpc-1',
  SubnetId: 'subnet-1',
  OwnerId: '111122223333',
  Groups: [],
  PrivateIpAddress: '10.0.1.10',
  PrivateIpAddresses: [
    {
      PrivateIpAddress: '10.0.1.10',
      Primary: true,
      Association: { PublicIp: '203.0.113.10', IpOwnerId: '111122223333' },
    },
    { PrivateIpAddress: '10.0.1.11', Primary: false },
  ],
};

const log = (more: Readonly<Record<string, unknown>> = {}) => ({
  FlowLogs: [
    {
      FlowLogId: 'fl-1',
      ResourceId: 'vpc-1',
      TrafficType: 'ALL',
      MaxAggregationInterval: 60,
      LogDestinationType: 's3',
      CreationTime: '2023-11-14T00:00:00Z',
      ...more,
    },
  ],
});

const from = (source: string, more: Partial<Question> = {}): Partial<Question> => ({
  filter: { ...ANY_TRAFFIC, source: ip(source), destination: ip('192.0.2.80'), protocol: 6, port: 443 },
  ...more,
});

const kinds = ({ absence }: ReportedFinding) => absence.map(({ kind }) => kind);

describe('each reason, with its evidence', () => {
  const quiet = [idle('eni-a', START), idle('eni-a', START + 60)];
  const answers = (flowLog: unknown) => [{ NetworkInterfaces: [A] }, flowLog];

  it('no traffic: up to the watermark of that interface, and no further', () => {
    const finding = explain(answers(log()), quiet, from('10.0.1.10'));
    expect(finding).toMatchObject({ code: 'no-traffic', certainty: 'likely' });
    expect(finding.absence).toEqual([
      {
        kind: 'silent',
        interfaceId: 'eni-a',
        end: 'source',
        window: { start: START, end: START + 120 },
        ok: 0,
        nodata: 2,
        lost: 0,
      },
    ]);
    expect(finding.missing.map(({ kind }) => kind)).toEqual(['log-window']);
  });

  it('delivery pending: from the watermark on, while the log is as new as it can be', () => {
    const fresh = explain(answers(log()), quiet, from('10.0.1.10', { now: START + 120 + 660 }));
    expect(fresh).toMatchObject({ code: 'delivery-pending', certainty: 'likely' });
    expect(fresh.absence[0]).toEqual({
      kind: 'pending',
      interfaceId: 'eni-a',
      flowLogIds: ['fl-1'],
      after: START + 120,
      now: START + 780,
      isUpToDate: true,
    });
    const old = explain(answers(log()), quiet, from('10.0.1.10', { now: START + 120 + 661 }));
    expect(old.code).toBe('no-traffic');
    expect(old.alternatives).toMatchObject([{ code: 'delivery-pending', certainty: 'possible' }]);
    // CloudWatch Logs is quicker; of Firehose AWS gives no time.
    const quick = answers(log({ LogDestinationType: 'cloud-watch-logs' }));
    expect(explain(quick, quiet, from('10.0.1.10', { now: START + 120 + 361 })).code).toBe('no-traffic');
    const firehose = answers(log({ LogDestinationType: 'kinesis-data-firehose' }));
    expect(explain(firehose, quiet, from('10.0.1.10', { now: START + 180 })).code).toBe('no-traffic');
  });

  it('delivery pending: of a flow log that is too new to have delivered anything', () => {
    const made = START - 60;
    const fresh = answers(log({ CreationTime: new Date(made * 1000).toISOString() }));
    const finding = explain(fresh, [idle('eni-z', START)], from('10.0.1.10', { now: made + 300 }));
    expect(finding).toMatchObject({ code: 'delivery-pending', certainty: 'likely' });
    const later = explain(fresh, [idle('eni-z', START)], from('10.0.1.10', { now: made + 90_000 }));
    expect(later).toMatchObject({ code: 'delivery-pending', certainty: 'possible' });
  });

  it('not delivered: by the message of the flow log, or its status', () => {
    const finding = explain(
      answers(log({ DeliverLogsErrorMessage: 'Rate limited' })),
      [idle('eni-z', START)],
      from('10.0.1.10'),
    );
    expect(finding).toMatchObject({ code: 'interface-not-captured', certainty: 'proven' });
    expect(finding.absence).toEqual([
      { kind: 'not-delivered', interfaceId: 'eni-a', flowLogId: 'fl-1', fault: 'Rate limited' },
    ]);
    const inactive = explain(
      answers(log({ FlowLogStatus: 'INACTIVE' })),
      [idle('eni-z', START)],
      from('10.0.1.10'),
    );
    expect(inactive.absence).toMatchObject([{ kind: 'not-delivered', fault: 'INACTIVE' }]);
    // Records of the interface show that something is delivered all the same.
    expect(explain(answers(log({ FlowLogStatus: 'INACTIVE' })), quiet, from('10.0.1.10')).certainty).toBe(
      'likely',
    );
  });

  it('not captured: only when the log bears it out', () => {
    const elsewhere = answers(log({ ResourceId: 'subnet-9' }));
    expect(explain(elsewhere, [idle('eni-z', START)], from('10.0.1.10'))).toMatchObject({
      code: 'interface-not-captured',
      certainty: 'proven',
      absence: [{ kind: 'not-captured', interfaceId: 'eni-a' }],
    });
    expect(explain(elsewhere, quiet, from('10.0.1.10')).code).toBe('undetermined');
  });

  it('traffic type: likely when the verdict is not known, with what would settle it', () => {
    const finding = explain(answers(log({ TrafficType: 'REJECT' })), quiet, from('10.0.1.10'));
    expect(finding).toMatchObject({ code: 'filtered-by-traffic-type', certainty: 'likely' });
    expect(finding.absence[0]).toMatchObject({
      kind: 'traffic-type',
      leavesOut: 'ACCEPT',
      isForetold: false,
    });
    expect(finding.missing.length).toBeGreaterThan(0);
  });

  it('skipped: in those windows alone', () => {
    const finding = explain(
      answers(log()),
      [...quiet, idle('eni-a', START + 120, 'SKIPDATA')],
      from('10.0.1.10'),
    );
    expect(finding.code).toBe('records-skipped');
    expect(finding.absence[0]).toEqual({
      kind: 'skipped',
      interfaceId: 'eni-a',
      windows: [{ start: START + 120, end: START + 180 }],
    });
  });

  it('another address: a public or a secondary one is recorded under the primary private address', () => {
    for (const asked of ['203.0.113.10', '10.0.1.11']) {
      const finding = explain(answers(log()), quiet, from(asked));
      expect(finding.code).toBe('undetermined');
      expect(finding.absence).toContainEqual({
        kind: 'other-address',
        interfaceId: 'eni-a',
        end: 'source',
        asked: ip(asked),
        shown: ip('10.0.1.10'),
      });
    }
  });

  it('the log: it holds no record of the interface, or the flow logs were not described', () => {
    const other = explain(answers(log()), [idle('eni-z', START)], from('10.0.1.10'));
    expect(other).toMatchObject({ code: 'undetermined' });
    expect(kinds(other)).toEqual(['not-in-log']);
    const undescribed = explain([{ NetworkInterfaces: [A] }], quiet, from('10.0.1.10'));
    expect(undescribed.code).toBe('undetermined');
    expect(undescribed.missing.map(({ needs }) => needs)).toContain('aws ec2 describe-flow-logs');
    expect(kinds(undescribed)).toEqual(['log-ends']);
  });

  it('an interface alone can be asked about, also one that was not described', () => {
    const asked = { filter: ANY_TRAFFIC, interfaceId: 'eni-a' };
    expect(explain(answers(log()), quiet, asked)).toMatchObject({ code: 'no-traffic', certainty: 'likely' });
    const unknown = explain(answers(log()), quiet, { filter: ANY_TRAFFIC, interfaceId: 'eni-q' });
    expect(unknown.code).toBe('undetermined');
    expect(unknown.missing.map(({ id }) => id)).toContain('eni-q');
  });
});

describe('a question without a protocol', () => {
  const B = {
    ...A,
    NetworkInterfaceId: 'eni-b',
    PrivateIpAddress: '10.0.1.20',
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.20', Primary: true }],
  };
  const group = (GroupId: string, port: number) => ({
    GroupId,
    VpcId: 'vpc-1',
    OwnerId: '111122223333',
    IpPermissions: [
      { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    ],
    IpPermissionsEgress: [
      { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ],
  });
  const world = (port: number, flowLog: unknown) => [
    {
      NetworkInterfaces: [
        { ...A, Groups: [{ GroupId: 'sg-1' }] },
        { ...B, Groups: [{ GroupId: 'sg-1' }] },
      ],
    },
    { SecurityGroups: [group('sg-1', port)] },
    flowLog,
  ];
  const asked = {
    filter: { ...ANY_TRAFFIC, source: ip('10.0.1.10'), destination: ip('10.0.1.20'), port: 5432 },
  };

  it('means TCP when it names a port, which the answer says', () => {
    const finding = explain(world(5432, log({ TrafficType: 'REJECT' })), [idle('eni-a', START)], asked);
    expect(finding).toMatchObject({ code: 'filtered-by-traffic-type', certainty: 'likely' });
    expect(finding.assumes).toContain('tcp');
  });

  it('names the filter out of sight, with the change that would open it', () => {
    const finding = explain(world(443, log({ ResourceId: 'eni-b' })), [idle('eni-b', START)], asked);
    expect(finding).toMatchObject({
      code: 'security-group-egress-lacks-rule',
      certainty: 'likely',
      entries: 'none',
    });
    expect(finding.absence.map(({ kind }) => kind)).toEqual(['not-captured', 'blocked']);
    expect(finding.remedies[0]?.proof.outcome).toBe('passes');
    expect(finding.assumes).toContain('tcp');
  });

  it('names the filter also when only the far interface is asked about', () => {
    const here = { ...asked, interfaceId: 'eni-b' };
    const finding = explain(world(443, log()), [idle('eni-a', START), idle('eni-b', START)], here);
    expect(finding.code).toBe('security-group-egress-lacks-rule');
  });
});

describe('records that should not be there', () => {
  const seen = (destination: string, port: number, protocol = 6) =>
    `eni-a 10.0.1.10 ${destination} 40000 ${port} ${protocol} 4 336 ${START} ${START + 60} ACCEPT OK`;
  const findingOf = (line: string) => explain([{ NetworkInterfaces: [A] }], [line], {});

  it('are a contradiction, though they were accepted, with what may have written them', () => {
    const finding = findingOf(seen('169.254.169.123', 123, 17));
    expect(finding).toMatchObject({ code: 'log-contradicts-configuration', certainty: 'proven' });
    expect(finding.neverLogged).toMatchObject({ id: 'time-sync', basis: 'documented' });
    expect(finding.unexpected).toContain('list-changed');
  });

  it('are none where AWS does not list them', () => {
    for (const [address, port] of [
      ['169.254.170.2', 80],
      ['169.254.170.23', 80],
      ['169.254.1.1', 80],
      ['192.0.2.123', 123],
    ] as const)
      expect(findingOf(seen(address, port)).code).not.toBe('log-contradicts-configuration');
  });
});

describe('an answer about traffic to the internet', () => {
  const rejectedUnseen = [
    ...by({ groupA: { out: [] } }).filter((one) => !('FlowLogs' in one)),
    {
      FlowLogs: [
        { FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ACCEPT', MaxAggregationInterval: 60 },
      ],
    },
  ];
  const RouteTables = [
    {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Associations: [{ Main: true, RouteTableId: 'rtb-1' }],
      Routes: [
        { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
        { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-1', State: 'active' },
      ],
    },
  ];
  const asked = {
    filter: {
      ...ANY_TRAFFIC,
      source: ip('10.0.1.10'),
      destination: ip('203.0.113.7'),
      protocol: 6,
      port: 443,
    },
  };
  const lines = [idle('eni-a', START), idle('eni-a', START + 60), idle('eni-a', START + 120)];

  it('assumes that routes lead there only where none were given', () => {
    const without = explain(rejectedUnseen, lines, asked);
    expect(without).toMatchObject({ code: 'filtered-by-traffic-type' });
    expect(without.assumes).toContain('routes-not-read');
    const routed = explain([...rejectedUnseen, { RouteTables }], lines, asked);
    expect(routed).toMatchObject({ code: 'filtered-by-traffic-type' });
    expect(routed.assumes).not.toContain('routes-not-read');
  });
});
