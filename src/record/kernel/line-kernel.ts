import { LINE_KERNEL } from './module.js';

/** What `assembly/index.ts` exports, which also says what it means. */
export type LineKernel = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly describeColumn: (position: number, kind: number, least: number, most: number) => void;
  readonly forget: () => void;
  readonly scan: (from: number, to: number, firstRow: number, room: number, columns: number) => number;
  readonly remember: (code: number, family: number) => number;
} & Readonly<Record<Constant | 'stoppedAt' | 'unknown' | 'tokenFrom', { readonly value: number }>>;

type Constant = 'COLUMNS' | 'ROWS' | 'INPUT_SIZE' | 'INPUT' | 'NUMBERS' | 'CODES' | 'FAMILIES';

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
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as LineKernel;
  } catch {
    return null;
  }
};
