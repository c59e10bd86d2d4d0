/** 1 MiB: a million texts, of which one in thirty or so is thought to be there though it is not. */
const BITS = 1 << 23;
const HASHES = 4;

const hashed = (text: string, seed: number): number => {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
};

/** A set of texts in memory that does not grow (a Bloom filter): it has all that was added, and by chance some more. */
export const roughSet = (): {
  readonly has: (text: string) => boolean;
  readonly add: (text: string) => void;
} => {
  const words = new Uint32Array(BITS / 32);
  const bitsOf = (text: string): readonly number[] => {
    const [first, step] = [hashed(text, 0x811c9dc5), hashed(text, 0x9747b28c) | 1];
    return Array.from({ length: HASHES }, (_, i) => (first + Math.imul(i, step)) & (BITS - 1));
  };
  return {
    has: (text) => bitsOf(text).every((bit) => ((words[bit >>> 5] as number) & (1 << (bit & 31))) !== 0),
    add: (text) => {
      for (const bit of bitsOf(text)) words[bit >>> 5] = (words[bit >>> 5] as number) | (1 << (bit & 31));
    },
  };
};
