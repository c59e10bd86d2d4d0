import type { Conversation } from './conversation/conversation.js';
import type { Correlation } from './conversation/correlation.js';
import { correlator } from './conversation/correlator.js';
import { endsText } from './conversation/in-order.js';
import { nothingFound, type Passed } from './diagnosis/answer.js';
import { answerInParts } from './diagnosis/answer-in-parts.js';
import { asksSomething } from './diagnosis/question.js';
import { EMPTY_NETWORK } from './network/network.js';
import type { Problem } from './problem/problem.js';
import { count, NOTHING_READ, type RecordPiece, type RecordSummary } from './record/summary.js';
import {
  correlationOptions,
  questionOf,
  type ReportedFinding,
  remedied,
  type TroubleshootOptions,
  unpairableProblems,
} from './troubleshoot.js';

/** What a stream of records gives: findings and problems as they come, and last the sums. */
export type StreamedPiece =
  | { readonly finding: ReportedFinding }
  | { readonly problem: Problem }
  | { readonly summary: StreamSummary };

/** What a stream came to, once it has ended. */
export type StreamSummary = {
  readonly records: RecordSummary;
  readonly passed: Passed;
  readonly oneLeg: Passed;
  /** How many were given out. */
  readonly findings: number;
};

/** Conversations of the same two ends together, wherever they were recorded. */
const sameEnds = (conversations: readonly Conversation[]): Iterable<readonly Conversation[]> => {
  const found = new Map<string, Conversation[]>();
  for (const it of conversations) {
    const key = endsText(it);
    const others = found.get(key);
    if (others === undefined) found.set(key, [it]);
    else others.push(it);
  }
  return found.values();
};

const plus = (a: Passed, b: Passed): Passed => ({
  conversations: a.conversations + b.conversations,
  records: a.records + b.records,
});

/**
 * Explains records while they arrive: a finding is given when the conversations it speaks of are over, that is when no
 * record of theirs can come any more (`correlation.lateness`, in seconds; one time delta by default), at the latest once
 * as many records have come again as conversations are open. Memory holds only conversations that are not over.
 *
 * Rejected requests from public addresses wait for up to an hour of the log, for what else their senders do tells whether
 * they are `internet-background-noise`: that is one finding, with its sums, when the source has ended (and before that when
 * it knows of 100,000 senders and targets). Who tries many ports over a longer time, or is let in only after that, may
 * therefore be told otherwise than in the report of the whole log.
 *
 * Findings of one `id` that come again speak of further conversations: their `occurrences` add up. What two interfaces
 * recorded of one conversation may come as two findings, where one of them is over before the other. Errors of the
 * source are thrown where it is iterated; lines that cannot be read are pieces with a `problem`.
 *
 * @example
 * ```ts
 * import { readText, troubleshootStream } from 'flowcause';
 *
 * async function* arriving() {
 *   const line = (source, start, action) =>
 *     `2 123456789010 eni-1 ${source} 10.0.2.20 40000 443 6 9 540 ${start} ${start + 60} ${action} OK`;
 *   yield* readText(line('10.0.1.10', 1700000000, 'REJECT'), { source: 'live' }).batches.map((batch) => ({ batch }));
 *   yield* readText(line('10.0.1.11', 1700009000, 'REJECT'), { source: 'live' }).batches.map((batch) => ({ batch }));
 * }
 *
 * const blocked = [];
 * for await (const piece of troubleshootStream(arriving()))
 *   if ('finding' in piece) blocked.push(piece.finding.id);
 * console.log(blocked[0]); // security-group-or-network-acl-blocks/10.0.1.10/10.0.2.20/6/443
 * console.log(blocked.length); // 2
 * ```
 */
export async function* troubleshootStream(
  pieces: AsyncIterable<RecordPiece> | Iterable<RecordPiece>,
  options: TroubleshootOptions = {},
): AsyncGenerator<StreamedPiece, void> {
  const network = options.network ?? EMPTY_NETWORK;
  const question = questionOf(options);
  const correlating = correlator({ ...correlationOptions(network), ...options.correlation });
  const answered = answerInParts(network, question);
  const mend = remedied(network);
  let records = NOTHING_READ;
  let [passed, oneLeg]: [Passed, Passed] = [
    { conversations: 0, records: 0 },
    { conversations: 0, records: 0 },
  ];
  let findings = 0;
  const tell = (
    correlation: Correlation,
    over: Iterable<readonly Conversation[]>,
    isLast: boolean,
  ): readonly StreamedPiece[] => {
    const found = answered(correlation, over, isLast);
    passed = plus(passed, found.passed);
    oneLeg = plus(oneLeg, found.oneLeg);
    findings += found.findings.length;
    return found.findings.map((finding) => ({ finding: mend(finding) }));
  };
  for await (const piece of pieces) {
    records = count(records, piece);
    if ('problem' in piece) {
      yield piece;
      continue;
    }
    const over = correlating.push(piece.batch);
    if (over.length > 0) yield* tell(correlating.finish(), sameEnds(over), false);
  }
  const last = correlating.finish();
  yield* tell(last, last.bySameEnds(), true);
  if (findings === 0 && passed.records + oneLeg.records === 0 && asksSomething(question)) {
    findings = 1;
    yield { finding: mend(nothingFound(network, last, question)) };
  }
  for (const problem of unpairableProblems(last)) yield { problem };
  yield { summary: { records, passed, oneLeg, findings } };
}
