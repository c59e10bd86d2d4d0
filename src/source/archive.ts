import type { ForeignContent } from '../problem/problem.js';

/** Are these the first bytes? */
export const startsWith = (bytes: Uint8Array, ...magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

/** A tar archive holds its files as they are, so that it looks like the log in it. */
const isTar = (bytes: Uint8Array): boolean => startsWith(bytes.subarray(257), 0x75, 0x73, 0x74, 0x61, 0x72);

/** A saved plan is a zip archive whose first file is called tfplan. */
const zip = (bytes: Uint8Array): ForeignContent =>
  new TextDecoder('latin1').decode(bytes.subarray(30, 36)) === 'tfplan' ? 'terraform-plan' : 'zip';

/** The archive, or the compression that is not read, that some bytes begin; null when it is none. */
export const archive = (bytes: Uint8Array): ForeignContent | null => {
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) return zip(bytes);
  if (startsWith(bytes, 0x42, 0x5a, 0x68)) return 'bzip2';
  if (startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd)) return 'zstd';
  return isTar(bytes) ? 'binary' : null;
};
