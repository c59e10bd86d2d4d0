/**
 * How fast records become conversations, beside what a user would take instead, and in how much memory:
 * `npm run bench:conversations`. `BENCH_RECORDS=50000000` makes the run of the memory curve as long as that.
 *
 * Each figure is the median of five runs in a process of its own, after one run to warm up. On a busy machine look at the
 * processor time (of all threads), which waiting does not lengthen. DuckDB is compared when it is
 * installed: `npm install --no-save @duckdb/node-api@1.5.6-r.1`.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROWS = Number(process.env.BENCH_ROWS ?? 1_000_000);
const CURVE = Number(process.env.BENCH_RECORDS ?? 5_000_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
const DUCKDB = '@duckdb/node-api';
const BUILD = pathToFileURL(`${process.env.BENCH_BUILD ?? 'dist'}/`).href;
const load = (file) => import(`${BUILD}${file}`);

const FIELDS =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
const NUMBERS = new Set('version srcport dstport protocol packets bytes start end'.split(' '));

const randomFrom = (seed) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** 200 interfaces, an hour of windows; nine of ten requests have a reply, and every fourth goes on in the next window. */
const writeLog = async (path) => {
  const random = randomFrom(42);
  const file = createWriteStream(path);
  let text = `${FIELDS.join(' ')}\n`;
  let rows = 0;
  const put = (eni, from, to, ports, protocol, time, action) => {
    const packets = 1 + random(100);
    const bytes = packets * (40 + random(1400));
    text += `2 123456789012 ${eni} ${from} ${to} ${ports} ${protocol} ${packets} ${bytes} ${time} ${time + 60} ${action} OK\n`;
    rows++;
  };
  while (rows < ROWS) {
    const time = 1_700_000_000 + Math.floor((60 * rows) / ROWS) * 60;
    const number = random(200);
    const eni = `eni-0${(number * 7919 + 1e8).toString(16).padStart(16, '0')}`;
    const own = `10.0.${number}.10`;
    const peer = `${1 + random(220)}.${random(256)}.${random(256)}.${random(256)}`;
    const [port, service] = [1024 + random(60_000), [443, 80, 22, 3306, 53][random(5)]];
    const protocol = random(5) === 0 ? 17 : 6;
    for (let at = time; at <= time + (random(4) === 0 ? 60 : 0); at += 60) {
      put(eni, peer, own, `${port} ${service}`, protocol, at, random(10) === 0 ? 'REJECT' : 'ACCEPT');
      if (random(10) > 0) put(eni, own, peer, `${service} ${port}`, protocol, at, 'ACCEPT');
    }
    if (text.length < 1 << 20) continue;
    if (!file.write(text)) await new Promise((resolve) => file.once('drain', resolve));
    text = '';
  }
  await new Promise((resolve) => file.end(text, resolve));
};

const batchesOf = async (path) => {
  const { survey, readLogs } = await load('source/index.js');
  const batches = [];
  for await (const { batch } of readLogs((await survey([path])).logs)) batches.push(batch);
  return batches;
};

/** Pairs records; `objects` makes an object of every conversation. */
const pairing =
  (options, objects) =>
  async ({ batches }) => {
    const { correlator } = await load('conversation/correlator.js');
    const fold = correlator(options);
    let found = 0;
    const give = () => {
      found++;
    };
    for (const batch of batches) fold.push(batch, give);
    const rest = fold.finish();
    if (objects) for (const sameEnds of rest.bySameEnds()) found += sameEnds.length;
    return found;
  };

/** What most people write: a text for each pair of ends, and a Map from it to sums. */
const mapOfStrings = async ({ batches }) => {
  const open = new Map();
  for (const { columns, length } of batches) {
    const column = (name) => columns[FIELDS.indexOf(name)];
    const [eni, from, to] = ['interface-id', 'srcaddr', 'dstaddr'].map(column);
    const [fromPort, toPort, protocol, packets, bytes, start, end] =
      'srcport dstport protocol packets bytes start end'.split(' ').map((name) => column(name).values);
    for (let row = 0; row < length; row++) {
      const a = `${from.values[row]}:${fromPort[row]}`;
      const b = `${to.values[row]}:${toPort[row]}`;
      const forward = a < b;
      const point = eni.dictionary[eni.codes[row]];
      const key = `${point} ${protocol[row]} ${forward ? a : b} ${forward ? b : a}`;
      let found = open.get(key);
      if (found === undefined) {
        found = { packets: [0, 0], bytes: [0, 0], first: start[row], last: end[row] };
        open.set(key, found);
      }
      found.packets[forward ? 0 : 1] += packets[row];
      found.bytes[forward ? 0 : 1] += bytes[row];
      found.first = Math.min(found.first, start[row]);
      found.last = Math.max(found.last, end[row]);
    }
  }
  return open.size;
};

const fromBytes = (give) => async (input) => {
  const { correlator } = await load('conversation/correlator.js');
  const { survey, readLogs } = await load('source/index.js');
  const fold = correlator({ lateness: Number.POSITIVE_INFINITY });
  for await (const { batch } of readLogs((await survey([input.path])).logs)) fold.push(batch);
  let found = 0;
  if (give) for (const sameEnds of fold.finish().bySameEnds()) found += sameEnds.length;
  return found;
};

const duckdb =
  (threads) =>
  async ({ path }) => {
    const { DuckDBInstance } = await import(DUCKDB);
    const connection = await (
      await DuckDBInstance.create(':memory:', { threads: String(threads) })
    ).connect();
    const columns = FIELDS.map((name) => `'${name}': '${NUMBERS.has(name) ? 'BIGINT' : 'VARCHAR'}'`).join(
      ', ',
    );
    const isForward = '(srcaddr, srcport) <= (dstaddr, dstport)';
    const result = await connection.runAndReadAll(
      `SELECT count(*), sum(p), sum(b) FROM (
         SELECT "interface-id", protocol,
           CASE WHEN ${isForward} THEN srcaddr ELSE dstaddr END AS a, CASE WHEN ${isForward} THEN srcport ELSE dstport END AS ap,
           CASE WHEN ${isForward} THEN dstaddr ELSE srcaddr END AS z, CASE WHEN ${isForward} THEN dstport ELSE srcport END AS zp,
           sum(CASE WHEN ${isForward} THEN packets ELSE 0 END) AS p, sum(CASE WHEN ${isForward} THEN 0 ELSE packets END) AS q,
           sum(CASE WHEN ${isForward} THEN bytes ELSE 0 END) AS b, sum(CASE WHEN ${isForward} THEN 0 ELSE bytes END) AS c,
           min(start) AS s, max("end") AS e
         FROM read_csv('${path}', delim=' ', header=true, nullstr='-', quote='', escape='', auto_detect=false, columns={${columns}})
         GROUP BY ALL)`,
    );
    return Number(result.getRows()[0][0]);
  };

const KEEP_ALL = { lateness: Number.POSITIVE_INFINITY };

const contests = {
  'pairing: flowcause': pairing(KEEP_ALL, false),
  'pairing: Map of strings': mapOfStrings,
  'pairing and giving out: flowcause': pairing(KEEP_ALL, true),
  'stream, closing as it reads: flowcause': pairing({}, true),
  'bytes to conversations, kept as integers: flowcause': fromBytes(false),
  'bytes to conversations, given out as objects: flowcause': fromBytes(true),
  'bytes to groups: DuckDB, 1 thread': duckdb(1),
  'bytes to groups: DuckDB, 2 threads': duckdb(2),
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const measure = async (name, path) => {
  const input = { path, batches: name.startsWith('bytes') ? [] : await batchesOf(path) };
  const [times, processor] = [[], []];
  let found = 0;
  for (let run = 0; run <= RUNS; run++) {
    const [start, used] = [performance.now(), process.cpuUsage()];
    found = await contests[name](input);
    times.push(performance.now() - start);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
  }
  return { ms: median(times.slice(1)), cpu: median(processor.slice(1)), found };
};

/** Batches of made-up records, as columns: `perWindow` conversations begin in each minute, and each has two records. */
function* madeUp(records, perWindow) {
  const rows = 65_536;
  const format = { fields: FIELDS };
  const text = (values) => ({
    kind: 'text',
    codes: new Uint32Array(rows).fill(1),
    dictionary: ['-', ...values],
  });
  const numbers = () => ({ kind: 'integer', values: new Float64Array(rows) });
  const address = () => ({
    kind: 'address',
    families: new Uint8Array(rows).fill(4),
    values: new Uint32Array(rows),
    others: [],
  });
  for (let done = 0, id = 0; done < records; ) {
    const [from, to] = [address(), address()];
    const [fromPort, toPort, protocol, packets, bytes, start, end] = Array.from({ length: 7 }, numbers);
    const length = Math.min(rows, records - done);
    for (let row = 0; row < length; row += 2, id++) {
      const time = 1_700_000_000 + 60 * Math.floor(id / perWindow);
      const client = (Math.imul(id, 2654435761) >>> 0) | 0x40000000;
      for (const [at, a, b, p, q] of [
        [row, client, 0x0a000001, 1024 + (id % 60_000), 443],
        [row + 1, 0x0a000001, client, 443, 1024 + (id % 60_000)],
      ]) {
        if (at >= length) continue;
        [from.values[at], to.values[at], fromPort.values[at], toPort.values[at]] = [a, b, p, q];
        [protocol.values[at], packets.values[at], bytes.values[at]] = [6, 3, 180];
        [start.values[at], end.values[at]] = [time, time + 60];
      }
    }
    const version = { kind: 'integer', values: new Float64Array(rows).fill(2) };
    const columns = [version, text(['123456789012']), text(['eni-0a']), from, to, fromPort, toPort, protocol];
    columns.push(packets, bytes, start, end, text(['ACCEPT']), text(['OK']));
    yield {
      format,
      source: 'made up',
      flowLogId: null,
      length,
      lines: Float64Array.from({ length }, (_, i) => done + i + 1),
      columns,
      spellings: new Map(),
    };
    done += length;
  }
}

/** Memory in use. What an array that grew has left behind is freed only some turns after it was collected. */
const resident = async () => {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { rss, held: heapUsed + arrayBuffers };
};

/** What a million open conversations take, each with a request and a reply. */
const memory = async () => {
  const { correlator } = await load('conversation/correlator.js');
  const warm = correlator(KEEP_ALL);
  for (const batch of madeUp(131_072, 1e9)) warm.push(batch);
  warm.finish();
  const fold = correlator(KEEP_ALL);
  const before = await resident();
  const conversations = 1_000_000;
  for (const batch of madeUp(2 * conversations, 1e9)) fold.push(batch);
  const after = await resident();
  return { bytes: (after.held - before.held) / conversations, records: fold.finish().summary.records };
};

/** Resident memory as records stream through, with about 200,000 conversations open at any time. */
const curve = async () => {
  const { correlator } = await load('conversation/correlator.js');
  const fold = correlator();
  const points = [];
  let [records, closed] = [0, 0];
  const step = CURVE / 10;
  const start = performance.now();
  for (const batch of madeUp(CURVE, 32_000)) {
    fold.push(batch, () => {
      closed++;
    });
    records += batch.length;
    if (records < (points.length + 1) * step) continue;
    const { rss } = await resident();
    points.push({ records, open: records / 2 - closed, rss, seconds: (performance.now() - start) / 1000 });
  }
  return { points };
};

const run = (name, ...rest) => {
  const self = fileURLToPath(import.meta.url);
  try {
    const args = ['--expose-gc', '--max-old-space-size=4096', self, name, ...rest];
    const stdio = ['ignore', 'pipe', 'inherit'];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e8, stdio }));
  } catch {
    return null;
  }
};

const table = (names, path) => {
  const results = new Map(names.map((name) => [name, run(name, path)]));
  const base = results.get(names[0]).cpu;
  for (const [name, result] of results)
    console.log(
      result === null
        ? `| ${name} | not installed | | | |`
        : `| ${name} | ${result.ms.toFixed(0)} ms | ${result.cpu.toFixed(0)} ms | ${(result.cpu / base).toFixed(2)} | ${result.found.toLocaleString('en')} |`,
    );
};

const main = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-bench-'));
  const path = join(folder, 'flow.log');
  try {
    await writeLog(path);
    console.log(`${(ROWS / 1e6).toLocaleString('en')} M records, default format\n`);
    console.log(
      '|  | time | processor time | times the first | found |\n| --- | ---: | ---: | ---: | ---: |',
    );
    const names = Object.keys(contests);
    table(
      names.filter((name) => !name.startsWith('bytes')),
      path,
    );
    table(
      names.filter((name) => name.startsWith('bytes')),
      path,
    );
    const { bytes } = run('memory');
    console.log(`\n${bytes.toFixed(0)} bytes for each of a million open conversations of two records`);
    console.log(`\n| records | open conversations | resident | seconds |\n| ---: | ---: | ---: | ---: |`);
    for (const { records, open, rss, seconds } of run('curve').points)
      console.log(
        `| ${records.toLocaleString('en')} | ${open.toLocaleString('en')} | ${(rss / 2 ** 20).toFixed(0)} MiB | ${seconds.toFixed(1)} |`,
      );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const [name, path] = process.argv.slice(2);
const modes = { memory, curve };
if (name === undefined) await main();
else process.stdout.write(JSON.stringify(await (modes[name]?.() ?? measure(name, path))));
