import { describe, expect, it } from 'vitest';
import { ANY_TRAFFIC, EVERYTHING, type Question, TCP } from '../../src/index.js';
import { ip } from '../filter/build.js';
import { answers, explainBy, idle } from './by-hand.js';

const [source, destination] = [ip('10.0.1.10'), ip('10.0.2.10')];
const asked: Question = {
  ...EVERYTHING,
  filter: { ...ANY_TRAFFIC, source, destination, protocol: TCP, port: 443 },
};

const quiet = (at: string) => [0, 60, 120].map((later) => idle(at, later));
const skipping = (at: string) =>
  quiet(at).map((line, i) => (i === 1 ? line.replace('NODATA', 'SKIPDATA') : line));

const codesFor = (lines: readonly string[]) =>
  explainBy(answers(), lines, asked).findings.map(({ code, alternatives }) => [
    code,
    ...alternatives.map((it) => it.code),
  ]);

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
describe('traffic without a record, where AWS lost some', () => {
  it('may be among what was lost, where every interface on its way lost some', () => {
    expect(codesFor([...skipping('eni-a'), ...skipping('eni-b')])).toEqual([
      ['records-skipped', 'no-traffic'],
    ]);
  });

  it('is not, where the other interface would have shown it and lost nothing', () => {
    expect(codesFor([...skipping('eni-a'), ...quiet('eni-b')]).flat()).not.toContain('records-skipped');
  });
});
