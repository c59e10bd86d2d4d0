import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { runs } from '../arbitrary/runs.js';

type Missed = {
  readonly index: number;
  readonly kind: string;
  readonly named: string;
  readonly result: string;
  readonly certainty: string;
};

type Summary = {
  readonly part: string;
  readonly circumstances: string;
  readonly asked: number;
  readonly right: number;
  readonly wrong: number;
  readonly provenWrong: readonly Missed[];
  readonly missed: readonly Missed[];
  readonly unsettled: readonly string[];
};

const seed = Number(process.env.FLOWCAUSE_SEED ?? Date.now() % 2 ** 31);

/** The closed loop on the built package, as `npm run bench:accuracy` runs it. */
const closedLoop = (worlds: number): readonly Summary[] =>
  JSON.parse(
    execFileSync(
      'node',
      [
        'test/bench/accuracy.mjs',
        '--json',
        '--share',
        '4',
        '--worlds',
        String(worlds),
        '--seed',
        String(seed),
      ],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    ),
  );

describe(`the closed loop (seed ${seed})`, () => {
  const summaries = closedLoop(runs(200).numRuns);
  const of = (part: string, circumstances = 'everything given'): Summary =>
    summaries.find((it) => it.part === part && it.circumstances === circumstances) as Summary;

  it('asked about most of its worlds', () => {
    expect(of('single').asked).toBeGreaterThan(0.8 * runs(200).numRuns);
  });

  it('proves nothing wrong, whatever is given', () => {
    expect(summaries.flatMap(({ provenWrong }) => provenWrong)).toEqual([]);
  });

  it('names what would settle whatever it does not prove, and each alternative', () => {
    expect(summaries.flatMap(({ unsettled }) => unsettled)).toEqual([]);
  });

  it.each(['single', 'double', 'healthy'])(
    'finds cause and deciding rule with everything given (%s)',
    (part) => {
      const { asked, missed } = of(part);
      expect(missed.length <= 0.005 * asked ? [] : missed).toEqual([]);
    },
  );

  it('leaves open what less input does not tell', () => {
    const less = summaries.filter(({ circumstances }) => circumstances !== 'everything given');
    const asked = less.reduce((sum, one) => sum + one.asked, 0);
    const wrong = less.flatMap(({ missed }) => missed.filter(({ result }) => result === 'wrong'));
    // About 0.3 % are, of a few hundred.
    expect(wrong.length <= 0.02 * asked ? [] : wrong).toEqual([]);
  });

  it.each([
    'logs of all kinds, telling format',
    'default format only',
    'windows of 600 s',
    'two flow logs of everything, out of order',
    'no configuration',
  ])('raises no false alarm where nothing is wrong (%s)', (circumstances) => {
    expect(of('healthy', circumstances).missed.filter(({ result }) => result === 'wrong')).toEqual([]);
  });
}, 600_000);
