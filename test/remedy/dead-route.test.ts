import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, parseAddress, type Remedy, readAnswers, TCP } from '../../src/index.js';

/** A peering connection that a longer, dead route takes the traffic from. */
const ANSWERS = readFileSync(
  new URL('../../scenarios/longer-route-is-a-blackhole/network/answers.json', import.meta.url),
  'utf8',
);

const HOME = '"DestinationCidrBlock": "10.0.0.0/16", "VpcPeeringConnectionId"';

const remediesIn = (text: string): readonly Remedy[] => {
  const { network, problems } = readAnswers([{ source: 'answers.json', json: JSON.parse(text) }]);
  expect(problems).toEqual([]);
  const [initiator, responder] = ['10.0.1.10', '10.8.1.30'].map((address) => {
    const parsed = parseAddress(address);
    if (parsed._tag === 'Left') throw new Error(address);
    return { kind: 'address', address: parsed.right } as const;
  });
  if (initiator === undefined || responder === undefined) throw new Error('two ends');
  const [sourcePorts, icmp] = [null, null];
  const { verdict, remedies } = check(network, {
    from: initiator,
    to: responder,
    protocol: TCP,
    port: 443,
    sourcePorts,
    icmp,
  });
  expect(verdict).toBe('blocked');
  return remedies;
};

const kindsIn = (text: string) =>
  remediesIn(text).map(({ changes, cautions }) => [
    ...changes.map(({ kind }) => kind),
    ...cautions.filter(({ kind }) => kind === 'instead-of-the-first').map(({ kind }) => kind),
  ]);

/** https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html */
describe('a dead route', () => {
  const forOne = ANSWERS.replace('"10.8.1.0/24", "NatGatewayId"', '"10.8.1.30/32", "NatGatewayId"');
  const oneWay = (text: string) => text.replace(HOME, HOME.replace('10.0.0.0/16', '10.0.200.0/24'));

  it('is mended beside it for the one address, or instead in its place', () => {
    expect(kindsIn(ANSWERS)).toEqual([['add-route'], ['replace-route', 'instead-of-the-first']]);
  });

  it('gets another target where it is for the one address alone', () => {
    expect(kindsIn(forOne)).toEqual([['replace-route']]);
  });

  it('is mended once, and not the same way twice, where the reply lacks a route as well', () => {
    expect(kindsIn(oneWay(forOne))).toEqual([['replace-route', 'add-route']]);
  });

  it('is mended in two ways with the route of the reply in both', () => {
    expect(kindsIn(oneWay(ANSWERS))).toEqual([
      ['add-route', 'add-route'],
      ['replace-route', 'add-route', 'instead-of-the-first'],
    ]);
  });
});
