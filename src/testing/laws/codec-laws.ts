import * as fc from 'fast-check';
import { alike, applied, type HeldLaw, type Law } from './law.js';

/** A way to write values as text and to read them again. */
export type Codec<T> = {
  readonly print: (value: T) => string;
  /** Null for a text that says nothing. */
  readonly parse: (text: string) => T | null;
  readonly value: fc.Arbitrary<T>;
  /** Other texts that mean something, or nearly; without it, printed ones with a character changed. */
  readonly text?: fc.Arbitrary<string>;
};

type AnyCodec = Codec<unknown>;

/** What is read is drawn before a saboteur prints. */
type ReadAndPrinted = AnyCodec & { readonly texts: fc.Arbitrary<string> };

/** A printed text in which a character is another one, is missing or is there twice. */
const damaged = ({ print, value }: AnyCodec): fc.Arbitrary<string> =>
  fc.tuple(value, fc.nat(), fc.string({ maxLength: 2 })).map(([it, place, piece]) => {
    const text = print(it);
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + 1);
  });

const textsOf = (codec: AnyCodec): fc.Arbitrary<string> =>
  fc.oneof(codec.text ?? damaged(codec), damaged(codec), codec.value.map(codec.print), fc.string());

const LAWS: readonly Law<ReadAndPrinted>[] = [
  {
    sentence: 'what was printed reads as the same value',
    property: ({ print, parse, value }) => fc.property(value, (it) => alike(parse(print(it)), it)),
    saboteur: (codec) => ({ ...codec, print: (it) => codec.print(it).slice(0, -1) }),
  },
  {
    sentence: 'what was read is printed so that it reads the same',
    property: (codec) =>
      fc.property(codec.texts, (text) => {
        const it = codec.parse(text);
        return it === null || alike(codec.parse(codec.print(it)), it);
      }),
    saboteur: (codec) => ({ ...codec, print: () => '' }),
  },
  {
    sentence: 'a value is printed in one way',
    property: (codec) =>
      fc.property(codec.value, (it) => {
        const again = codec.parse(codec.print(it));
        return again !== null && codec.print(again) === codec.print(it);
      }),
    saboteur: (codec) => {
      let times = 0;
      return { ...codec, print: (it) => `${codec.print(it)}${' '.repeat(times++ % 2)}` };
    },
  },
  {
    sentence: 'no text is too strange to be refused',
    property: (codec) =>
      fc.property(codec.texts, (text) => {
        codec.parse(text);
        return true;
      }),
    saboteur: (codec) => ({
      ...codec,
      parse: (text) => {
        const it = codec.parse(text);
        if (it === null) throw new Error(`cannot read ${text}`);
        return it;
      },
    }),
  },
];

/** What every pair of a printer and a reader must do. */
export const codecLaws = <T>(codec: Codec<T>): readonly HeldLaw[] =>
  applied(LAWS)({
    ...(codec as unknown as AnyCodec),
    texts: textsOf(codec as unknown as AnyCodec),
  });
