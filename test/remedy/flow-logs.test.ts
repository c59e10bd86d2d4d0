import { describe, expect, it } from 'vitest';
import { captureAt } from '../../src/capture/traffic-type.js';
import { applyChange, EVERYTHING, type Question, type Remedy, readAnswers } from '../../src/index.js';
import { answers, explainBy, idle, without } from '../diagnosis/by-hand.js';
import { ip } from '../filter/build.js';

const asked: Question = {
  ...EVERYTHING,
  filter: {
    ...EVERYTHING.filter,
    source: ip('10.0.1.10'),
    destination: ip('10.0.2.10'),
    protocol: 6,
    port: 443,
  },
};

const withFlowLogs = (...flowLogs: readonly unknown[]) => [
  ...without('FlowLogs')(answers()),
  { FlowLogs: flowLogs },
];

const flowLog = (ResourceId: string, TrafficType: string) => ({
  FlowLogId: `fl-${ResourceId}`,
  ResourceId,
  TrafficType,
  MaxAggregationInterval: 60,
  LogDestinationType: 's3',
});

const remediesOf = (documents: readonly unknown[]): readonly Remedy[] =>
  explainBy(documents, [idle('eni-z', 0)], asked).findings.flatMap(({ remedies }) => remedies);

const networkOf = (documents: readonly unknown[]) =>
  readAnswers(documents.map((json) => ({ source: 'network.json', json }))).network;

describe('a remedy for traffic that nobody records', () => {
  it('is a flow log for the whole VPC, where nobody records any interface of it', () => {
    const documents = withFlowLogs();
    const [remedy, ...more] = remediesOf(documents);
    expect(more).toEqual([]);
    expect(remedy?.changes).toMatchObject([
      {
        kind: 'create-flow-logs',
        request: { resourceType: 'VPC', resourceIds: ['vpc-1'], trafficType: 'ALL' },
      },
    ]);
    expect(remedy?.proof).toEqual({
      scope: 'capture',
      outcome: 'passes',
      remaining: [],
      missing: [],
      appliances: [],
    });
    expect(remedy?.opens).toEqual([]);
    const changed = (remedy as Remedy).changes.reduce(applyChange, networkOf(documents));
    expect(['eni-a', 'eni-b'].map((id) => captureAt(changed, id))).toEqual(['all', 'all']);
  });

  it('is one beside the flow log that keeps the other action only, where the others deliver', () => {
    const documents = withFlowLogs(flowLog('vpc-1', 'REJECT'));
    const [remedy] = remediesOf(documents);
    expect(remedy?.changes).toMatchObject([
      {
        kind: 'create-flow-logs',
        request: {
          resourceType: 'NetworkInterface',
          resourceIds: ['eni-a', 'eni-b'],
          delivery: { destination: 's3' },
          reason: 'traffic-type',
        },
      },
    ]);
    expect(remedy?.proof.outcome).toBe('passes');
  });

  it('is none where both actions are kept', () => {
    expect(remediesOf(withFlowLogs(flowLog('vpc-1', 'ALL')))).toEqual([]);
  });
});
