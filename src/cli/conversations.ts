import {
  type Conversation,
  type Correlation,
  conversationJson,
  conversationStatistics,
  conversationsSummaryJson,
  correlationOptions,
  correlator,
  countRecords,
  groupJson,
  groups,
  isAskedFor,
  isOfLoadBalancer,
  type Journey,
  journeyJson,
  journeysIn,
  type LoadBalancerAt,
  type Network,
  NOTHING_READ,
  type Problem,
  problemJson,
  type Question,
  throughTranslations,
  unpairableProblems,
} from '../index.js';
import { inTimeOrder, readLogs } from '../source/index.js';
import {
  choiceFrom,
  logFormatFrom,
  type Parsed,
  questionFrom,
  timingFrom,
  type Values,
} from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';
import { follow } from './progress.js';
import { haveSeveralFlowLogs, type Input, nothingRead, readInput } from './read-input.js';

/** What a line of output is: a conversation at an observation point, one wherever it was recorded, or many alike. */
const UNITS = ['observation-point', 'journey', 'group'] as const;
type Unit = (typeof UNITS)[number];

const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Text is written in pieces of about this many characters. */
const PIECE = 65_536;

async function* inPieces(lines: Iterable<string>): AsyncGenerator<string, void> {
  let text = '';
  for (const it of lines) {
    text += it;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  yield text;
}

const isWanted = ({ filter, interfaceId }: Question) => {
  const isAsked = isAskedFor(filter);
  return (it: Conversation): boolean =>
    (interfaceId === null || it.observationPoint === interfaceId) && isAsked(it);
};

const linesOf =
  (isWantedHere: (it: Conversation) => boolean) =>
  (found: readonly Conversation[]): readonly string[] =>
    found.filter(isWantedHere).map((it) => line({ conversation: conversationJson(it) }));

const isJourneyWanted =
  (question: Question) =>
  ({ conversations }: Journey): boolean =>
    conversations.some(isWanted(question));

function* wanted(journeys: Iterable<Journey>, question: Question): Generator<Journey, void> {
  for (const it of journeys) if (isJourneyWanted(question)(it)) yield it;
}

/** The lines of what is known only at the end. */
function* lastLines(
  unit: Unit,
  network: Network,
  correlation: Correlation,
  left: Iterable<readonly Conversation[]>,
  question: Question,
): Generator<string, void> {
  const journeys = journeysIn(network, correlation, left);
  if (unit === 'observation-point') for (const found of left) yield* linesOf(isWanted(question))(found);
  else if (unit === 'group')
    for (const it of groups(wanted(journeys, question))) yield line({ group: groupJson(it) });
  else {
    const all = throughTranslations([...journeys], {
      maxAggregationInterval: correlation.maxAggregationInterval,
      loadBalancerAt: loadBalancersOf(network),
    });
    for (const it of wanted(all, question)) yield line({ journey: journeyJson(it) });
  }
}

/** The addresses of a load balancer's interface, as far as the configuration shows. */
const loadBalancersOf =
  ({ interfaces }: Network): LoadBalancerAt =>
  (point) => {
    const it = interfaces.get(point);
    return it !== undefined && isOfLoadBalancer(it) ? it.privateAddresses : null;
  };

const optionsFor = ({ network, logs }: Input, values: Values, unit: Unit) => ({
  ...correlationOptions(network),
  ...timingFrom(values),
  // What is joined over observation points is known at the end only.
  ...(unit !== 'observation-point' && { lateness: Number.POSITIVE_INFINITY }),
  deduplicate: haveSeveralFlowLogs(logs),
});

/** `flowcause conversations`. */
export const conversations = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const unit = choiceFrom(values, 'by', UNITS) ?? 'observation-point';
  const question = questionFrom(values);
  const format = logFormatFrom(values);
  timingFrom(values);
  const input = await readInput(paths);
  const fold = correlator(optionsFor(input, values, unit));
  const statistics = conversationStatistics();
  const toLines = linesOf(isWanted(question));
  const seen: Problem[] = [];
  const report = (problem: Problem): Promise<void> => {
    if (seen.length < 2) seen.push(problem);
    return output.write(line({ problem: problemJson(problem) }));
  };
  for (const problem of input.problems) await report(problem);
  let summary = NOTHING_READ;
  const progress = follow(input.logs, output.asideTerminal);
  const reading = {
    flowLogFormats: input.flowLogFormats,
    onBytes: progress.bytes,
    ...(format && { format }),
  };
  for await (const piece of readLogs(inTimeOrder(input.logs), reading)) {
    summary = countRecords(summary, piece);
    if ('problem' in piece) await report(piece.problem);
    else {
      const lines: string[] = [];
      fold.push(piece.batch, (it) => {
        statistics.add(it);
        lines.push(...toLines([it]));
      });
      progress.records(piece.batch.length);
      for await (const text of inPieces(lines)) await output.write(text);
    }
  }
  progress.done();
  const correlation = fold.finish();
  const left = counted(correlation.bySameEnds(), statistics.add);
  for await (const text of inPieces(lastLines(unit, input.network, correlation, left, question)))
    await output.write(text);
  for (const problem of unpairableProblems(correlation)) await report(problem);
  await output.write(
    line({ summary: conversationsSummaryJson(summary, correlation.summary, statistics.statistics()) }),
  );
  if (summary.read === summary.malformed) throw new UsageError(nothingRead(paths, seen));
  return EXIT.done;
};

/** All conversations that were left, each counted as it is taken. */
function* counted(
  found: Iterable<readonly Conversation[]>,
  add: (it: Conversation) => void,
): Generator<readonly Conversation[], void> {
  for (const sameEnds of found) {
    for (const it of sameEnds) add(it);
    yield sameEnds;
  }
}
