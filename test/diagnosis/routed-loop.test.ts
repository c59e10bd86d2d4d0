import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportedFinding } from '../../src/index.js';
import { type Routed, routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import type { PlainWalk } from '../oracle/path.js';
import {
  ALL_TOLD,
  explainRouted,
  leftOut,
  NOTHING_WITHHELD,
  type Told,
  told,
  truthOf,
  type Withheld,
  withheld,
} from './routed-simulator.js';

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(150));

const OF_ROUTES = [
  'no-route',
  'blackhole-route',
  'no-public-address',
  'peering-not-usable',
  'nat-gateway-cannot-carry',
  'asymmetric-path',
];

const isDone = (walk: PlainWalk | null): boolean =>
  walk !== null && (walk.end === 'left' || walk.end.startsWith('arrived'));

/** The interface, leg, direction and filter that a finding names do deny, as the oracle sees it. */
const isDenied = (
  { blocking: [first], leg }: ReportedFinding,
  walks: readonly (PlainWalk | null)[],
): boolean =>
  walks.some((walk) =>
    walk?.events.some(
      (event) =>
        event.leg === leg &&
        event.interfaceId === first?.interface.id &&
        event.direction === first.direction &&
        event.filter === first.filter &&
        !event.allows,
    ),
  );

const isRight = (world: Routed, seen: Told, missing: Withheld): void =>
  areRight(world, explainRouted(world, seen, missing).findings);

const areRight = (world: Routed, findings: readonly ReportedFinding[]): void => {
  const { request, reply } = truthOf(world);
  for (const finding of findings) {
    const { code, certainty, leg, outcome, group, alternatives, assumes } = finding;
    if (group === null) continue;
    expect(code).not.toBe('log-contradicts-configuration');
    if (certainty !== 'proven') continue;
    expect(alternatives).toEqual([]);
    if (OF_ROUTES.includes(code)) {
      expect((leg === 'request' ? request : reply)?.end).toBe(code);
    } else if (outcome === 'blocked') {
      expect(isDenied(finding, [request, reply])).toBe(true);
    } else {
      expect(code).toBe('allowed-both-ways');
      if (!assumes.includes('routes-not-read')) expect([request, reply].every(isDone)).toBe(true);
    }
  }
};

/** No filter on the way denies the leg. */
const passes = (walk: PlainWalk): boolean => walk.events.every(({ allows }) => allows);

describe('a way whose every route, rule and record is given', () => {
  it('is explained by what ends the request on it, proven', () => {
    check(
      fc.property(routedWorld, fc.boolean(), (world, withFlags) => {
        const { request } = truthOf(world);
        fc.pre(OF_ROUTES.includes(request.end) && passes(request) && world.packet.protocol !== 1);
        const { findings } = explainRouted(world, { ...ALL_TOLD, withFlags });
        expect(findings).toMatchObject([
          { code: request.end, certainty: 'proven', leg: 'request', alternatives: [] },
        ]);
      }),
    );
  });

  it('is explained by the filter between the ends that denies the request, proven', () => {
    check(
      fc.property(routedWorld, fc.boolean(), (world, withFlags) => {
        const { request } = truthOf(world);
        const denial = request.events.find(({ allows }) => !allows);
        fc.pre(denial?.interfaceId === 'eni-nat' && world.packet.protocol !== 1);
        const [finding, ...more] = explainRouted(world, { ...ALL_TOLD, withFlags }).findings;
        expect(more).toEqual([]);
        expect(finding).toMatchObject({
          code: `network-acl-${denial?.direction}-denies-request`,
          certainty: 'proven',
          alternatives: [],
        });
        expect(finding?.blocking[0]).toMatchObject({ side: null, interface: { id: 'eni-nat' } });
      }),
    );
  });

  it('is explained by what ends the reply on it', () => {
    check(
      fc.property(routedWorld, fc.boolean(), (world, withFlags) => {
        const { request, reply } = truthOf(world);
        fc.pre(reply !== null && OF_ROUTES.includes(reply.end) && passes(request) && passes(reply));
        fc.pre(request.end.startsWith('arrived') && world.packet.protocol !== 1);
        // Of what an address is translated for, the two ends record different conversations.
        fc.pre(world.from === null || !world.packet.destination.startsWith('198.'));
        fc.pre(request.events.every(({ interfaceId }) => interfaceId !== 'eni-nat'));
        const [finding, ...more] = explainRouted(world, { ...ALL_TOLD, withFlags }).findings;
        expect(more).toEqual([]);
        expect(finding).toMatchObject({
          code: reply?.end,
          certainty: world.from === null ? 'likely' : 'proven',
          leg: 'reply',
        });
      }),
    );
  });
});

describe('a finding that is called proven', () => {
  it('has no alternative, and is right whatever was recorded of the way', () => {
    check(fc.property(routedWorld, told, (world, seen) => isRight(world, seen, NOTHING_WITHHELD)));
  });

  it('has no alternative, and is right whatever was not said of the way', () => {
    check(fc.property(routedWorld, withheld, (world, missing) => isRight(world, ALL_TOLD, missing)));
  });

  it('has no alternative, and is right where records and configuration are both incomplete', () => {
    check(fc.property(routedWorld, told, withheld, isRight));
  });

  it('is right unless it says that it takes the answers for complete, where a route table is left out of one', () => {
    check(
      fc.property(routedWorld, told, leftOut, (world, seen, missing) => {
        const { findings } = explainRouted(world, seen, missing);
        areRight(
          world,
          findings.filter(
            ({ assumes, code }) =>
              !assumes.includes('configuration-in-force') && code !== 'log-contradicts-configuration',
          ),
        );
      }),
    );
  });
});
