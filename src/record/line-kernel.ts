import { LINE_KERNEL } from './kernel/line-kernel-module.js';

/** What `kernel/line-kernel.as.ts` exports, which also says what it means. */
export type LineKernel = {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly describeColumn: (position: number, kind: number, least: number, most: number) => void;
  readonly forget: () => void;
  readonly scan: (from: number, to: number, firstRow: number, room: number, columns: number) => number;
  readonly remember: (code: number, family: number) => number;
} & Readonly<Record<Constant | 'stoppedAt' | 'unknown' | 'tokenFrom' | 'tokenTo', { readonly value: number }>>;

type Constant = 'COLUMNS' | 'ROWS' | 'INPUT_SIZE' | 'INPUT' | 'NUMBERS' | 'CODES' | 'FAMILIES';

/** The part of the standard's interface that is used: https://webassembly.github.io/spec/js-api/ */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

let kernel: LineKernel | null | undefined;

/** The kernel of this process, or null where WebAssembly or its SIMD instructions are missing. */
export const lineKernel = (): LineKernel | null => {
  kernel ??= instantiate();
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
