import {
  GROUPED_BY,
  inColour,
  isEmptyNetwork,
  type Report,
  reportJson,
  reportLines,
  reportMarkdown,
  reportText,
  type Shown,
} from '../index.js';
import { diagnosis, piecesOf } from '../scenario/evidence.js';
import { choiceFrom, countFrom, logFormatFrom, type Parsed, questionFrom, type Values } from './arguments.js';
import { explainStream } from './explain-stream.js';
import { isBlocked } from './fail-on.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead, readInput } from './read-input.js';
import { withScenario } from './scenario-values.js';

const FORMATS = ['text', 'json', 'ndjson', 'markdown'] as const;

const printed: Readonly<Record<(typeof FORMATS)[number], (report: Report, shown: Shown) => string>> = {
  text: reportText,
  json: (report, shown) => `${JSON.stringify(reportJson(report, shown), null, 2)}\n`,
  ndjson: (report, shown) => `${reportLines(report, shown).join('\n')}\n`,
  markdown: reportMarkdown,
};

/** A stream is lines of JSON in the order of time, so it can be neither another form nor in an order of its own. */
const formOf = (values: Values): (typeof FORMATS)[number] => {
  const form = choiceFrom(values, 'format', FORMATS);
  if (values.stream !== true) return form ?? 'text';
  const other = form !== null && form !== 'ndjson' ? 'format' : ['by', 'top'].find((flag) => flag in values);
  if (other !== undefined)
    throw new UsageError(
      `--stream gives findings as lines of JSON while it reads; --${other} does not go with it.`,
    );
  return 'ndjson';
};

/** `flowcause explain`. */
export const explain = async (args: Parsed, output: Output): Promise<number> => {
  const values = await withScenario('explain', args);
  const form = formOf(values);
  const groupBy = choiceFrom(values, 'by', GROUPED_BY) ?? 'rule';
  const top = countFrom(values, 'top');
  const failOn = choiceFrom(values, 'fail-on', ['blocked']);
  const format = logFormatFrom(values);
  const question = questionFrom(values);
  const evidence = await readInput(args.paths);
  if (values.stream === true)
    return explainStream(evidence, question, format, failOn !== null, args.paths, output);
  const engine = diagnosis(evidence, question, groupBy);
  const progress = follow(evidence.logs, output.terminal);
  for await (const piece of piecesOf(evidence, { format, onBytes: progress.bytes })) {
    engine.push(piece);
    if ('batch' in piece) progress.records(piece.batch.length);
  }
  progress.done();
  const report = engine.report();
  if (
    report.records.ok + report.records.nodata + report.records.skipdata === 0 &&
    isEmptyNetwork(evidence.network)
  )
    throw new UsageError(nothingRead(args.paths, report.problems.first));
  const text = printed[form](report, top === null ? {} : { top });
  await output.write(form === 'text' && output.paint !== null ? inColour(text, output.paint) : text);
  return failOn !== null && report.findings.some(isBlocked) ? EXIT.blocked : EXIT.done;
};
