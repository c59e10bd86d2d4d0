import type { JsonDocument } from '../../index.js';
import type { Evidence } from '../evidence.js';
import { addressMask } from '../mask/address-mask.js';
import { knownForm } from '../mask/mask-text.js';
import { collector, type Renaming, renamingOf } from '../mask/renaming.js';
import { PAGE, type ScenarioQuestion } from '../question/question-file.js';
import { answerFiles, maskedAnswerFiles } from './answer-files.js';
import { logFiles, maskLog, type RecordedLog } from './log-files.js';

/** What is written down of a case. */
export type Material = {
  readonly documents: readonly JsonDocument[];
  readonly logs: readonly RecordedLog[];
  readonly question: ScenarioQuestion;
};

const maskQuestion = ({ command, args }: ScenarioQuestion, it: Renaming): ScenarioQuestion => ({
  command,
  args: args.map((arg) => (/^[\d-]+$/.test(arg) ? arg : (knownForm(arg, it) ?? arg))),
});

const masked = ({ documents, logs, question }: Material, it: Renaming) => ({
  answers: maskedAnswerFiles(documents, it),
  logs: logs.map((log) => maskLog(log, it)),
  question: maskQuestion(question, it),
});

/** The blocks in which the place of some addresses has a meaning. */
const networksOf = ({ network }: Evidence) =>
  [...network.vpcs.values(), ...network.subnets.values()].flatMap(({ cidrs }) => cidrs);

const renamingFor = (material: Material, evidence: Evidence, key: string): Renaming => {
  const { renaming, names } = collector();
  masked(material, renaming);
  return renamingOf(names(), addressMask(key, networksOf(evidence)));
};

/** The material as it is to be written: masked by the key, or as it was. */
export const contentOf = (material: Material, evidence: Evidence, maskKey: string | null) =>
  maskKey === null
    ? { ...material, answers: answerFiles(material.documents) }
    : masked(material, renamingFor(material, evidence, maskKey));

/** The files, by their names inside the folder. */
export const filesOf = (
  { answers, logs, question }: ReturnType<typeof contentOf>,
  page: string,
): ReadonlyMap<string, string> =>
  new Map([
    ...[...answers].map(([name, content]): [string, string] => [`network/${name}`, content]),
    ...logFiles(logs),
    ['question.json', `${JSON.stringify(question, null, 2)}\n`],
    [PAGE, page],
  ]);
