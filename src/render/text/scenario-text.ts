import { plural } from '../words/phrase.js';

/** A piece of a text that is otherwise than it should be: its lines begin with `-` (expected), `+` (found) or a space. */
export type ChangedPiece = { readonly line: number; readonly lines: readonly string[] };

/** A promise of a scenario that does not hold. */
export type BrokenPromise =
  | { readonly kind: 'missing-file'; readonly file: string }
  | { readonly kind: 'changed-file'; readonly file: string; readonly pieces: readonly ChangedPiece[] }
  /** A line of a log that is neither given back as it stands nor named as a problem; `found` is null where it is lost. */
  | {
      readonly kind: 'lost-line';
      readonly source: string;
      readonly line: number;
      readonly text: string;
      readonly found: string | null;
    }
  /** The scenario could not be asked: its question or its evidence cannot be read. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A scenario, and what of it does not hold. */
export type ScenarioOutcome = {
  readonly folder: string;
  readonly title: string;
  readonly mustFail: boolean;
  readonly broken: readonly BrokenPromise[];
};

const isOfTheAnswer = ({ kind }: BrokenPromise): boolean => kind === 'changed-file' || kind === 'lost-line';

/** A known gap holds as long as its answer is another one; where nothing could be asked or compared nobody knows. */
export const hasPassed = ({ mustFail, broken }: ScenarioOutcome): boolean =>
  mustFail ? broken.some(isOfTheAnswer) : broken.length === 0;

/** A known gap of which nothing is left. */
export const isClosedGap = ({ mustFail, broken }: ScenarioOutcome): boolean =>
  mustFail && broken.length === 0;

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `    ${line}`);

const linesOf = (it: BrokenPromise): readonly string[] => {
  switch (it.kind) {
    case 'missing-file':
      return [`  ${it.file} is not there; flowcause scenario run --update writes it.`];
    case 'changed-file':
      return [
        `  ${it.file} is otherwise (- as it says, + as found now):`,
        ...it.pieces.flatMap(({ line, lines }) => [`    line ${line}`, ...indented(lines)]),
      ];
    case 'lost-line':
      return it.found === null
        ? [`  ${it.source}:${it.line} was neither read nor named as a problem:`, `    ${it.text}`]
        : [
            `  ${it.source}:${it.line} is read as something else:`,
            ...indented([`- ${it.text}`, `+ ${it.found}`]),
          ];
    case 'unreadable':
      return [`  ${it.reason}`];
  }
};

/** What does not hold, for people: a line for each promise, and how files differ. */
export const brokenText = (broken: readonly BrokenPromise[]): string => broken.flatMap(linesOf).join('\n');

const outcomeLines = (it: ScenarioOutcome): readonly string[] => {
  if (hasPassed(it)) return it.mustFail ? [`fails, as known  ${it.folder}`] : [];
  if (isClosedGap(it))
    return [
      `PASSES  ${it.folder}: ${it.title}`,
      '  It lies among the known gaps, and none is left: move it out of fixme.',
    ];
  return [`FAILED  ${it.folder}: ${it.title}`, brokenText(it.broken)];
};

/** The outcomes of scenarios, for people; those that hold are only counted. */
export const scenariosText = (outcomes: readonly ScenarioOutcome[]): string => {
  const held = outcomes.filter(hasPassed).length;
  const blocks = outcomes.map(outcomeLines).filter((lines) => lines.length > 0);
  const sum = `${plural(outcomes.length, 'scenario')}: ${held} as promised, ${outcomes.length - held} not.`;
  return `${[...blocks.map((lines) => lines.join('\n')), sum].join('\n\n')}\n`;
};

/** The page of a new scenario, to be filled in by whoever knows what it is about. */
export const scenarioPage = (title: string): string => `# ${title}

**What you see.** (Say here what somebody sees who has this problem.)

**What happens.** (Say here why; the answer is in expected.txt.)

**What to do.** (Say here what helps, or what must stay as it is.)
`;
