import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Check,
  check,
  checkJson,
  type JsonDocument,
  jsonOf,
  type Network,
  plainDocuments,
  readAnswers,
} from '../../src/index.js';
import { addressMask } from '../../src/scenario/mask/address-mask.js';
import { maskDocument } from '../../src/scenario/mask/mask-document.js';
import { knownForm } from '../../src/scenario/mask/mask-text.js';
import { collector, type Renaming, renamingOf } from '../../src/scenario/mask/renaming.js';
import { FORMS } from '../arbitrary/routed-forms.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, twoEnds } from '../arbitrary/two-ends.js';
import { ip } from '../filter/build.js';

const networkOf = (documents: readonly unknown[]): Network =>
  readAnswers(documents.map((json, i): JsonDocument => ({ source: `${i}.json`, json }))).network;

const blocksOf = ({ vpcs, subnets }: Network) =>
  [...vpcs.values(), ...subnets.values()].flatMap(({ cidrs }) => cidrs);

const maskedBy = (it: Renaming, documents: readonly unknown[]): readonly unknown[] =>
  documents.flatMap((json, i) =>
    (plainDocuments({ source: `${i}.json`, json }) ?? []).flatMap((plain) => jsonOf(maskDocument(plain, it))),
  );

/** Documents, their masked form, and how names became others. */
const masked = (documents: readonly unknown[], key: string) => {
  const { renaming, names } = collector();
  maskedBy(renaming, documents);
  const it = renamingOf(names(), addressMask(key, blocksOf(networkOf(documents))));
  return { it, documents: maskedBy(it, documents) };
};

/** A name; what was not collected, as the word `eni-attach`, is none. */
const renamedWord = (text: string, it: Renaming): string => {
  try {
    const [, type] = /^(aws_\w+)\./.exec(text) ?? [];
    return type === undefined ? (knownForm(text, it) ?? text) : `${type}.${it.name(text)}`;
  } catch {
    return text;
  }
};

/** Every name in a value renamed. */
const renamed = (value: unknown, it: Renaming): unknown => {
  const word = (text: string): string => renamedWord(text, it);
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

const verify = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(80));

/** A form in which ids are known only after apply: addresses of resources stand for them. */
const idIn = (network: Network, written: unknown, id: string): string => {
  if (network.interfaces.has(id)) return id;
  const address = `aws_network_interface.${id}`;
  if (!network.interfaces.has(address)) throw new Error(`${id} in ${JSON.stringify(written)}`);
  return address;
};

describe('a masked network', () => {
  it.each(FORMS)(
    'of %s carries a packet the same way to the same verdict, for the same reasons',
    (_, written) => {
      const seen = new Set<string>();
      verify(
        fc.property(routedWorld, key, ({ world, from, packet }, secret) => {
          const documents = written(world);
          const mask = masked(documents, secret);
          const end = from === null ? null : idIn(networkOf(documents), documents, from);
          const ask = (network: Network, it: Renaming | null) => {
            const address = (text: string) => (it === null ? ip(text) : it.address(ip(text)));
            return check(network, {
              from:
                end === null
                  ? { kind: 'address', address: address(packet.source) }
                  : { kind: 'interface', id: it === null ? end : renamedWord(end, it) },
              to: { kind: 'address', address: address(packet.destination) },
              protocol: packet.protocol,
              port: packet.destinationPort,
              sourcePorts: null,
              icmp: null,
            });
          };
          const before = ask(networkOf(documents), null);
          const after = ask(networkOf(mask.documents), mask.it);
          seen.add(before.verdict);
          expect(inAnyOrder(told(after))).toEqual(inAnyOrder(renamed(told(before), mask.it)));
        }),
      );
      expect(seen.size).toBeGreaterThan(1);
    },
  );

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
