/** Compiles `assembly/` to WebAssembly, as a module of JavaScript that needs no file beside it: `npm run kernel`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = (name) => fileURLToPath(new URL(name, import.meta.url));
const OPTIONS =
  '--runtime stub --noAssert --optimizeLevel 3 --shrinkLevel 0 --converge --enable simd --initialMemory 256'.split(
    ' ',
  );

let wasm = null;
const { error, stderr } = await asc.main(
  ['index.ts', '--baseDir', folder('assembly'), '--outFile', 'kernel.wasm', ...OPTIONS],
  {
    writeFile: (_, bytes) => {
      wasm = bytes;
    },
  },
);
if (error !== null || wasm === null) throw new Error(`${stderr}`);
writeFileSync(
  folder('module.ts'),
  `/** What \`assembly/\` compiles to: \`npm run kernel\`. */\nexport const LINE_KERNEL: string =\n  '${Buffer.from(wasm).toString('base64')}';\n`,
);
