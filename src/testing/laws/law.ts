import * as fc from 'fast-check';

/** A property whatever it draws, for `fc.assert` and `fc.check`. */
// biome-ignore lint/suspicious/noExplicitAny: what is drawn matters to nobody who holds the property.
export type Property = fc.IProperty<any>;

/** A sentence that is true of every subject of a kind. */
export type Law<Subject> = {
  readonly sentence: string;
  readonly property: (subject: Subject) => Property;
  /** The subject made wrong, so that the law must notice. */
  readonly saboteur: (subject: Subject) => Subject;
};

/** A law, applied. */
export type HeldLaw = {
  readonly sentence: string;
  /** Must hold. */
  readonly property: Property;
  /** Must fail: else what is drawn is too poor to notice anything. */
  readonly sabotaged: Property;
};

export const applied =
  <Subject>(laws: readonly Law<Subject>[]) =>
  (subject: Subject): readonly HeldLaw[] =>
    laws.map(({ sentence, property, saboteur }) => ({
      sentence,
      property: property(subject),
      sabotaged: property(saboteur(subject)),
    }));

/** Equal as data, whatever the order in which it was made. */
export const alike = (a: unknown, b: unknown): boolean => fc.stringify(a) === fc.stringify(b);

/** `describe` and `it` of vitest, jest, mocha or `node:test`. */
export type LawRunner = {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => void) => unknown;
};

/** As for `fc.assert`: how often, from which seed. */
export type LawParameters = { readonly numRuns?: number; readonly seed?: number };

/** A saboteur ends at the first example that gives it away, so the limit costs nothing. */
const SABOTEUR_RUNS = 10_000;

/**
 * Makes laws tests: each must hold, and each must notice its saboteur, or what you draw is too poor to tell anything; such
 * a test throws.
 *
 * ```ts
 * import { lawTest, setLaws } from 'flowcause/testing';
 * import { describe, it } from 'vitest';
 *
 * lawTest({ describe, it })('sets of ports', setLaws({ algebra, contains, set, member }));
 * ```
 */
export const lawTest =
  ({ describe, it }: LawRunner) =>
  (name: string, laws: readonly HeldLaw[], parameters: LawParameters = {}): void => {
    describe(name, () => {
      for (const { sentence, property, sabotaged } of laws)
        it(sentence, () => {
          fc.assert(property, parameters);
          const { failed } = fc.check(sabotaged, { ...parameters, numRuns: SABOTEUR_RUNS });
          if (!failed) throw new Error('the law holds of a subject that was made wrong: draw more than that');
        });
    });
  };
