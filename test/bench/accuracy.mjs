/**
 * The closed loop: worlds with something wrong in them are simulated, the public engine explains what they print, and the
 * answer is held against what was injected. `npm run build && npm run bench:accuracy -- --worlds 2000 --seed 1`.
 * `--json` prints figures for a test, `--share 4` gives circumstances with less input a fourth of the worlds, `--misses FOLDER` writes each miss as a folder that `flowcause explain` reads.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { CIRCUMSTANCES } from './accuracy/circumstances.mjs';
import { doubles, healthy, outcomes, singles } from './accuracy/run.mjs';
import {
  calibrationTable,
  circumstancesTable,
  kindsTable,
  missesTable,
  summary,
} from './accuracy/tables.mjs';

const { values } = parseArgs({
  options: {
    worlds: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    json: { type: 'boolean', default: false },
    misses: { type: 'string' },
    only: { type: 'string' },
    share: { type: 'string', default: '1' },
  },
});
const worlds = Number(values.worlds);
const seed = Number(values.seed);

const write = (folder, files) => {
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

const parts = {
  single: () => singles(worlds, seed),
  double: () => doubles(Math.ceil(worlds / 4), seed),
  healthy: () => healthy(Math.ceil(worlds / 8), seed),
};

const results = [];
for (const [part, draw] of Object.entries(parts)) {
  const cases = draw();
  const all = part === 'double' ? CIRCUMSTANCES.slice(0, 1) : CIRCUMSTANCES;
  for (const circumstances of all) {
    if (values.only !== undefined && values.only !== circumstances.name) continue;
    const share = circumstances === CIRCUMSTANCES[0] ? 1 : Number(values.share);
    const found = outcomes(cases.slice(0, Math.ceil(cases.length / share)), circumstances);
    results.push({ part, circumstances: circumstances.name, found });
    if (values.misses !== undefined)
      for (const it of found)
        if (it.result === 'wrong' || it.result === 'cause only')
          write(join(values.misses, `${part} ${circumstances.name} ${it.index} ${it.kind}`), it.files);
  }
}

if (values.json) console.log(JSON.stringify(results.map(summary)));
else {
  console.log(`seed ${seed}, ${worlds} worlds with one fault\n`);
  console.log(circumstancesTable(results));
  console.log(kindsTable(results));
  console.log(calibrationTable(results));
  console.log(missesTable(results));
}
