/**
 * Compiles `line-kernel.as.ts` to WebAssembly and writes it as a module, so that the package needs no file beside its
 * JavaScript: `npm run kernel`.
 */
import { writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const here = new URL('.', import.meta.url);
const OPTIONS =
  '--runtime stub --noAssert --optimizeLevel 3 --shrinkLevel 0 --converge --enable simd --initialMemory 256'.split(
    ' ',
  );

/** The text of `line-kernel-module.ts`. */
export const compiled = async () => {
  let wasm = null;
  const { error, stderr } = await asc.main(
    ['line-kernel.as.ts', '--baseDir', new URL('.', here).pathname, '--outFile', 'kernel.wasm', ...OPTIONS],
    { writeFile: (_, bytes) => (wasm = bytes) },
  );
  if (error !== null || wasm === null) throw new Error(`line-kernel.as.ts: ${stderr.toString()}`);
  const lines = Buffer.from(wasm).toString('base64').match(/.{1,100}/g);
  return [
    '/** `line-kernel.as.ts`, compiled by `npm run kernel`: change it there. */',
    'export const LINE_KERNEL =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};\n`,
  ].join('\n');
};

if (process.argv[1] === import.meta.filename)
  writeFileSync(new URL('line-kernel-module.ts', here), await compiled());
