/** SHA-1 (RFC 3174), for identifiers that others compute in the same way; it protects nothing. */

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** The bytes, a one bit, zeros, and the length in bits: whole blocks of sixteen words. */
const padded = (bytes: Uint8Array): DataView => {
  const view = new DataView(new ArrayBuffer(64 * Math.ceil((bytes.length + 9) / 64)));
  for (const [i, byte] of bytes.entries()) view.setUint8(i, byte);
  view.setUint8(bytes.length, 0x80);
  view.setUint32(view.byteLength - 8, Math.floor(bytes.length / 0x2000_0000));
  view.setUint32(view.byteLength - 4, bytes.length << 3);
  return view;
};

/** What a round adds, by its quarter: a function of three words, and a constant. */
const mixed = (quarter: number, b: number, c: number, d: number): number => {
  if (quarter === 0) return ((b & c) | (~b & d)) + 0x5a827999;
  if (quarter === 2) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + (quarter === 1 ? 0x6ed9eba1 : 0xca62c1d6);
};

const schedule = (view: DataView, block: number, words: Int32Array): void => {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i);
  for (let i = 16; i < 80; i++)
    words[i] = rotated(
      (words[i - 3] as number) ^
        (words[i - 8] as number) ^
        (words[i - 14] as number) ^
        (words[i - 16] as number),
      1,
    );
};

const digest = (state: Int32Array, words: Int32Array): void => {
  let [a, b, c, d, e] = state as unknown as [number, number, number, number, number];
  for (let i = 0; i < 80; i++) {
    const next = (rotated(a, 5) + mixed(Math.floor(i / 20), b, c, d) + e + (words[i] as number)) | 0;
    [e, d, c, b, a] = [d, c, rotated(b, 30), a, next];
  }
  for (const [i, word] of [a, b, c, d, e].entries()) state[i] = (state[i] as number) + word;
};

/** The 20 bytes of the digest. */
export const sha1 = (bytes: Uint8Array): Uint8Array => {
  const view = padded(bytes);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const words = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    schedule(view, block, words);
    digest(state, words);
  }
  const result = new DataView(new ArrayBuffer(20));
  for (const [i, word] of state.entries()) result.setInt32(4 * i, word);
  return new Uint8Array(result.buffer);
};
