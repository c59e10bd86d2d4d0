import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folder may import which. A file at the top of `src` is a folder of its own. */
const WORDS = ['traffic', 'address', 'resource', 'problem', 'prelude'];
const ENGINE = [
  'remedy',
  'diagnosis',
  'capture',
  'conversation',
  'path',
  'filter',
  'aws',
  'network',
  'record',
  ...WORDS,
];
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  prelude: [],
  resource: ['prelude'],
  address: ['prelude'],
  problem: ['prelude'],
  traffic: ['address', 'problem', 'prelude'],
  record: WORDS,
  network: WORDS,
  aws: ['network', ...WORDS],
  filter: ['network', ...WORDS],
  path: ['filter', 'network', ...WORDS],
  conversation: ['record', ...WORDS],
  capture: ['path', 'filter', 'network', 'record', ...WORDS],
  diagnosis: ['capture', 'conversation', 'path', 'filter', 'network', 'record', ...WORDS],
  remedy: ['diagnosis', 'capture', 'path', 'filter', 'network', ...WORDS],
  render: ['troubleshoot.ts', 'check.ts', ...ENGINE],
  'check.ts': ENGINE,
  'troubleshoot.ts': ENGINE,
  'troubleshoot-stream.ts': ['troubleshoot.ts', ...ENGINE],
  'index.ts': ['troubleshoot.ts', 'troubleshoot-stream.ts', 'check.ts', 'render', ...ENGINE],
  source: ['record', ...WORDS],
  scenario: ['index.ts', 'source', ...WORDS],
  cli: ['index.ts', 'source', 'scenario', 'prelude'],
  // The simulator is the second opinion: it knows the words, the shapes of records and networks, and no evaluator.
  'testing/drawing': ['testing/simulator', 'network', 'record', ...WORDS],
  'testing/simulator': ['network', 'record', ...WORDS],
  'testing/fault': ['testing/drawing', 'testing/simulator', 'network', 'record', ...WORDS],
  'testing/arbitrary': [
    'testing/drawing',
    'testing/simulator',
    'testing/fault',
    'network',
    'record',
    ...WORDS,
  ],
  // Laws are sentences about whatever codec, set or evaluator they are handed.
  'testing/laws': ['index.ts', ...WORDS],
  // Attempts are questions to the engine, asked in the words of the command line.
  'testing/attempt': ['index.ts', 'scenario', ...WORDS],
  testing: [
    'testing/attempt',
    'testing/laws',
    'testing/drawing',
    'testing/simulator',
    'testing/fault',
    'testing/arbitrary',
    'index.ts',
    'scenario',
    ...WORDS,
  ],
};

/** Rooms of one folder: each knows itself and those before it; words at the top of the folder are everybody's. */
const WITHIN: Readonly<
  Record<string, { readonly rooms: readonly string[]; readonly words: readonly string[] }>
> = {
  diagnosis: {
    rooms: ['case', 'cause', 'finding', 'silence'],
    words: ['code.ts', 'certainty.ts', 'question.ts'],
  },
  render: { rooms: ['words'], words: [] },
  conversation: {
    rooms: ['journey', 'engine'],
    words: [
      'conversation.ts',
      'direction.ts',
      'doubt.ts',
      'flow-end-reason.ts',
      'in-order.ts',
      'tally.ts',
      'time-delta.ts',
    ],
  },
  aws: {
    rooms: ['describe'],
    words: ['any-order.ts', 'field.ts', 'fragment.ts', 'reader.ts', 'route-order.ts', 'stale-rule.ts'],
  },
};

/** Which folders may import a package; one that is not listed here is a new dependency that nobody decided on. */
const PACKAGES: Readonly<Record<string, readonly string[] | 'anywhere'>> = {
  'fp-ts': 'anywhere',
  'ip-num': ['address'],
  valibot: ['aws'],
  yaml: ['source'],
  diff: ['scenario'],
  hyparquet: ['source'],
  'hyparquet-compressors': ['source'],
  'fast-check': ['testing/arbitrary', 'testing/attempt', 'testing/laws'],
};

/** Files, processes and the clock stay at the edge. */
const EDGE = ['source', 'scenario', 'cli'];

type Import = { readonly file: string; readonly target: string };

const SRC = join(import.meta.dirname, '../src');

/** A folder of `testing` is a room of its own. */
const roomOf = (file: string): string => {
  const [room, inner, ...rest] = file.split('/') as [string, ...string[]];
  return room === 'testing' && inner !== undefined && rest.length > 0 ? `testing/${inner}` : room;
};

const importsIn = (file: string, text: string): readonly Import[] =>
  [/^(?:import|export)\b[^;'"`]*?from '([^']+)'/gm, /^import '([^']+)'/gm, /\bimport\(\s*'([^']+)'/g].flatMap(
    (form) => [...text.matchAll(form)].map((match) => ({ file, target: match[1] as string })),
  );

const resolved = ({ file, target }: Import): string =>
  relative('/src', join('/src', dirname(file), target)).replace(/\.js$/, '.ts');

const packageOf = (target: string): string =>
  target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] as string);

const mayUse = (room: string, target: string): boolean => {
  if (target.startsWith('node:')) return EDGE.includes(room);
  const rooms = PACKAGES[packageOf(target)];
  return rooms === 'anywhere' || (rooms?.includes(room) ?? false);
};

const isAllowed = (it: Import): boolean => {
  const room = roomOf(it.file);
  if (!it.target.startsWith('.')) return mayUse(room, it.target);
  const other = roomOf(resolved(it));
  return other === room || (ALLOWED[room] ?? []).includes(other);
};

const violations = (imports: readonly Import[]): readonly string[] =>
  imports.filter((it) => !isAllowed(it)).map(({ file, target }) => `${file} imports ${target}`);

const isAllowedWithin = (it: Import): boolean => {
  const [folder, room, inner] = it.file.split('/') as [string, string, string?];
  const order = WITHIN[folder];
  if (order === undefined || inner === undefined || !order.rooms.includes(room)) return true;
  const [other, target, deeper] = resolved(it).split('/') as [string, string, string?];
  if (!it.target.startsWith('.') || other !== folder) return true;
  if (deeper === undefined) return order.words.includes(target);
  return order.rooms.slice(0, order.rooms.indexOf(room) + 1).includes(target);
};

const cycleIn = (imports: readonly Import[]): readonly string[] | null => {
  const edges = new Map<string, string[]>();
  for (const it of imports.filter(({ target }) => target.startsWith('.')))
    edges.set(it.file, [...(edges.get(it.file) ?? []), resolved(it)]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next, [...path, file]);
      if (cycle !== null) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file, []);
    if (cycle !== null) return cycle;
  }
  return null;
};

const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));
const all = sources.flatMap(({ file, text }) => importsIn(file, text));
/** Imports that exist when the program runs: two files may name each other's types. */
const running = sources.flatMap(({ file, text }) =>
  importsIn(file, text.replace(/^(?:import|export) type [^;]*;$/gms, '')),
);

describe('the architecture', () => {
  it('was read: every room of the table has files, and they import each other', () => {
    const rooms = new Set(sources.map(({ file }) => roomOf(file)));
    expect([...rooms].sort()).toEqual(Object.keys(ALLOWED).sort());
    expect(all.length).toBeGreaterThan(sources.length);
  });

  it('lets imports run one way only', () => {
    expect(violations(all)).toEqual([]);
  });

  it('lets them run one way inside a folder, too', () => {
    const offenders = all.filter((it) => !isAllowedWithin(it));
    expect(offenders.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
    for (const [folder, { rooms }] of Object.entries(WITHIN))
      for (const room of rooms)
        expect(all.some(({ file }) => file.startsWith(`${folder}/${room}/`))).toBe(true);
  });

  it('has no cycle between files', () => {
    expect(cycleIn(running)).toBeNull();
  });

  it('reads the clock, the environment and the process only at the edge', () => {
    const offenders = sources
      .filter(({ file }) => !EDGE.includes(roomOf(file)))
      .filter(({ text }) =>
        /\bDate\.now\(|\bnew Date\(\)|\bprocess\.|\bMath\.random\(|\bperformance\./.test(text),
      )
      .map(({ file }) => file);
    expect(offenders).toEqual([]);
  });

  it('names every module kebab-case, and none of them utils, common or helpers', () => {
    const names = sources.map(({ file }) => file);
    expect(
      names.filter((name) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.ts$/.test(name)),
    ).toEqual([]);
    expect(names.filter((name) => /(^|\/)(utils?|common|helpers?|misc)(\/|\.ts$)/.test(name))).toEqual([]);
  });
});

describe('the check of the architecture', () => {
  it('notices an evaluator that peeks at the log', () => {
    const wrong = { file: 'filter/verdict.ts', target: '../record/field.js' };
    expect(violations([wrong])).toEqual(['filter/verdict.ts imports ../record/field.js']);
  });

  it('notices ip-num outside address, a file system in the core and an undecided package', () => {
    const wrong = [
      { file: 'aws/field.ts', target: 'ip-num' },
      { file: 'render/report-text.ts', target: 'node:fs' },
      { file: 'aws/field.ts', target: 'lodash' },
    ];
    expect(violations(wrong)).toHaveLength(3);
  });

  it('notices a simulator that asks the evaluator it is to be held against', () => {
    const wrong = ['filter/verdict.js', 'path/reach.js', 'capture/passage.js', 'aws/field.js', 'index.js'];
    const imports = wrong.map((it) => ({ file: 'testing/simulator/route/way.ts', target: `../../../${it}` }));
    expect(violations(imports)).toHaveLength(wrong.length);
  });

  it('reads static, side-effect and dynamic imports, and re-exports', () => {
    const text = `import a from './a.js';\nimport {\n  b,\n} from './b.js';\nexport { c } from './c.js';\nimport './d.js';\nconst e = await import('./e.js');`;
    const targets = importsIn('cli/x.ts', text).map(({ target }) => target);
    expect(targets.sort()).toEqual(['./a.js', './b.js', './c.js', './d.js', './e.js']);
  });

  it('notices a cycle', () => {
    const cycle = cycleIn([
      { file: 'path/a.ts', target: './b.js' },
      { file: 'path/b.ts', target: './a.js' },
    ]);
    expect(cycle).toEqual(['path/a.ts', 'path/b.ts', 'path/a.ts']);
  });
});
