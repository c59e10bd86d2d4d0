import { describe, expect, it } from 'vitest';
import { nearestFirst } from '../../src/filter/near-miss.js';
import type { MissedField, NearMiss } from '../../src/filter/verdict.js';
import { fromCidr, rule } from './build.js';

const miss = (...missed: readonly MissedField[]): NearMiss => ({
  kind: 'security-group-rule',
  groupId: 'sg-1',
  direction: 'ingress',
  rule: rule('ingress', 6, fromCidr('10.0.0.0/8')),
  missed,
});

const fieldsOf = (misses: readonly NearMiss[]) => nearestFirst(misses).map(({ missed }) => missed);

describe('near misses', () => {
  it('are rules that missed by one or two fields, fewer first, another protocol last', () => {
    expect(
      fieldsOf([
        miss('protocol', 'source'),
        miss('port', 'source'),
        miss('protocol'),
        miss('port'),
        miss('protocol', 'port', 'source'),
        miss(),
      ]),
    ).toEqual([['port'], ['protocol'], ['port', 'source']]);
    expect(fieldsOf([miss('protocol', 'source'), miss('port', 'source')])).toEqual([
      ['port', 'source'],
      ['protocol', 'source'],
    ]);
    expect(fieldsOf([miss('protocol', 'port', 'source'), miss()])).toEqual([]);
  });

  it('are at most three, each rule once', () => {
    expect(nearestFirst([1, 2, 3, 4].map(() => miss('port')))).toHaveLength(3);
    const one = miss('port');
    expect(nearestFirst([one, { ...one, missed: ['port', 'source'] }])).toEqual([one]);
  });
});
