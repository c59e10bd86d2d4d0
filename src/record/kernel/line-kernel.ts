import { LINE_KERNEL } from './module.js';

/** The functions of `assembly/`, which also says what they do, and its memory. */
export type LineKernel = Functions & {
  readonly maxColumns: number;
  /** The most rows of one scan. Each column has so many places in the arrays of values. */
  readonly maxRows: number;
  readonly input: Uint8Array;
  readonly numbers: Float64Array;
  readonly codes: Uint32Array;
  readonly families: Uint8Array;
  /** Where a scan stopped, the column of an unknown token or -1, and where that token begins. */
  readonly stop: Int32Array;
};

type Functions = {
  readonly describeColumn: (position: number, kind: number, least: number, most: number) => void;
  readonly forget: () => void;
  readonly scan: (from: number, to: number, firstRow: number, room: number, columns: number) => number;
  readonly remember: (code: number, family: number) => number;
};

type Exports = Functions & { readonly memory: { readonly buffer: ArrayBuffer } } & Readonly<
    Record<
      'COLUMNS' | 'ROWS' | 'INPUT_SIZE' | 'INPUT' | 'NUMBERS' | 'CODES' | 'FAMILIES' | 'STOP',
      { readonly value: number }
    >
  >;

/** The part of it that is used here: https://webassembly.github.io/spec/js-api/ */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

let kernel: LineKernel | null | undefined;

/** The kernel of this process; null where WebAssembly or its SIMD instructions are missing. */
export const lineKernel = (): LineKernel | null => {
  if (kernel === undefined) kernel = instantiate();
  return kernel;
};

const instantiate = (): LineKernel | null => {
  try {
    const bytes = Uint8Array.from(atob(LINE_KERNEL), (byte) => byte.charCodeAt(0));
    return kernelOf(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Exports);
  } catch {
    return null;
  }
};

const kernelOf = (exports: Exports): LineKernel => {
  const { buffer } = exports.memory;
  const maxColumns = exports.COLUMNS.value;
  const maxRows = exports.ROWS.value;
  const values = maxColumns * maxRows;
  return {
    describeColumn: exports.describeColumn,
    forget: exports.forget,
    scan: exports.scan,
    remember: exports.remember,
    maxColumns,
    maxRows,
    input: new Uint8Array(buffer, exports.INPUT.value, exports.INPUT_SIZE.value),
    numbers: new Float64Array(buffer, exports.NUMBERS.value, values),
    codes: new Uint32Array(buffer, exports.CODES.value, values),
    families: new Uint8Array(buffer, exports.FAMILIES.value, values),
    stop: new Int32Array(buffer, exports.STOP.value, 4),
  };
};
