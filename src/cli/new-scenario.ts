import { randomBytes } from 'node:crypto';
import { problemSentence } from '../index.js';
import { questionOf, type ScenarioQuestion } from '../scenario/question/question-file.js';
import { type Recorded, recordScenario } from '../scenario/record/record-scenario.js';
import { logFormatFrom, type Parsed, textFrom, textsFrom, type Values } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';

export const NEW_FLAGS = ['from', 'title', 'question', 'mask', 'mask-key', 'log-format', 'force'];

/** Words of a command line: in quotes, spaces do not divide. */
const wordsOf = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );

const EVERYTHING: ScenarioQuestion = { command: 'explain', args: [] };

/** As it is said; else that of the scenario which is recorded again; else everything. */
const questionFrom = async (values: Values, from: readonly string[]): Promise<ScenarioQuestion> => {
  const [only, ...others] = from;
  if (values.question === undefined && only !== undefined && only !== '-' && others.length === 0)
    return (await questionOf(only)) ?? EVERYTHING;
  const [first = 'explain', ...rest] = wordsOf(textFrom(values, 'question') ?? '').filter(
    (word, i) => !(i === 0 && word === 'flowcause'),
  );
  return { command: first, args: rest };
};

const maskKeyFrom = (values: Values): string | null => {
  const key = textFrom(values, 'mask-key');
  if (key === '') throw new UsageError('--mask-key: expected a text, found none.');
  if (key !== null) return key;
  return values.mask === true ? randomBytes(32).toString('hex') : null;
};

const count = (n: number, one: string): string => `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

const summary = (folder: string, { records, documents, leftOut }: Recorded, isMasked: boolean): string => {
  const [first] = leftOut;
  const left =
    first === undefined
      ? []
      : [
          `Left out, as it could not be read: ${count(leftOut.length, 'thing')}, first ${problemSentence(first)}`,
        ];
  return `${[
    `Recorded ${count(records, 'record')} and ${count(documents, 'answer')} in ${folder}.`,
    ...left,
    ...(isMasked || documents === 0
      ? []
      : [
          `${folder}/network holds the documents as they were, with all that is in them; --mask makes others of the names.`,
        ]),
    `Say in ${folder}/scenario.md what it is about; ${folder}/expected.txt is what was found.`,
  ].join('\n')}\n`;
};

/** `flowcause scenario new`. The folder comes first; what follows it belongs to --from. */
export const newScenario = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const [folder, ...more] = paths;
  const from = [...textsFrom(values, 'from'), ...more];
  if (folder === undefined || from.length === more.length)
    throw new UsageError('Say where to and what: flowcause scenario new FOLDER --from PATH...');
  const maskKey = maskKeyFrom(values);
  const recorded = await recordScenario({
    folder,
    from,
    title: textFrom(values, 'title'),
    question: await questionFrom(values, from),
    format: logFormatFrom(values),
    maskKey,
    force: values.force === true,
  });
  await output.write(summary(folder, recorded, maskKey !== null));
  if (recorded.isSame) return EXIT.done;
  output.complain(
    `flowcause: the folder has another answer than its source, so it shows another case. Please report this; ${folder}/expected.txt is what the folder says.`,
  );
  return EXIT.blocked;
};
