import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Network, readAnswers } from '../../src/index.js';
import { answers, explainIn, idle, reply, request } from './by-hand.js';

/** Counts how often rules and routes are looked up. */
const counted = (network: Network): { readonly network: Network; readonly lookUps: () => number } => {
  let count = 0;
  const counting = <K, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> =>
    new Proxy(map, {
      get: (target, name) => {
        if (name === 'get' || name === 'values') count++;
        const value = Reflect.get(target, name, target) as unknown;
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  return {
    network: {
      ...network,
      securityGroups: counting(network.securityGroups),
      networkAcls: counting(network.networkAcls),
      routeTables: counting(network.routeTables),
    },
    lookUps: () => count,
  };
};

const ROUTES = {
  RouteTables: [
    {
      RouteTableId: 'rtb-1',
      VpcId: 'vpc-1',
      Associations: [{ Main: true, RouteTableId: 'rtb-1' }],
      Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
    },
  ],
};

const cost = (doors: Parameters<typeof answers>[0], lines: readonly string[]): number => {
  const documents = [...answers(doors), ROUTES].map((json) => ({ source: 'network.json', json }));
  const { network, lookUps } = counted(readAnswers(documents).network);
  const report = explainIn(network, [...lines, idle('eni-b', -600), idle('eni-b', 9000)], EVERYTHING);
  expect(report.findings.length).toBeLessThanOrEqual(1);
  return lookUps();
};

const many = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('what it costs to diagnose a group', () => {
  it.each([
    [
      'rejected requests',
      { groupB: { in: [] } },
      (i: number) => [request({ flags: 2, action: 'REJECT', sourcePort: 33_000 + i })],
    ],
    [
      'rejected replies',
      { aclB: { out: [] } },
      (i: number) => [
        request({ flags: 2, sourcePort: 33_000 + i }),
        reply({ flags: 18, action: 'REJECT', sourcePort: 33_000 + i }),
      ],
    ],
    ['unanswered requests', {}, (i: number) => [request({ flags: 2, sourcePort: 33_000 + i })]],
    [
      'healthy conversations',
      {},
      (i: number) => [
        request({ flags: 3, sourcePort: 33_000 + i }),
        reply({ flags: 19, sourcePort: 33_000 + i }),
      ],
    ],
    [
      'records of one connection',
      {},
      (i: number) => [request({ flags: 2, later: i * 60 }), reply({ flags: 18, later: i * 60 })],
    ],
  ] as const)('does not grow with its number of records: %s', (_, doors, linesOf) => {
    const [few, more] = [3, 100].map((count) =>
      cost(doors as Parameters<typeof answers>[0], many(count, linesOf).flat()),
    );
    expect(few).toBeGreaterThan(0);
    expect(more).toBe(few);
  });
});
