import { describe, expect, it } from 'vitest';
import { type CoverageReport, coverageReader } from '../../src/capture/coverage/coverage-report.js';
import { PROPOSED_FIELDS } from '../../src/capture/coverage/create-flow-logs.js';
import { unanswerable } from '../../src/capture/coverage/log-question.js';
import { fieldNamed } from '../../src/record/field.js';
import { readText } from '../../src/record/read-text.js';
import { DEFAULT_FORMAT, TRANSIT_GATEWAY_FORMAT } from '../../src/record/record-format.js';
import { networkOf } from '../aws/read.js';

const interfaces = (...ids: readonly string[]) => ({
  NetworkInterfaces: ids.map((id) => ({
    NetworkInterfaceId: id,
    VpcId: 'vpc-1',
    SubnetId: id.startsWith('eni-a') ? 'subnet-1' : 'subnet-2',
    OwnerId: '111122223333',
  })),
});

const flowLogs = (
  ...logs: readonly (readonly [id: string, on: string, more?: Readonly<Record<string, unknown>>])[]
) => ({
  FlowLogs: logs.map(([FlowLogId, ResourceId, more]) => ({
    FlowLogId,
    ResourceId,
    TrafficType: 'ALL',
    MaxAggregationInterval: 60,
    LogDestinationType: 's3',
    ...more,
  })),
});

const FULL = PROPOSED_FIELDS.map((field) => `\${${field}}`).join(' ');
const START = 1_700_000_000;
const window = (n: number) => `${START + 60 * n} ${START + 60 * n + 58}`;
const traffic = (id: string, n: number) =>
  `2 111122223333 ${id} 10.0.1.10 10.0.2.20 40000 443 6 4 336 ${window(n)} ACCEPT OK`;
const idle = (id: string, n: number, status = 'NODATA') =>
  `2 111122223333 ${id} - - - - - - - ${window(n)} - ${status}`;

const coverageOf = (answers: readonly unknown[], ...lines: readonly string[]): CoverageReport => {
  const reader = coverageReader(networkOf(...answers));
  const { batches, problems } = readText(lines.join('\n'), { source: 'flow.log' });
  for (const batch of batches) reader.push({ batch });
  for (const problem of problems) reader.push({ problem });
  return reader.report();
};

const statesOf = ({ points }: CoverageReport) =>
  Object.fromEntries(points.map(({ observationPoint, state }) => [observationPoint, state]));

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html */
describe('what is captured', () => {
  it('is what a flow log of the interface, of its subnet or of its VPC covers', () => {
    const all = interfaces('eni-a1', 'eni-a2', 'eni-b1');
    expect(statesOf(coverageOf([all, flowLogs(['fl-1', 'eni-a1'])]))).toEqual({
      'eni-a1': 'all',
      'eni-a2': 'not-captured',
      'eni-b1': 'not-captured',
    });
    expect(
      statesOf(
        coverageOf([all, flowLogs(['fl-1', 'subnet-1'], ['fl-2', 'eni-b1', { TrafficType: 'REJECT' }])]),
      ),
    ).toEqual({
      'eni-a1': 'all',
      'eni-a2': 'all',
      'eni-b1': 'reject',
    });
  });

  it('adds up over several flow logs, and counts only those that deliver', () => {
    const both = flowLogs(
      ['fl-1', 'vpc-1', { TrafficType: 'ACCEPT' }],
      ['fl-2', 'eni-a1', { TrafficType: 'REJECT' }],
    );
    expect(statesOf(coverageOf([interfaces('eni-a1', 'eni-b1'), both]))).toEqual({
      'eni-a1': 'all',
      'eni-b1': 'accept',
    });
    const failing = flowLogs(['fl-1', 'vpc-1', { DeliverLogsErrorMessage: 'Access error' }]);
    const report = coverageOf([interfaces('eni-a1'), failing]);
    expect(statesOf(report)).toEqual({ 'eni-a1': 'not-delivered' });
    expect(report.flowLogs[0]?.fault).toBe('Access error');
    expect(report.requests).toEqual([]);
  });

  it('is not known without describe-flow-logs, without its last page, or of an interface that is only in the log', () => {
    expect(statesOf(coverageOf([interfaces('eni-a1')]))).toEqual({ 'eni-a1': 'unknown' });
    expect(coverageOf([interfaces('eni-a1')]).missing.map(({ needs }) => needs)).toEqual([
      'aws ec2 describe-flow-logs',
    ]);
    const page = { ...flowLogs(), NextToken: 'more' };
    expect(statesOf(coverageOf([interfaces('eni-a1'), page]))).toEqual({ 'eni-a1': 'unknown' });
    expect(statesOf(coverageOf([], traffic('eni-x', 0)))).toEqual({ 'eni-x': 'unknown' });
    // The log shows that somebody records it, whatever the answers say.
    expect(statesOf(coverageOf([interfaces('eni-a1'), flowLogs()], traffic('eni-a1', 0)))).toEqual({
      'eni-a1': 'unknown',
    });
  });
});

describe('what the log holds of an interface', () => {
  it('is counted by status, from its first record to its last', () => {
    const [point] = coverageOf(
      [],
      traffic('eni-a1', 1),
      idle('eni-a1', 0),
      idle('eni-a1', 2, 'SKIPDATA'),
    ).points;
    expect(point?.inLog).toMatchObject({
      firstStart: START,
      lastEnd: START + 178,
      ok: 1,
      nodata: 1,
      skipdata: 1,
      gaps: [],
      skipped: [{ start: START + 120, end: START + 178 }],
    });
  });

  it('has a gap where more than two intervals have no record at all, whatever the order of the lines', () => {
    const answers = [interfaces('eni-a1'), flowLogs(['fl-1', 'vpc-1'])];
    const lines = [0, 1, 2, 9, 10].map((n) => traffic('eni-a1', n));
    const gap = { start: START + 178, end: START + 540 };
    expect(coverageOf(answers, ...lines).points[0]?.inLog?.gaps).toEqual([gap]);
    expect(coverageOf(answers, ...lines.toReversed()).points[0]?.inLog?.gaps).toEqual([gap]);
    // With 600 s, or without being told, so long a silence is one window.
    expect(coverageOf([], ...lines).points[0]?.inLog?.gaps).toEqual([]);
  });

  it('is told apart by interface', () => {
    const { points } = coverageOf([], traffic('eni-b1', 0), traffic('eni-a1', 5));
    expect(points.map(({ observationPoint, inLog }) => [observationPoint, inLog?.firstStart])).toEqual([
      ['eni-a1', START + 300],
      ['eni-b1', START],
    ]);
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
describe('what a format cannot tell', () => {
  it('is, for the default format, all that takes fields of later versions', () => {
    const lacks = Object.fromEntries(
      unanswerable(DEFAULT_FORMAT.fields).map((it) => [it.question.id, it.lacks]),
    );
    expect(lacks).toMatchObject({
      initiator: ['tcp-flags'],
      'packet-addresses': ['pkt-srcaddr', 'pkt-dstaddr'],
      'reject-reason': ['reject-reason'],
      'icmp-type': [],
      'deciding-rule': [],
    });
    expect(lacks).not.toHaveProperty('verdict');
  });

  it('is, for the format that is proposed, only what is special or what no field tells', () => {
    for (const { question } of unanswerable(PROPOSED_FIELDS))
      expect(question.isSpecial || question.fields.length === 0).toBe(true);
    for (const field of PROPOSED_FIELDS) expect(fieldNamed(field)?.version).not.toBe(6);
  });

  it('is more when fields of version 2 are left out', () => {
    const ids = unanswerable(['interface-id', 'srcaddr', 'dstaddr']).map(({ question }) => question.id);
    expect(ids).toEqual(expect.arrayContaining(['pair-records', 'verdict', 'silence']));
  });

  it('is not asked of transit gateways, whose records have no verdict', () => {
    const ids = unanswerable(TRANSIT_GATEWAY_FORMAT.fields).map(({ question }) => question.id);
    expect(ids).toEqual(['icmp-type']);
  });
});

describe('the flow logs to create', () => {
  const requestsOf = (...answers: readonly unknown[]) =>
    coverageOf(answers).requests.map(({ reason, resourceType, resourceIds }) => ({
      reason,
      resourceType,
      resourceIds,
    }));

  it('cover a VPC that nobody records, or else the interfaces that are left out', () => {
    expect(requestsOf(interfaces('eni-a1', 'eni-b1'), flowLogs())).toEqual([
      { reason: 'not-captured', resourceType: 'VPC', resourceIds: ['vpc-1'] },
    ]);
    expect(
      requestsOf(interfaces('eni-a1', 'eni-b1'), flowLogs(['fl-1', 'eni-a1', { LogFormat: FULL }])),
    ).toEqual([{ reason: 'not-captured', resourceType: 'NetworkInterface', resourceIds: ['eni-b1'] }]);
  });

  it('keep both actions where only one is kept', () => {
    expect(
      requestsOf(
        interfaces('eni-a1'),
        flowLogs(['fl-1', 'subnet-1', { TrafficType: 'REJECT', LogFormat: FULL }]),
      ),
    ).toEqual([{ reason: 'traffic-type', resourceType: 'Subnet', resourceIds: ['subnet-1'] }]);
  });

  it('bring the fields that are lacking, unless another flow log of the resource has them', () => {
    expect(requestsOf(interfaces('eni-a1'), flowLogs(['fl-1', 'vpc-1']))).toEqual([
      { reason: 'format', resourceType: 'VPC', resourceIds: ['vpc-1'] },
    ]);
    expect(
      requestsOf(interfaces('eni-a1'), flowLogs(['fl-1', 'vpc-1'], ['fl-2', 'vpc-1', { LogFormat: FULL }])),
    ).toEqual([]);
  });

  it('bring the fields that the log lacks where nothing was described, for whom it shows', () => {
    const shown = (...answers: readonly unknown[]) =>
      coverageOf(answers, traffic('eni-a1', 0), traffic('eni-x', 0)).requests.map(
        ({ reason, resourceIds }) => ({
          reason,
          resourceIds,
        }),
      );
    expect(shown()).toEqual([{ reason: 'format', resourceIds: ['eni-a1', 'eni-x'] }]);
    expect(shown(interfaces('eni-a1'))).toEqual([
      { reason: 'format', resourceIds: ['vpc-1'] },
      { reason: 'format', resourceIds: ['eni-x'] },
    ]);
    // The flow logs tell more than the log.
    expect(shown(interfaces('eni-a1'), flowLogs(['fl-1', 'vpc-1', { LogFormat: FULL }]))).toEqual([]);
  });

  it('hold at most 300 resources each, as a call does, and 25 of transit gateways', () => {
    const many = Array.from({ length: 301 }, (_, i) => `eni-a${i}`);
    const [first, second] = requestsOf(
      interfaces(...many, 'eni-b1'),
      flowLogs(['fl-1', 'eni-b1', { LogFormat: FULL }]),
    );
    expect([first?.resourceIds.length, second?.resourceIds.length]).toEqual([300, 1]);
  });

  it('leave nothing to propose once they are there', () => {
    const before = coverageOf([
      interfaces('eni-a1', 'eni-b1'),
      flowLogs(['fl-1', 'eni-a1', { TrafficType: 'ACCEPT' }]),
    ]);
    const created = before.requests.flatMap(({ resourceIds, fields }, i) =>
      resourceIds.map((id, j): readonly [string, string, Readonly<Record<string, unknown>>] => [
        `fl-new-${i}-${j}`,
        id,
        { LogFormat: fields.map((field) => `\${${field}}`).join(' ') },
      ]),
    );
    const after = coverageOf([
      interfaces('eni-a1', 'eni-b1'),
      flowLogs(['fl-1', 'eni-a1', { TrafficType: 'ACCEPT' }], ...created),
    ]);
    expect(statesOf(after)).toEqual({ 'eni-a1': 'all', 'eni-b1': 'all' });
    expect(after.requests).toEqual([]);
  });
});
