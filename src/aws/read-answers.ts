import type { Network } from '../network/network.js';
import { origin } from '../problem/origin.js';
import type { Problem } from '../problem/problem.js';
import type { AnswerKey } from './answer-keys.js';
import { withDefaults } from './defaults.js';
import { gapsOf, pageGaps } from './gaps.js';
import { gather } from './gather.js';
import type { JsonDocument } from './json-document.js';
import { pagedLists, readable } from './pages.js';
import { putTogether } from './put-together.js';
import { statementsOf } from './statements-of.js';

/** The model, and beside it what could not be read and which answers there were. */
export type AnswersRead = {
  readonly network: Network;
  readonly problems: readonly Problem[];
  /** The keys of the answers that were there, in whatever form. */
  readonly answered: ReadonlySet<AnswerKey>;
};

/**
 * Reads answers of `aws ec2 describe-*` and `aws elbv2 describe-*`, in any order and mix, into one network.
 * What cannot be read is a problem beside it, and the rest is used; what is not said is a gap. Of two copies that differ
 * the one captured later is used, or the one that says more: the order of the documents never matters.
 */
export const readAnswers = (documents: readonly JsonDocument[]): AnswersRead => {
  const read = documents.map((document) => {
    const { answers, gaps, problems } = statementsOf(document);
    const { known, unknown } = readable(document.source, answers);
    const unread: readonly Problem[] =
      unknown.length === 0
        ? []
        : [{ kind: 'not-an-aws-answer', origin: origin(document.source), keys: unknown }];
    return { known, gaps, problems: [...problems, ...unread] };
  });
  const lists = pagedLists(read.flatMap(({ known }) => known));
  const { copies, problems, given } = gather(lists);
  const { resources, problems: conflicts } = putTogether(copies);
  const known = { ...withDefaults(resources), given };
  const gaps = gapsOf(known, [...read.flatMap((it) => it.gaps), ...pageGaps(lists, given)]);
  return {
    network: { ...known, gaps },
    problems: [...read.flatMap((it) => it.problems), ...problems, ...conflicts],
    answered: new Set(lists.flatMap(({ pages }) => pages.map(({ answer }) => answer.key))),
  };
};
