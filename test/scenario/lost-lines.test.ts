import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RecordPiece, readText, troubleshoot } from '../../src/index.js';
import { lostLines } from '../../src/scenario/lost-lines.js';
import { survey } from '../../src/source/index.js';
import { ACCEPTED, REJECTED, withFiles } from '../cli/cli.js';

/** The log holds one text, and this was read. */
const lostOf = async (log: string, read: string, problems: RecordPiece[] = []) => {
  let lost: Awaited<ReturnType<typeof lostLines>> = [];
  await withFiles({ 'flow.log': log }, async (folder) => {
    const { logs } = await survey([folder]);
    const source = join(folder, 'flow.log');
    const { batches } = readText(read, { source });
    const pieces = [
      ...batches.map((batch): RecordPiece => ({ batch })),
      ...problems.map(
        (it): RecordPiece =>
          'problem' in it ? { problem: { ...it.problem, origin: { ...it.problem.origin, source } } } : it,
      ),
    ];
    lost = await lostLines({ report: troubleshoot({ batches: [] }), logs, pieces });
  });
  return lost.map((it) => (it.kind === 'lost-line' ? [it.line, it.text, it.found] : it));
};

describe('the lines of a log', () => {
  it('come back as they stand, but for runs of spaces', async () => {
    const log = `${REJECTED}\n\n${ACCEPTED.replace(' OK', '   OK')}\n`;
    expect(await lostOf(log, `${REJECTED}\n\n${ACCEPTED}\n`)).toEqual([]);
  });

  it('are lost when nothing was read of them', async () => {
    expect(await lostOf(`${REJECTED}\n${ACCEPTED}\n`, `${REJECTED}\n`)).toEqual([[2, ACCEPTED, null]]);
  });

  it('are lost when something else was read', async () => {
    const other = REJECTED.replace('REJECT', 'ACCEPT');
    expect(await lostOf(`${REJECTED}\n`, `${other}\n`)).toEqual([[1, REJECTED, other]]);
  });

  it('are not lost when a problem names them', async () => {
    const problem: RecordPiece = {
      problem: {
        kind: 'too-few-fields',
        origin: { source: '', line: 2 },
        expected: 14,
        found: 2,
        text: 'x y',
      },
    };
    expect(await lostOf(`${REJECTED}\nx y\n`, `${REJECTED}\n`, [problem])).toEqual([]);
  });
});
