import { OUTCOME_WORDS } from '../wording/finding-parts.js';

/** How a terminal shows a word: each takes a text and gives it back with what the terminal needs around it. */
export type Paint = {
  readonly title: (text: string) => string;
  /** What is wrong. */
  readonly bad: (text: string) => string;
  /** What may be wrong, or is not known. */
  readonly doubt: (text: string) => string;
  readonly good: (text: string) => string;
};

const HEADLINE = new RegExp(`^(${[...OUTCOME_WORDS.keys()].join('|')})(?=  )`);
const TITLE = /^ {2}[A-Z][^.]*$/;
const WAY = /^ +(?:request|reply) .* > /;
const STOP = /\[[^\]]+\]/g;

const byOutcome = {
  blocked: 'bad',
  failed: 'bad',
  allowed: 'good',
  undetermined: 'doubt',
  'not-logged': 'doubt',
} as const;

const painted = (paint: Paint, line: string, previous: string): string => {
  const [word] = HEADLINE.exec(line) ?? [];
  const outcome = word === undefined ? undefined : OUTCOME_WORDS.get(word);
  if (word !== undefined && outcome !== undefined)
    return `${paint[byOutcome[outcome]](word)}${line.slice(word.length)}`;
  if (previous === '' && TITLE.test(line)) return `  ${paint.title(line.slice(2))}`;
  return WAY.test(line) ? line.replace(STOP, paint.bad) : line;
};

/** A text of `explain` for a terminal that shows colours. Not a character but those of `paint` is added. */
export const inColour = (text: string, paint: Paint): string =>
  text
    .split('\n')
    .map((line, i, lines) => painted(paint, line, lines[i - 1] ?? ''))
    .join('\n');
