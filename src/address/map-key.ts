/** Odd, so that no two upper halves spread alike. */
const SPREAD = 0x9e3779b97f4a7c15n;

/**
 * An IPv6 address as a key for a Map: each address has one of its own. V8 hashes the lower 64 bits of a bigint only, in
 * which the first address of every subnet is the same, and a Map of such keys would be a list.
 */
export const mapKey = (value: bigint): bigint => value ^ BigInt.asUintN(64, (value >> 64n) * SPREAD);
