import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Network, readAnswers } from '../../../src/index.js';
import { RESOURCE_KINDS } from '../../../src/network/network.js';
import { type Scene, scenes, simulate } from '../../../src/testing/index.js';
import { runs } from '../../arbitrary/runs.js';

const seeds = fc.nat();

const readBack = (files: ReadonlyMap<string, string>): Network => {
  const documents = [...files]
    .filter(([name]) => name.endsWith('.json'))
    .map(([source, text]) => ({ source, json: JSON.parse(text) as unknown }));
  const { network, problems } = readAnswers(documents);
  expect(problems).toEqual([]);
  expect(network.gaps).toEqual([]);
  return network;
};

/** Interfaces of the two ends, which are all that both legs must be seen at. */
const endsOf = ({ target }: Scene): readonly string[] =>
  [target.client.party, target.server.party].flatMap((it) => (it.kind === 'interface' ? [it.id] : []));

/** Rules stand in no order, and resources and keys in any. */
const canonical = (value: unknown): unknown => {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map((one) => JSON.stringify(canonical(one))).sort();
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([one], [other]) => one.localeCompare(other));
  return Object.fromEntries(sorted.map(([key, one]) => [key, canonical(one)]));
};

const resources = (network: Network, kind: (typeof RESOURCE_KINDS)[number]): unknown =>
  canonical([...network[kind].values()]);

describe('a scene', () => {
  it('lets its traffic pass both ways at both ends', () => {
    fc.assert(
      fc.property(scenes(), seeds, (scene, seed) => {
        const { sightings } = simulate({ ...scene, seed });
        const rejected = sightings.filter(({ action, packet }) => action === 'REJECT' && packet.flags !== 16);
        expect(rejected.map(({ interface: at, direction }) => `${direction} at ${at.id}`)).toEqual([]);
        for (const id of endsOf(scene)) {
          const seen = sightings.filter((it) => it.interface.id === id).map(({ direction }) => direction);
          expect(new Set(seen)).toEqual(new Set(['ingress', 'egress']));
        }
      }),
      runs(100),
    );
  });

  it('prints the answers that its network is read back from, resource by resource', () => {
    fc.assert(
      fc.property(scenes(), (scene) => {
        const { files, network } = simulate({ ...scene, seed: 1 });
        const read = readBack(files);
        for (const kind of RESOURCE_KINDS)
          expect([kind, resources(read, kind)]).toEqual([kind, resources(network, kind)]);
      }),
      runs(50),
    );
  });
});
