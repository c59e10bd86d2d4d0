import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Check,
  check,
  checkJson,
  type JsonDocument,
  type Network,
  readAnswers,
} from '../../src/index.js';
import { addressMask } from '../../src/scenario/mask/address-mask.js';
import { maskAnswer } from '../../src/scenario/mask/mask-answer.js';
import { knownForm } from '../../src/scenario/mask/mask-text.js';
import { collector, type Renaming, renamingOf } from '../../src/scenario/mask/renaming.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, twoEnds } from '../arbitrary/two-ends.js';
import { ip } from '../filter/build.js';

const networkOf = (documents: readonly unknown[]): Network =>
  readAnswers(documents.map((json, i): JsonDocument => ({ source: `${i}.json`, json }))).network;

const blocksOf = ({ vpcs, subnets }: Network) =>
  [...vpcs.values(), ...subnets.values()].flatMap(({ cidrs }) => cidrs);

/** Documents, their masked form, and how names became others. */
const masked = (documents: readonly unknown[], key: string) => {
  const { renaming, names } = collector();
  for (const json of documents) maskAnswer(json, renaming);
  const it = renamingOf(names(), addressMask(key, blocksOf(networkOf(documents))));
  return { it, documents: documents.map((json) => maskAnswer(json, it)) };
};

/** Every name in a value renamed; what was not collected, as the word `eni-attach`, is none. */
const renamed = (value: unknown, it: Renaming): unknown => {
  const word = (text: string): string => {
    try {
      return knownForm(text, it) ?? text;
    } catch {
      return text;
    }
  };
  return JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string'
      ? inner
          .split(/([\s,=]+)/)
          .map(word)
          .join('')
      : inner,
  );
};

const key = fc.string({ minLength: 1, maxLength: 4 });

/** Rules that came equally near are told in the order of their blocks. */
const inAnyOrder = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, inner: unknown) =>
      name === 'nearest' && Array.isArray(inner)
        ? inner.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : inner,
    ),
  );

/** Remedies are told in sentences and list addresses in order: of them what they change and whether it helps. */
const told = (found: Check) => {
  const { remedies, ...facts } = checkJson(found);
  return {
    ...facts,
    remedies: remedies.map(({ change, proof }) => [
      change.map(({ kind }) => kind),
      proof.outcome,
      proof.scope,
    ]),
  };
};

const verify = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

describe('a masked network', () => {
  it('carries a packet the same way to the same verdict, for the same reasons', () => {
    verify(
      fc.property(routedWorld, key, ({ world, from, packet }, secret) => {
        const documents = Object.entries(world).map(([name, list]) => ({ [name]: list }));
        const mask = masked(documents, secret);
        const ask = (network: Network, it: Renaming | null) => {
          const address = (text: string) => (it === null ? ip(text) : it.address(ip(text)));
          return check(network, {
            from:
              from === null
                ? { kind: 'address', address: address(packet.source) }
                : { kind: 'interface', id: it === null ? from : it.id(from) },
            to: { kind: 'address', address: address(packet.destination) },
            protocol: packet.protocol,
            port: packet.destinationPort,
            sourcePorts: null,
            icmp: null,
          });
        };
        const before = ask(networkOf(documents), null);
        const after = ask(networkOf(mask.documents), mask.it);
        expect(inAnyOrder(told(after))).toEqual(inAnyOrder(renamed(told(before), mask.it)));
      }),
    );
  });

  it('keeps the order of rules and their numbers', () => {
    verify(
      fc.property(twoEnds, key, (ends, secret) => {
        const documents = answersOf(ends);
        const mask = masked(documents, secret);
        const [before, after] = [networkOf(documents), networkOf(mask.documents)];
        const numbers = ({ networkAcls }: Network) =>
          [...networkAcls.values()].map(({ entries }) =>
            entries.map(({ number, direction, action }) => [number, direction, action]),
          );
        expect(numbers(after)).toEqual(numbers(before));
        expect(after.gaps.length).toBe(before.gaps.length);
      }),
    );
  });
});
