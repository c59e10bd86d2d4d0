import { describe, expect, it } from 'vitest';
import { type Copy, choose } from '../../src/aws/copies.js';

const copy = (source: string, says: object, capturedAt: number | null = null): Copy => ({
  key: 'Subnets',
  form: null,
  says,
  source,
  capturedAt,
});

const chosen = (...copies: readonly Copy[]) => {
  const { copy: found, problem } = choose('subnet-1', copies);
  return { used: found.source, because: problem !== null && 'because' in problem ? problem.because : null };
};

describe('of copies that differ', () => {
  const old = copy('old.json', { vpcId: 'vpc-1', availabilityZone: 'eu-west-1a' }, 1000);
  const recent = copy('recent.json', { vpcId: 'vpc-2' }, 2000);
  const untold = copy('untold.json', { vpcId: 'vpc-3', availabilityZone: 'eu-west-1a', ownerId: '1' });

  it('the one captured later is used, however little it says', () => {
    for (const copies of [
      [old, recent],
      [recent, old],
    ])
      expect(chosen(...copies)).toEqual({ used: 'recent.json', because: 'captured-later' });
  });

  it('one whose time is known is used before one whose time is not', () => {
    expect(chosen(untold, old)).toEqual({ used: 'old.json', because: 'captured-later' });
  });

  it('the one that says more is used where no time is known', () => {
    const little = copy('little.json', { vpcId: 'vpc-4' });
    expect(chosen(little, untold)).toEqual({ used: 'untold.json', because: 'says-more' });
    expect(chosen(untold, little)).toEqual({ used: 'untold.json', because: 'says-more' });
  });

  it('always the same one is used where neither tells', () => {
    const [a, b] = [copy('a.json', { vpcId: 'vpc-1' }), copy('b.json', { vpcId: 'vpc-2' })];
    expect(chosen(a, b)).toEqual(chosen(b, a));
  });

  it('none is told of when all say the same', () => {
    expect(chosen(copy('a.json', { vpcId: 'vpc-1' }), copy('b.json', { vpcId: 'vpc-1' }))).toEqual({
      used: 'a.json',
      because: null,
    });
  });
});
