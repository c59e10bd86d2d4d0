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
  readonly provenWrong: readonly Missed[];
  readonly missed: readonly Missed[];
};

/** A rule removed midway whose replies were untracked looks like a connection that was forgotten. */
const NOT_FOUND_YET = /^untracked/;

/** What rests on records that are absent stays open where nothing shows that the log goes on. */
const RESTS_ON_ABSENCE = /^silent host$|^never sent$/;

/**
 * Without tcp-flags, or in windows that hide a silence, a reset leaves the records of an answer; and without route tables,
 * which is said beside it, a reply that left is taken to arrive: that both ways are allowed is all that such records show.
 */
const isTrueOfLess = ({ kind, named }: Missed): boolean =>
  named === 'allowed-both-ways' && /refused by host|idle timeout|(route|forward).* for the reply$/.test(kind);

/** Long windows are drawn with everything given, too: they show a connection without a pause. */
const isHidden = (one: Missed): boolean => one.kind.endsWith('idle timeout') && isTrueOfLess(one);

/** Of a ping no record tells who asked: what stops its answer is named beside what is likelier. */
const isEitherWay = ({ kind, named, certainty }: Missed): boolean =>
  named === 'allowed-both-ways' && certainty === 'likely' && kind.endsWith('for the reply');

const isMiss = (one: Missed): boolean =>
  !NOT_FOUND_YET.test(one.kind) &&
  !isEitherWay(one) &&
  !(one.result === 'open' && RESTS_ON_ABSENCE.test(one.kind));

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

  it.each(['single', 'double', 'healthy'])('proves nothing wrong with everything given (%s)', (part) => {
    expect(of(part).provenWrong.filter((one) => !NOT_FOUND_YET.test(one.kind) && !isHidden(one))).toEqual([]);
  });

  it.each(['single', 'double', 'healthy'])(
    'finds cause and deciding rule with everything given (%s)',
    (part) => {
      const missed = of(part).missed.filter(isMiss);
      expect(missed.length <= 0.005 * of(part).asked ? [] : missed).toEqual([]);
    },
  );

  it.each([
    'default format only',
    'windows of 600 s',
    'two flow logs of everything, out of order',
    'no configuration',
  ])('raises no false alarm where nothing is wrong (%s)', (circumstances) => {
    expect(of('healthy', circumstances).missed.filter(({ result }) => result === 'wrong')).toEqual([]);
  });

  it('does not prove what is wrong where less is given', () => {
    const less = summaries.filter(({ circumstances }) => circumstances !== 'everything given');
    const wrong = less.flatMap(({ provenWrong }) => provenWrong);
    expect(wrong.filter((one) => !NOT_FOUND_YET.test(one.kind) && !isTrueOfLess(one))).toEqual([]);
  });
}, 600_000);
