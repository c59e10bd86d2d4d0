import {
  findingJson,
  type Problem,
  problemJson,
  type Question,
  type RecordFormat,
  type RecordPiece,
  troubleshootStream,
} from '../index.js';
import { type Evidence, haveSeveralFlowLogs, piecesOf } from '../scenario/evidence.js';
import { isBlocked } from './fail-on.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { nothingRead } from './read-input.js';

/** Everything that comes out of the input, problems of the configuration first. */
async function* allOf(
  evidence: Evidence,
  format: RecordFormat | null,
  output: Output,
): AsyncGenerator<RecordPiece, void> {
  for (const problem of evidence.problems) yield { problem };
  const progress = follow(evidence.logs, output.asideTerminal);
  for await (const piece of piecesOf(evidence, { format, onBytes: progress.bytes })) {
    if ('batch' in piece) progress.records(piece.batch.length);
    yield piece;
  }
  progress.done();
}

/** `flowcause explain --stream`: a finding is written as soon as its conversations are over. */
export const explainStream = async (
  evidence: Evidence,
  question: Question,
  format: RecordFormat | null,
  failOnBlocked: boolean,
  paths: readonly string[],
  output: Output,
): Promise<number> => {
  const options = {
    network: evidence.network,
    question,
    correlation: { deduplicate: haveSeveralFlowLogs(evidence.logs) },
  };
  const seen: Problem[] = [];
  const line = (value: unknown) => output.write(`${JSON.stringify(value)}\n`);
  let hasBlocked = false;
  let isUnusable = false;
  for await (const piece of troubleshootStream(allOf(evidence, format, output), options)) {
    if ('finding' in piece) {
      hasBlocked ||= isBlocked(piece.finding);
      await line({ finding: findingJson(piece.finding) });
    } else if ('problem' in piece) {
      if (seen.length < 2) seen.push(piece.problem);
      await line({ problem: problemJson(piece.problem) });
    } else {
      const { records } = piece.summary;
      isUnusable = records.ok + records.nodata + records.skipdata === 0 && piece.summary.findings === 0;
      await line({ summary: piece.summary });
    }
  }
  if (isUnusable) throw new UsageError(nothingRead(paths, seen));
  return failOnBlocked && hasBlocked ? EXIT.blocked : EXIT.done;
};
