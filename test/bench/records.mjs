/**
 * How fast flow logs are read, beside what a user would take instead: `npm run bench`.
 *
 * Every reader has to give sums over all columns, so that none can be skipped. Each figure is the median of five runs in one
 * process per reader, after one run to warm up; the time of all processors together tells more where others use them too. DuckDB is compared when it is installed:
 * `npm install --no-save @duckdb/node-api@1.5.6-r.1`.
 */
import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createGunzip } from 'node:zlib';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const RUNS = 5;
/** 70 MB, and of use to nobody but this file: no dependency of the project. */
const DUCKDB = '@duckdb/node-api';
/** Another build than `dist` can be measured beside it: `BENCH_BUILD=/path/to/build npm run bench`. */
const BUILD = pathToFileURL(`${process.env.BENCH_BUILD ?? 'dist'}/source/index.js`).href;

const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
const V5 = [
  ...V2,
  ...'vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr region az-id sublocation-type sublocation-id pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path'.split(
    ' ',
  ),
];
const INTEGERS = new Set(
  'version srcport dstport protocol packets bytes start end tcp-flags traffic-path'.split(' '),
);

/** The same records on every machine: 200 interfaces of one VPC, every tenth record rejected. */
const writeLog = async (path, fields) => {
  let state = 42;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const hex = () =>
    random(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  const interfaces = Array.from({ length: 200 }, () => `eni-${hex()}${hex()}0`);
  const file = createWriteStream(path);
  let text = `${fields.join(' ')}\n`;
  for (let row = 0; row < ROWS; row++) {
    const time = 1_700_000_000 + Math.floor(row / 1000) * 60;
    const packets = 1 + random(100);
    const source = `10.${random(4)}.${random(256)}.${random(256)}`;
    const destination =
      random(2) === 0
        ? `10.0.${random(256)}.${random(256)}`
        : `${1 + random(220)}.${random(256)}.${random(256)}.${random(256)}`;
    const egress = random(2) === 0;
    const values = [
      fields.length === 14 ? 2 : 5,
      '123456789012',
      interfaces[random(200)],
      source,
      destination,
      1024 + random(60_000),
      [443, 80, 22, 3306, 53][random(5)],
      random(5) === 0 ? 17 : 6,
      packets,
      packets * (40 + random(1400)),
      time,
      time + random(60),
      random(10) === 0 ? 'REJECT' : 'ACCEPT',
      'OK',
      'vpc-0123456789abcdef0',
      `subnet-0123456789abcde0${random(6)}`,
      `i-0123456789abcd${100 + random(200)}`,
      [2, 18, 3, 19, 0][random(5)],
      'IPv4',
      source,
      destination,
      'eu-central-1',
      `euc1-az${1 + random(3)}`,
      '-',
      '-',
      random(8) === 0 ? 'S3' : '-',
      random(8) === 0 ? 'EC2' : '-',
      egress ? 'egress' : 'ingress',
      egress ? 1 + random(8) : '-',
    ];
    text += `${values.slice(0, fields.length).join(' ')}\n`;
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await new Promise((resolve) => file.once('drain', resolve));
    text = '';
  }
  await new Promise((resolve) => file.end(text, resolve));
};

const flowcause = async (path) => {
  const { survey, readLogs } = await import(BUILD);
  let sum = 0;
  for await (const { batch } of readLogs((await survey([path])).logs))
    for (const column of batch.columns) {
      const values = column.kind === 'text' ? column.codes : column.values;
      for (let row = 0; row < batch.length; row++) sum += values[row];
    }
  return sum;
};

/** What most people write: a string per value and an object per record. */
const split = async (path) => {
  const { createInterface } = await import('node:readline');
  const stream = path.endsWith('.gz') ? createReadStream(path).pipe(createGunzip()) : createReadStream(path);
  let names = null;
  let sum = 0;
  for await (const line of createInterface({ input: stream })) {
    const values = line.split(' ');
    if (names === null) {
      names = values;
      continue;
    }
    const record = {};
    for (const [i, name] of names.entries())
      record[name] = INTEGERS.has(name) && values[i] !== '-' ? Number(values[i]) : values[i];
    for (const name of names) sum += typeof record[name] === 'number' ? record[name] : record[name].length;
  }
  return sum;
};

/** The fastest form of the above: the whole file as one string, no readline. */
const splitWhole = async (path) => {
  const [header, ...lines] = readFileSync(path, 'latin1').split('\n');
  const names = header.split(' ');
  let sum = 0;
  for (const line of lines) {
    if (line === '') continue;
    const values = line.split(' ');
    const record = {};
    for (const [i, name] of names.entries())
      record[name] = INTEGERS.has(name) && values[i] !== '-' ? Number(values[i]) : values[i];
    for (const name of names) sum += typeof record[name] === 'number' ? record[name] : record[name].length;
  }
  return sum;
};

const gunzip = (chunkSize) => async (path) => {
  let bytes = 0;
  for await (const piece of createReadStream(path).pipe(createGunzip({ chunkSize }))) bytes += piece.length;
  return bytes;
};

const duckdb = (threads) => async (path) => {
  const { DuckDBInstance } = await import(DUCKDB);
  const connection = await (await DuckDBInstance.create(':memory:', { threads: String(threads) })).connect();
  const names = path.includes('v5') ? V5 : V2;
  const typeOf = (name) => (INTEGERS.has(name) ? 'BIGINT' : 'VARCHAR');
  const columns = names.map((name) => `'${name}': '${typeOf(name)}'`).join(', ');
  const sums = names
    .map((name) => (INTEGERS.has(name) ? `sum("${name}")` : `sum(length("${name}"))`))
    .join(', ');
  const result = await connection.runAndReadAll(
    `SELECT ${sums} FROM read_csv('${path}', delim=' ', header=true, nullstr='-', quote='', escape='', auto_detect=false, columns={${columns}})`,
  );
  return Number(result.getRows()[0].reduce((sum, value) => sum + BigInt(value ?? 0), 0n));
};

const readers = {
  flowcause,
  split,
  'split, whole file': splitWhole,
  'gunzip alone': gunzip(16_384),
  'gunzip alone, 256 KiB': gunzip(262_144),
  'DuckDB, 1 thread': duckdb(1),
  'DuckDB, 2 threads': duckdb(2),
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** One reader on one file, alone in its process. */
const measure = async (name, path) => {
  const times = [];
  const processor = [];
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    const before = process.cpuUsage();
    await readers[name](path);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
  }
  const memory = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    JSON.stringify({ ms: median(times.slice(1)), processor: median(processor.slice(1)), memory }),
  );
};

const run = (name, path) => {
  const self = fileURLToPath(import.meta.url);
  try {
    return JSON.parse(
      execFileSync(process.execPath, [self, name, path], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return null;
  }
};

const table = (title, path, names, against) => {
  const size = statSync(path).size / 1e6;
  console.log(
    `\n${title}, ${size.toFixed(0)} MB\n\n| reader | ms | M records/s | MiB | times flowcause | processor, ms | times |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |`,
  );
  const results = names.map((name) => [name, run(name, path)]);
  const base = results.find(([name]) => name === against)[1];
  for (const [name, result] of results)
    console.log(
      result === null
        ? `| ${name} | not installed | | | | | |`
        : `| ${name} | ${result.ms.toFixed(0)} | ${(ROWS / result.ms / 1000).toFixed(2)} | ${result.memory.toFixed(0)} | ${(result.ms / base.ms).toFixed(2)} | ${result.processor.toFixed(0)} | ${(result.processor / base.processor).toFixed(2)} |`,
    );
};

const main = async () => {
  if (!existsSync(fileURLToPath(BUILD))) throw new Error('run npm run build first');
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-bench-'));
  const path = (name) => join(folder, name);
  try {
    for (const [name, fields] of [
      ['v2.log', V2],
      ['v5.log', V5],
    ]) {
      await writeLog(path(name), fields);
      execFileSync('gzip', ['-k', path(name)]);
    }
    const rows = `${(ROWS / 1e6).toLocaleString('en')} M records`;
    const gz = [
      'flowcause',
      'gunzip alone, 256 KiB',
      'gunzip alone',
      'split',
      'DuckDB, 1 thread',
      'DuckDB, 2 threads',
    ];
    const text = ['flowcause', 'split', 'split, whole file', 'DuckDB, 1 thread', 'DuckDB, 2 threads'];
    table(`${rows}, default format, text`, path('v2.log'), text, 'flowcause');
    table(`${rows}, default format, gzip`, path('v2.log.gz'), gz, 'flowcause');
    table(`${rows}, 29 fields of version 5, text`, path('v5.log'), text, 'flowcause');
    table(`${rows}, 29 fields of version 5, gzip`, path('v5.log.gz'), gz, 'flowcause');
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const [name, path] = process.argv.slice(2);
await (name === undefined ? main() : measure(name, path));
