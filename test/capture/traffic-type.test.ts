import { describe, expect, it } from 'vitest';
import { captureAt, captureOver } from '../../src/capture/traffic-type.js';
import { networkOf } from '../aws/read.js';

const INTERFACES = ['1', '2'].map((n) => ({
  NetworkInterfaceId: `eni-${n}`,
  SubnetId: `subnet-${n}`,
  VpcId: 'vpc-1',
}));

const withLogs = (...logs: readonly (readonly [resource: string, type: string | null])[]) =>
  networkOf(
    { NetworkInterfaces: INTERFACES },
    {
      FlowLogs: logs.map(([ResourceId, TrafficType], i) => ({
        FlowLogId: `fl-${i}`,
        ResourceId,
        ...(TrafficType === null ? {} : { TrafficType }),
      })),
    },
  );

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html */
describe('what the flow logs of an interface keep', () => {
  it.each([
    ['its own', 'eni-1'],
    ["its subnet's", 'subnet-1'],
    ["its VPC's", 'vpc-1'],
  ])('is what %s subscription says', (_, resource) => {
    expect(captureAt(withLogs([resource, 'ALL']), 'eni-1')).toBe('all');
    expect(captureAt(withLogs([resource, 'ACCEPT']), 'eni-1')).toBe('accept');
    expect(captureAt(withLogs([resource, 'REJECT']), 'eni-1')).toBe('reject');
  });

  it('is everything when one keeps the accepted and another the rejected', () => {
    expect(captureAt(withLogs(['eni-1', 'ACCEPT'], ['vpc-1', 'REJECT']), 'eni-1')).toBe('all');
    expect(captureAt(withLogs(['eni-1', 'ACCEPT'], ['vpc-1', 'ALL']), 'eni-1')).toBe('all');
  });

  it("is not told by another interface's or subnet's subscription", () => {
    expect(captureAt(withLogs(['eni-2', 'ALL'], ['subnet-2', 'ALL']), 'eni-1')).toBe('unknown');
  });

  it('is not known without describe-flow-logs, without a traffic type, or of an interface that is not given', () => {
    expect(captureAt(networkOf({ NetworkInterfaces: INTERFACES }), 'eni-1')).toBe('unknown');
    expect(captureAt(withLogs(['eni-1', null]), 'eni-1')).toBe('unknown');
    expect(captureAt(withLogs(['vpc-1', 'ALL']), 'eni-9')).toBe('unknown');
  });

  it('is everything or not known where describe-flow-logs was not given to its last page', () => {
    const page = (TrafficType: string) =>
      networkOf(
        { NetworkInterfaces: INTERFACES },
        { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType }], NextToken: 'more' },
      );
    expect(captureAt(page('ALL'), 'eni-1')).toBe('all');
    expect(captureAt(page('ACCEPT'), 'eni-1')).toBe('unknown');
  });

  it('is one word for a whole log only where all interfaces share it', () => {
    const mixed = withLogs(['eni-1', 'ALL'], ['eni-2', 'REJECT']);
    expect(captureOver(mixed, ['eni-1'])).toBe('all');
    expect(captureOver(mixed, ['eni-1', 'eni-2'])).toBe('unknown');
    expect(captureOver(withLogs(['vpc-1', 'REJECT']), ['eni-1', 'eni-2'])).toBe('reject');
    expect(captureOver(mixed, [])).toBe('unknown');
  });
});
