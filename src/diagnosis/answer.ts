import type { Conversation } from '../conversation/conversation.js';
import type { Correlation } from '../conversation/correlation.js';
import { type Group, groups } from '../conversation/group.js';
import { type Journey, journeysOfEnds } from '../conversation/journey/journey.js';
import { throughStandIns } from '../conversation/journey/stand-in.js';
import type { Network } from '../network/network.js';
import { hostsIn } from '../path/hosts.js';
import { canMeet } from '../path/meeting.js';
import { caseOf } from './case/case.js';
import { NOBODY, sendersIn } from './case/senders.js';
import { type Surroundings, servedIn, wentWell } from './case/surroundings.js';
import { unsolicitedAt } from './case/unsolicited.js';
import { diagnose } from './diagnose.js';
import type { Finding } from './finding/finding.js';
import type { FindingGroup, GroupedBy } from './finding/finding-group.js';
import { findingCollector } from './finding/group-findings.js';
import { withSeparations } from './finding/intermittent.js';
import { isNoise, type NoiseCollector, noiseCollector } from './finding/noise.js';
import { askedFor, asksSomething, type Question } from './question.js';
import { diagnoseSilence } from './silence/diagnose-silence.js';

/** Conversations and their records. */
export type Passed = { readonly conversations: number; readonly records: number };

const NONE_PASSED: Passed = { conversations: 0, records: 0 };

const plus = (sum: Passed, { occurrences }: Finding): Passed => ({
  conversations: sum.conversations + (occurrences?.conversations ?? 0),
  records: sum.records + (occurrences?.records ?? 0),
});

/** Findings, and healthy traffic in numbers. */
export type Answer = {
  /** Conversations accepted both ways. */
  readonly passed: Passed;
  /** Conversations with one accepted leg, for a harmless reason. */
  readonly oneLeg: Passed;
  /** Most harmful first; of one cause and rule no more than a person or a tool can take in. */
  readonly findings: readonly Finding[];
  /** All findings in sums, most harmful first. */
  readonly groups: readonly FindingGroup[];
};

/** Nothing failed in it, whatever the configuration given says. */
const isHealthy = ({ code }: Finding): boolean =>
  code === 'allowed-both-ways' || code === 'log-contradicts-configuration';

/**
 * Diagnoses one group after the other; of healthy ones only the numbers are told, unless they are asked for. Noise goes to
 * its collector, and is told where `isNoiseOver` says that no more will come.
 */
export const examine = (
  network: Network,
  correlation: Correlation,
  asked: readonly Group[],
  all: boolean,
  by: GroupedBy,
  surroundings: Surroundings,
  noise: NoiseCollector = noiseCollector(),
  isNoiseOver: () => boolean = () => true,
): Answer => {
  const found = findingCollector(by);
  const well: Group[] = [];
  let [passed, oneLeg] = [NONE_PASSED, NONE_PASSED];
  for (const group of asked) {
    const finding = diagnose(caseOf(network, correlation, group, surroundings));
    if (finding.code === 'allowed-both-ways') passed = plus(passed, finding);
    if (isHealthy(finding) && wentWell(group)) well.push(group);
    if (finding.code === 'one-leg-recorded') oneLeg = plus(oneLeg, finding);
    if (isNoise(finding)) noise.add(finding);
    else if (all || finding.outcome !== 'allowed') found.add(finding);
  }
  if (isNoiseOver()) for (const one of noise.findings()) found.add(one);
  const findings = withSeparations(network, found.findings(), well);
  return { passed, oneLeg, findings, groups: found.groups() };
};

/**
 * What several interfaces recorded of the same conversations, where they can meet: one journey after the other, so that
 * none need be kept. `conversations` are those of the same ends together.
 */
export function* journeysIn(
  network: Network,
  correlation: Correlation,
  conversations: Iterable<readonly Conversation[]> = correlation.bySameEnds(),
): Generator<Journey, void> {
  const { ownAddress, maxAggregationInterval } = correlation;
  const options = { canMeet: canMeet(network), ownAddress, maxAggregationInterval };
  const { isPlain, primaryOf, ...hosts } = hostsIn(network);
  const ofEnds = (function* () {
    for (const sameEnds of conversations) yield* journeysOfEnds(sameEnds, options);
  })();
  const standInAt = (point: string) => (correlation.namesPackets(point) ? null : primaryOf(point));
  yield* isPlain ? ofEnds : throughStandIns(ofEnds, { ...hosts, standInAt }, options);
}

/** Why nothing was recorded of what was asked for. */
export const nothingFound = (network: Network, { coverage }: Correlation, question: Question): Finding =>
  diagnoseSilence(network, coverage, question);

/** What there is to say to a question. Healthy traffic stays a number unless it was asked for or there is nothing else to say. */
export const answer = (
  network: Network,
  correlation: Correlation,
  question: Question,
  by: GroupedBy = 'rule',
): Answer => {
  const all = groups(journeysIn(network, correlation));
  const asked = askedFor(all, question);
  if (asked.length === 0 && asksSomething(question)) {
    const found = findingCollector(by);
    found.add(nothingFound(network, correlation, question));
    return { passed: NONE_PASSED, oneLeg: NONE_PASSED, findings: found.findings(), groups: found.groups() };
  }
  const senders = asksSomething(question)
    ? NOBODY
    : sendersIn(all, (it) => unsolicitedAt(network, it) !== null);
  const surroundings = { senders, served: servedIn(all) };
  const isAll = question.all || asksSomething(question);
  const found = examine(network, correlation, asked, isAll, by, surroundings);
  return found.findings.length === 0 ? examine(network, correlation, asked, true, by, surroundings) : found;
};
