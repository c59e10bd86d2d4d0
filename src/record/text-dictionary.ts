/**
 * Distinct byte strings of one column, each with its code: an open-addressing hash table over the bytes themselves, so
 * that a repeated value costs no string.
 */
export type TextDictionary = {
  readonly strings: string[];
  /** All values end to end; value `code` ends at `ends[code]`. */
  bytes: Uint8Array;
  ends: Uint32Array;
  /** Slot -> code + 1; 0 is empty. The size is a power of two, at most half full. */
  slots: Uint32Array;
  hashes: Uint32Array;
};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A dictionary whose code 0 is `-`. */
export const create = (): TextDictionary => {
  const dictionary: TextDictionary = {
    strings: [],
    bytes: new Uint8Array(256),
    ends: new Uint32Array(16),
    slots: new Uint32Array(32),
    hashes: new Uint32Array(16),
  };
  codeOf(dictionary, '-');
  return dictionary;
};

export const HASH_SEED = 0x811c9dc5;

/** One step of the hash (FNV-1a). The line scanner repeats this expression inline. */
const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = HASH_SEED;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  return hash >>> 0;
};

/** The code of the bytes `from` to `to`, or -1 when they are new. `hash` is that of `hashOf`. */
export const find = (
  dictionary: TextDictionary,
  bytes: Uint8Array,
  from: number,
  to: number,
  hash: number,
): number => {
  const { slots, hashes, ends, bytes: known } = dictionary;
  const mask = slots.length - 1;
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const code = (slots[slot] as number) - 1;
    if (code < 0) return -1;
    if (hashes[code] !== hash) continue;
    let at = code === 0 ? 0 : (ends[code - 1] as number);
    if ((ends[code] as number) - at !== to - from) continue;
    let i = from;
    while (i < to && known[at] === bytes[i]) {
      at++;
      i++;
    }
    if (i === to) return code;
  }
};

/** Adds bytes that `find` did not find, and gives their code; -1 when they are no UTF-8. */
export const add = (
  dictionary: TextDictionary,
  bytes: Uint8Array,
  from: number,
  to: number,
  hash: number,
): number => {
  let text: string;
  try {
    text = decoder.decode(bytes.subarray(from, to));
  } catch {
    return -1;
  }
  const code = dictionary.strings.push(text) - 1;
  makeRoom(dictionary, to - from);
  const start = code === 0 ? 0 : (dictionary.ends[code - 1] as number);
  dictionary.bytes.set(bytes.subarray(from, to), start);
  dictionary.ends[code] = start + to - from;
  dictionary.hashes[code] = hash;
  place(dictionary, code);
  return code;
};

/** The code of a text, added when it is new. */
export const codeOf = (dictionary: TextDictionary, text: string): number => {
  const bytes = encoder.encode(text);
  const hash = hashOf(bytes, 0, bytes.length);
  const found = find(dictionary, bytes, 0, bytes.length, hash);
  return found >= 0 ? found : add(dictionary, bytes, 0, bytes.length, hash);
};

/** Bytes of all values. */
export const sizeOf = (dictionary: TextDictionary): number =>
  dictionary.ends[dictionary.strings.length - 1] as number;

const place = (dictionary: TextDictionary, code: number): void => {
  const mask = dictionary.slots.length - 1;
  let slot = (dictionary.hashes[code] as number) & mask;
  while (dictionary.slots[slot] !== 0) slot = (slot + 1) & mask;
  dictionary.slots[slot] = code + 1;
};

const makeRoom = (dictionary: TextDictionary, bytes: number): void => {
  const count = dictionary.strings.length;
  const used = count < 2 ? 0 : (dictionary.ends[count - 2] as number);
  if (used + bytes > dictionary.bytes.length)
    dictionary.bytes = grown(dictionary.bytes, new Uint8Array(2 * (used + bytes)));
  if (count > dictionary.ends.length) {
    dictionary.ends = grown(dictionary.ends, new Uint32Array(2 * count));
    dictionary.hashes = grown(dictionary.hashes, new Uint32Array(2 * count));
  }
  if (2 * count <= dictionary.slots.length) return;
  dictionary.slots = new Uint32Array(2 * dictionary.slots.length);
  for (let code = 0; code < count - 1; code++) place(dictionary, code);
};

const grown = <Numbers extends Uint8Array | Uint32Array>(from: Numbers, into: Numbers): Numbers => {
  into.set(from);
  return into;
};
