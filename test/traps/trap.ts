import { expect, it } from 'vitest';

/**
 * A trap into which models of AWS networks fall. `naive` is the model one writes before reading the footnotes, `truth`
 * asks flowcause the same question; unless the naive answer differs from the correct one the test proves nothing.
 */
export type Trap<T> = { readonly naive: () => T; readonly truth: () => T; readonly correct: T };

export const trap = <T>(number: number, title: string, { naive, truth, correct }: Trap<T>): void =>
  it(`T${number}: ${title}`, () => {
    expect(truth()).toEqual(correct);
    expect(naive()).not.toEqual(correct);
  });

/** The same for questions that take a while to answer. */
export const trapLater = <T>(
  number: number,
  title: string,
  { naive, truth, correct }: { naive: () => T; truth: () => Promise<T>; correct: T },
): void =>
  it(`T${number}: ${title}`, async () => {
    expect(await truth()).toEqual(correct);
    expect(naive()).not.toEqual(correct);
  });
