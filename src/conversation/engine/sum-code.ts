/** The code of a sum: a word that says which way its packets went, what became of them, and what flags they had. */

/** What a code word says. Direction, action and length of window are what sums are kept apart by. */
export const FROM_RIGHT = 1;
const ACTION_SHIFT = 1;
/** The window is one of ten minutes. */
export const LONG = 8;
/** A conversation begins with this sum although the one before it is near: its ports were used again. */
export const BEGINS = 16;
const DIRECTION_SHIFT = 5;
export const HAS_FLAGS = 128;
const FLAGS_SHIFT = 8;
/** What makes it less than sure that all records are one conversation's, by number in `DOUBTS`, as bits. */
const DOUBTS_SHIFT = 16;
const DOUBTS_MASK = 7 << DOUBTS_SHIFT;
/** Whether it is a copy of another flow log's sum is settled; and it is one. */
export const SETTLED = 1 << 19;
export const COPY = 1 << 20;
/** Whether a conversation begins with it is settled: see `BEGINS`. */
export const PLACED = 1 << 21;
const REASONS_SHIFT = 22;
/** Direction, action and length of window; direction and action. */
export const KIND = 15;
export const FLOW = 7;
const DIRECTION_MASK = 3 << DIRECTION_SHIFT;
const FLAGS_MASK = 255 << FLAGS_SHIFT;
export const MOST_REASONS = 1023;

/** By number in the code word. */
export const ACTIONS = ['ACCEPT', 'REJECT', 'none'] as const;
export const FLOW_DIRECTIONS = [null, 'ingress', 'egress'] as const;

export const codeOf = (action: number, flowDirection: number, reasons: number): number =>
  (action << ACTION_SHIFT) | (flowDirection << DIRECTION_SHIFT) | (reasons << REASONS_SHIFT);

export const withFlags = (flags: number): number => HAS_FLAGS | (flags << FLAGS_SHIFT);

export const actionOf = (code: number): number => (code >>> ACTION_SHIFT) & 3;
export const flagsOf = (code: number): number => (code & FLAGS_MASK) >>> FLAGS_SHIFT;
export const flowDirectionOf = (code: number): number => (code & DIRECTION_MASK) >>> DIRECTION_SHIFT;
export const doubtsOf = (code: number): number => (code & DOUBTS_MASK) >>> DOUBTS_SHIFT;
export const withDoubts = (code: number, doubts: number): number => (code | (doubts << DOUBTS_SHIFT)) >>> 0;
/** What the records said, without what was found out about them since. */
export const saidBy = (code: number): number =>
  (code & ~(DOUBTS_MASK | BEGINS | PLACED | SETTLED | COPY)) >>> 0;
/** Two records say the same, as far as the format of each has a field for it. */
export const isSaidByBoth = (a: number, b: number): boolean => {
  const differ = (saidBy(a) ^ saidBy(b)) >>> 0;
  if (differ === 0) return true;
  if ((differ & KIND) !== 0) return false;
  const [flagged, directed, reasoned] = [
    a & b & HAS_FLAGS,
    flowDirectionOf(a) * flowDirectionOf(b),
    reasonsOf(a) * reasonsOf(b),
  ];
  return (
    (flagged === 0 || (differ & FLAGS_MASK) === 0) &&
    (directed === 0 || (differ & DIRECTION_MASK) === 0) &&
    (reasoned === 0 || differ >>> REASONS_SHIFT === 0)
  );
};
/** How many of the fields that not every format has a record shows. */
export const tells = (code: number): number =>
  Number((code & HAS_FLAGS) !== 0) + Number(flowDirectionOf(code) !== 0) + Number(reasonsOf(code) !== 0);
export const reasonsOf = (code: number): number => code >>> REASONS_SHIFT;

const ACTION_REJECT = 1;

export const isRejected = (code: number): boolean => actionOf(code) === ACTION_REJECT;

/** FIN or RST got through: the connection was closed. */
export const closes = (code: number): boolean => (flagsOf(code) & 5) !== 0 && !isRejected(code);
/** A SYN, with ACK or without: a connection was opened. */
export const opens = (code: number): boolean => (flagsOf(code) & 2) !== 0;
/** A SYN without ACK: who sent it asks for a connection. */
export const requests = (code: number): boolean => (flagsOf(code) & 18) === 2;
export const resets = (code: number): boolean => (flagsOf(code) & 4) !== 0;

/** The code of two sums of one kind; `reasons` is the number of both sets of reject reasons together. */
export const bothCodes = (a: number, b: number, reasons: number): number => {
  const [x, y] = [a & DIRECTION_MASK, b & DIRECTION_MASK];
  const direction = x === 0 || y === 0 ? x | y : Math.min(x, y);
  return (
    ((a & (KIND | BEGINS | PLACED)) |
      ((a | b) & (SETTLED | COPY | HAS_FLAGS | FLAGS_MASK | DOUBTS_MASK)) |
      direction |
      (reasons << REASONS_SHIFT)) >>>
    0
  );
};
