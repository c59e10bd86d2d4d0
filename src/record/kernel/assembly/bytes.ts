export const SPACE: u32 = 32;
export const LINE_FEED: u32 = 10;
export const CARRIAGE_RETURN: u32 = 13;
export const HASH: u32 = 35;
export const DASH: u32 = 45;
export const DOT: u32 = 46;
export const ZERO: u32 = 48;
/** The first byte of a byte order mark in UTF-8. */
export const BYTE_ORDER_MARK: u32 = 0xef;

/** In place of where a token ends: it is not taken. */
export const GIVE_UP: usize = 0;

export function endsToken(byte: u32): bool {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN;
}

/** The highest bit of each byte that is no digit. */
export function nonDigits(eight: u64): u64 {
  const digits = eight ^ 0x3030303030303030;
  return (((digits & 0x7f7f7f7f7f7f7f7f) + 0x7676767676767676) | digits) & 0x8080808080808080;
}

/** The highest bit of each byte up to a space; nothing after the first such byte, as subtracting carries over. */
export function separators(eight: u64): u64 {
  return (eight - 0x2121212121212121) & ~eight & 0x8080808080808080;
}

/** The first 0 to 7 bytes; 0 stands for the others. */
export function firstBytes(eight: u64, count: u64): u64 {
  return eight & (((<u64>1) << (count << 3)) - 1);
}

/** The bytes `from` to `to` are those at `other`. Where one differs, none beyond its eight is loaded. */
export function equal(from: usize, to: usize, other: usize): bool {
  let at = from;
  let place = other;
  for (; to - at > 7; at += 8, place += 8) if (load<u64>(at) !== load<u64>(place)) return false;
  return firstBytes(load<u64>(at) ^ load<u64>(place), to - at) === 0;
}
