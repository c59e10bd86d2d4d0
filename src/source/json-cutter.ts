/** A value of a JSON text, cut out of it. */
export type JsonCut = {
  /** Its text; null where that is longer than anything that is read. */
  readonly bytes: Uint8Array | null;
  /** It is no element of a list but a document of its own. */
  readonly isDocument: boolean;
};

/** Cuts JSON that comes in pieces of any size; it keeps the unfinished value. */
export type JsonCutter = {
  readonly push: (bytes: Uint8Array) => readonly JsonCut[];
  /** The last value, when the text ends within it, or just behind it; null when it ends elsewhere. */
  readonly end: () => JsonCut | null;
  /** Is something open, so that no whole text ends here? */
  readonly isOpen: () => boolean;
};

/** A payload of CloudWatch Logs grows to some MiB; no record does. */
const LONGEST_VALUE = 16_777_216;

/** How a list of records begins in an answer of `aws logs`, or in the payload of a subscription. */
const listBegins = /"(events|logEvents|results)"[ \t\r\n]*:[ \t\r\n]*$/;
/** How far before its bracket that is looked for. */
const BEFORE = 64;

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const LIST = 91;
const BACKSLASH = 92;
const LIST_END = 93;
const OBJECT = 123;
const OBJECT_END = 125;
/** A byte order mark in UTF-8. */
const MARK: readonly number[] = [0xef, 0xbb, 0xbf];

type Value = {
  /** How many lists and objects are open around it. */
  readonly depth: number;
  readonly isScalar: boolean;
  /** Where it begins in this piece; 0 when it began before. */
  from: number;
  /** What lies in the pieces before; null once that is too long. */
  before: Uint8Array[] | null;
  size: number;
};

/** A list whose elements are cut out, or an object around one, whose other members are passed over. */
type Holder = { readonly isList: boolean /** How many are open inside of it. */; readonly depth: number };

type State = {
  depth: number;
  /** The innermost last; the text itself is the first list. */
  readonly holders: Holder[];
  value: Value | null;
  isInString: boolean;
  isEscaped: boolean;
  /** The end of the piece before. */
  tail: Uint8Array;
};

/**
 * Cuts the values out of a JSON text that may be records: the elements of a list, those of the list in an answer, and
 * documents that follow each other.
 *
 * It does not judge: that something is no JSON shows when it is parsed. A string ends at the end of its line at the
 * latest, as no string of JSON holds a line feed, so that a lost quote does harm to one value only.
 */
export const jsonCutter = (): JsonCutter => {
  const state: State = {
    depth: 0,
    holders: [{ isList: true, depth: 0 }],
    value: null,
    isInString: false,
    isEscaped: false,
    tail: new Uint8Array(),
  };
  return {
    push: (bytes) => cut(state, bytes),
    end: () => (state.value === null ? null : finish(state, state.value, new Uint8Array(), 0)),
    isOpen: () => state.depth > 0 || state.isInString,
  };
};

const cut = (state: State, bytes: Uint8Array): readonly JsonCut[] => {
  const cuts: JsonCut[] = [];
  const endAt = (to: number) => {
    if (state.value !== null) cuts.push(finish(state, state.value, bytes, to));
  };
  const endScalarAt = (to: number) => {
    if (state.value?.isScalar) endAt(to);
  };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (state.isInString) {
      const ends = endsString(state, byte);
      if (ends && byte === QUOTE) endScalarAt(at + 1);
      if (!ends || byte === QUOTE) continue;
    }
    switch (byte) {
      case SPACE:
      case TAB:
      case CARRIAGE_RETURN:
      case LINE_FEED:
      case COMMA:
      case COLON:
        endScalarAt(at);
        break;
      case QUOTE:
        endScalarAt(at);
        begin(state, true, at);
        state.isInString = true;
        break;
      case LIST:
      case OBJECT:
        endScalarAt(at);
        open(state, byte, bytes, at);
        break;
      case LIST_END:
      case OBJECT_END:
        endScalarAt(at);
        if (state.depth === 0) begin(state, true, at);
        else if (closes(state)) endAt(at + 1);
        break;
      default:
        if (state.depth > 0 || !MARK.includes(byte)) begin(state, true, at);
    }
  }
  keep(state, bytes);
  return cuts;
};

const endsString = (state: State, byte: number): boolean => {
  if (state.isEscaped) state.isEscaped = false;
  else if (byte === BACKSLASH) state.isEscaped = true;
  else if (byte === QUOTE || byte === LINE_FEED) state.isInString = false;
  return !state.isInString;
};

const innermost = ({ holders }: State): Holder => holders.at(-1) as Holder;

const isAt = (state: State, isList: boolean): boolean =>
  state.value === null && innermost(state).isList === isList && innermost(state).depth === state.depth;

/** Begins a value where an element may stand. */
const begin = (state: State, isScalar: boolean, from: number): void => {
  if (isAt(state, true)) state.value = { depth: state.depth, isScalar, from, before: [], size: 0 };
};

const open = (state: State, byte: number, bytes: Uint8Array, at: number): void => {
  const { depth, holders } = state;
  if (byte === LIST && depth === 0) holders.push({ isList: true, depth: 1 });
  else if (byte === LIST && isMember(state) && listBegins.test(textBefore(state, bytes, at))) {
    // What seemed to be a value is the answer around the list.
    if (state.value !== null) holders.push({ isList: false, depth });
    state.value = null;
    holders.push({ isList: true, depth: depth + 1 });
  } else begin(state, false, at);
  state.depth++;
};

/** Does a member of an object stand here that may be an answer: one that is a document, or that stands in a list of them? */
const isMember = (state: State): boolean => {
  const { value, depth } = state;
  return value === null ? isAt(state, false) : value.depth <= 1 && depth === value.depth + 1;
};

const textBefore = ({ tail }: State, bytes: Uint8Array, at: number): string => {
  const here = bytes.subarray(Math.max(0, at - BEFORE), at);
  return Buffer.concat([tail, here]).toString('latin1');
};

/** Closes a list or an object; does that end the value? */
const closes = (state: State): boolean => {
  state.depth--;
  if (state.value !== null) return state.depth === state.value.depth;
  while (innermost(state).depth > state.depth) state.holders.pop();
  return false;
};

const finish = (state: State, value: Value, bytes: Uint8Array, to: number): JsonCut => {
  const last = bytes.subarray(value.from, to);
  state.value = null;
  const whole = value.before === null || value.size + last.length > LONGEST_VALUE ? null : value.before;
  return { bytes: whole && Buffer.concat([...whole, last]), isDocument: value.depth === 0 };
};

/** Keeps what the next piece goes on with. */
const keep = (state: State, bytes: Uint8Array): void => {
  const { value } = state;
  if (value !== null) {
    const part = bytes.slice(value.from);
    value.size += part.length;
    value.from = 0;
    if (value.size > LONGEST_VALUE) value.before = null;
    value.before?.push(part);
  }
  state.tail = Buffer.concat([state.tail, bytes.slice(-BEFORE)]).subarray(-BEFORE);
};
