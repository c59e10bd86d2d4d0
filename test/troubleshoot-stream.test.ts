import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVERYTHING,
  type RecordPiece,
  readAnswers,
  readText,
  type StreamedPiece,
  troubleshoot,
  troubleshootStream,
} from '../src/index.js';
import { runs } from './arbitrary/runs.js';
import { answersOf, twoEnds } from './arbitrary/two-ends.js';
import { flowcause, withFiles } from './cli/cli.js';
import { ALL_SEEN, logOf } from './diagnosis/simulator.js';

const gathered = async (pieces: AsyncIterable<StreamedPiece>): Promise<readonly StreamedPiece[]> => {
  const all: StreamedPiece[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
};

const findingsOf = (pieces: readonly StreamedPiece[]) =>
  pieces.flatMap((piece) => ('finding' in piece ? [piece.finding] : []));

const rejected = (source: string, start: number): string =>
  `2 123456789010 eni-1 ${source} 10.0.2.20 40000 443 6 9 540 ${start} ${start + 60} REJECT OK`;

const batchesOf = (line: string): readonly RecordPiece[] =>
  readText(line, { source: 'live' }).batches.map((batch) => ({ batch }));

describe('a stream of records', () => {
  it('gives, with unlimited lateness, the findings of the whole log', async () => {
    await fc.assert(
      fc.asyncProperty(twoEnds, async (it) => {
        const { network } = readAnswers(answersOf(it).map((json) => ({ source: 'network.json', json })));
        const { batches } = readText(logOf(it, ALL_SEEN), { source: 'flow.log' });
        const question = { ...EVERYTHING, all: true };
        const whole = troubleshoot({ batches, network, question });
        const streamed = await gathered(
          troubleshootStream(
            batches.map((batch) => ({ batch })),
            { network, question, correlation: { lateness: Number.POSITIVE_INFINITY } },
          ),
        );
        expect(findingsOf(streamed)).toEqual(whole.findings);
        expect(streamed.at(-1)).toEqual({
          summary: {
            records: whole.records,
            passed: whole.passed,
            oneLeg: whole.oneLeg,
            findings: whole.findings.length,
          },
        });
      }),
      runs(60),
    );
  });

  it('gives a finding while the source goes on', async () => {
    const events: string[] = [];
    async function* arriving(): AsyncGenerator<RecordPiece, void> {
      for (let i = 0; i < 12; i++) {
        events.push(`record ${i}`);
        yield* batchesOf(rejected(`10.0.1.${10 + i}`, 1_700_000_000 + 9000 * i));
      }
    }
    for await (const piece of troubleshootStream(arriving()))
      if ('finding' in piece) events.push(piece.finding.id.split('/')[1] as string);
    const given = events.filter((event) => event.startsWith('10.'));
    expect(given).toEqual(Array.from({ length: 12 }, (_, i) => `10.0.1.${10 + i}`));
    // Those that are over are given away from time to time, not record by record.
    expect(events.indexOf('10.0.1.10')).toBeLessThan(events.indexOf('record 4'));
    expect(events.indexOf('10.0.1.15')).toBeLessThan(events.indexOf('record 11'));
  });

  const inbound = (source: string, port: number, start: number, packets = 1, action = 'REJECT'): string =>
    `2 123456789010 eni-1 ${source} 10.0.2.20 51000 ${port} 6 ${packets} ${packets * 40} ${start} ${start + 60} ${action} OK`;
  const START = 1_700_000_000;
  /** One record in a batch, as they would arrive. */
  const streamed = async (lines: readonly string[]) =>
    gathered(troubleshootStream(lines.flatMap((it) => batchesOf(it))));
  const later = (hours: number) =>
    Array.from({ length: 8 }, (_, i) => rejected('10.0.9.9', START + 3600 * hours + 600 * i));
  const idsOf = (pieces: readonly StreamedPiece[], code: string) =>
    findingsOf(pieces).filter((it) => it.code === code);

  it('keeps background noise together, as the whole log does, and tells it last', async () => {
    const probes = Array.from({ length: 40 }, (_, i) => inbound(`203.0.113.${i + 1}`, 6379, START + 100 * i));
    const scan = [22, 23, 445, 3389, 8080].map((port, i) =>
      inbound('198.51.100.66', port, START + 300 * i, 3),
    );
    const pieces = await streamed([...probes, ...scan, ...later(3)]);
    const noise = idsOf(pieces, 'internet-background-noise');
    expect(noise).toMatchObject([
      { noise: { senders: 41, targets: 6, interfaces: ['eni-1'] }, occurrences: { conversations: 45 } },
    ]);
    expect(findingsOf(pieces).at(-1)).toBe(noise[0]);
    expect(findingsOf(pieces).filter((it) => it.id.includes('/203.0.113.'))).toEqual([]);
    expect(pieces.at(-1)).toMatchObject({ summary: { findings: findingsOf(pieces).length } });
  });

  it('tells of who is no noise after an hour of the log, or as soon as it was let in', async () => {
    const customer = inbound('203.0.113.50', 5432, START, 6);
    const events: string[] = [];
    async function* arriving(): AsyncGenerator<RecordPiece, void> {
      for (const line of [customer, ...later(1), ...later(3)]) yield* batchesOf(line);
      events.push('end');
    }
    for await (const piece of troubleshootStream(arriving()))
      if ('finding' in piece && piece.finding.id.includes('203.0.113.50')) events.push('told');
    expect(events).toEqual(['told', 'end']);
    const known = inbound('203.0.113.50', 443, START - 90_000, 9, 'ACCEPT');
    const scan = [22, 23, 445, 3389, 8080].map((port) => inbound('203.0.113.50', port, START, 3));
    const pieces = await streamed([known, ...later(-20), ...scan, ...later(3)]);
    expect(idsOf(pieces, 'internet-background-noise')).toEqual([]);
  });

  it('takes nothing as noise that somebody asks for', async () => {
    const scan = [22, 23, 445, 3389, 8080].map((port) => inbound('198.51.100.66', port, START, 3));
    const source = { family: 4, value: 0xc6336442 } as const;
    const question = { ...EVERYTHING, filter: { ...EVERYTHING.filter, source } };
    const pieces = await gathered(
      troubleshootStream(
        scan.flatMap((it) => batchesOf(it)),
        { question },
      ),
    );
    expect(idsOf(pieces, 'internet-background-noise')).toEqual([]);
    expect(findingsOf(pieces)).toHaveLength(5);
  });

  it('hands problems on where they stand, and counts every record', async () => {
    const { batches, problems } = readText(`${rejected('10.0.1.10', 1_700_000_000)}\nwhat is this\n`, {
      source: 'live',
    });
    const pieces = await gathered(
      troubleshootStream([
        ...problems.map((problem) => ({ problem })),
        ...batches.map((batch) => ({ batch })),
      ]),
    );
    expect(pieces[0]).toMatchObject({ problem: { origin: { source: 'live', line: 2 } } });
    expect(pieces.at(-1)).toMatchObject({
      summary: { records: { read: 2, ok: 1, malformed: 1 }, findings: 1 },
    });
  });

  it('says why there is nothing of what was asked for', async () => {
    const filter = { ...EVERYTHING.filter, port: 22, protocol: 6 };
    const pieces = await gathered(
      troubleshootStream(batchesOf(rejected('10.0.1.10', 1_700_000_000)), {
        question: { ...EVERYTHING, filter },
      }),
    );
    expect(findingsOf(pieces)).toHaveLength(1);
    expect(findingsOf(pieces)[0]?.group).toBeNull();
  });

  it('throws what its source throws', async () => {
    async function* broken(): AsyncGenerator<RecordPiece, void> {
      yield* batchesOf(rejected('10.0.1.10', 1_700_000_000));
      throw new Error('the source broke');
    }
    await expect(gathered(troubleshootStream(broken()))).rejects.toThrow('the source broke');
  });
});

describe('explain --stream', () => {
  const parsed = (name: string) => JSON.parse(readFileSync(`src/render/schema/${name}.json`, 'utf8'));
  const validate = new Ajv.default({ strict: true, allowUnionTypes: true })
    .addSchema(parsed('explain'))
    .compile(parsed('explain-lines'));
  const log = [0, 1, 2].map((i) => rejected(`10.0.1.${10 + i}`, 1_700_000_000 + 9000 * i)).join('\n');

  it('writes lines of the published schema, the summary last', () =>
    withFiles({ 'flow.log': `${log}\nbad line\n` }, async (folder) => {
      const { out, code } = await flowcause('explain', folder, '--stream');
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      for (const line of lines) {
        validate(line);
        expect(validate.errors).toBeNull();
      }
      expect(code).toBe(0);
      expect(lines.filter((line) => 'finding' in line)).toHaveLength(3);
      expect(lines.at(-1).summary.records).toMatchObject({ ok: 3, malformed: 1 });
      expect((await flowcause('explain', folder, '--stream', '--fail-on', 'blocked')).code).toBe(1);
    }));

  it('says which flags do not go with it', () =>
    withFiles({ 'flow.log': `${log}\n` }, async (folder) => {
      for (const flag of ['--format=text', '--by=port', '--top=3'])
        expect((await flowcause('explain', folder, '--stream', flag)).err).toContain(
          `${flag.split('=')[0]} does not go with it`,
        );
    }));
});
