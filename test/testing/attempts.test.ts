import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/index.js';
import { type Attempt, attempted, attempts } from '../../src/testing/index.js';
import { runs } from '../arbitrary/runs.js';
import { planWith, rule } from './plan.js';

const networkOf = (...change: Parameters<typeof planWith>) =>
  readAnswers([{ source: 'plan.json', json: planWith(...change) }]).network;

const fromApp = rule({ security_groups: ['sg-app'] });
const office = rule({ cidr_blocks: ['192.0.2.64/26'], from_port: 22, to_port: 23 });

const drawn = (network: ReturnType<typeof networkOf>): readonly Attempt[] =>
  fc.sample(attempts(network, 'eni-db'), { numRuns: 2000, seed: 7 });

describe('attempts', () => {
  it('are made by every other interface, by the internet, and from both sides of the edges of blocks', () => {
    const sources = new Set(drawn(networkOf([fromApp, office])).map(({ from }) => from));
    for (const from of [
      'eni-app',
      'eni-batch',
      '203.0.113.7',
      '192.0.2.63',
      '192.0.2.64',
      '192.0.2.127',
      '192.0.2.128',
    ])
      expect(sources).toContain(from);
    expect(sources).not.toContain('eni-db');
  });

  it('are for protocols and ports from both sides of the edges of rules, and for any', () => {
    const tcp = drawn(networkOf([fromApp, office])).filter(({ protocol }) => protocol === 'tcp');
    const ports = new Set(tcp.map(({ port }) => port));
    for (const port of [21, 22, 23, 24, 5431, 5432, 5433]) expect(ports).toContain(port);
    expect(ports.size).toBeGreaterThan(50);
    expect(drawn(networkOf([fromApp])).some((it) => it.protocol === 'icmp' && it.port === null)).toBe(true);
  });

  it('come from no address of the network that no interface has', () => {
    const wide = rule({ cidr_blocks: ['10.0.0.0/16', '10.0.1.0/25'] });
    for (const { from } of drawn(networkOf([wide]))) expect(from).not.toMatch(/^10\.0\./);
  });

  it('are each a question that can be asked', () => {
    const network = networkOf([fromApp, office]);
    fc.assert(
      fc.property(attempts(network, 'eni-db'), (attempt) => {
        expect(attempted(network, attempt).unknown).toBeNull();
      }),
      runs(100),
    );
  });

  it.each([
    ['a rule for the whole VPC', [rule({ cidr_blocks: ['10.0.0.0/16'] })], { from: 'eni-batch', port: 5432 }],
    ['a port too many', [{ ...fromApp, to_port: 5433 }], { from: 'eni-app', port: 5433 }],
    [
      'a rule of somebody else',
      [fromApp, rule({ security_groups: ['sg-batch'], from_port: 22, to_port: 22 })],
      { from: 'eni-batch', port: 22 },
    ],
  ])('find %s within a thousand, and shrink to it', (_, ingress, example) => {
    const network = networkOf(ingress);
    const found = fc.check(
      fc.property(attempts(network, 'eni-db'), (it) => {
        const wanted =
          it.from === 'eni-app' && it.protocol === 'tcp' && it.port === 5432 ? 'allowed' : 'blocked';
        return attempted(network, it).verdict === wanted;
      }),
      { numRuns: 1000 },
    );
    expect(found.counterexample?.[0]).toEqual({ to: 'eni-db', protocol: 'tcp', ...example });
  });

  it('to an interface that is not there are refused', () => {
    expect(() => attempts(networkOf([]), 'eni-none')).toThrow('the network has no interface eni-none');
  });
});
