import type { JsonDocument } from '../../src/aws/json-document.js';
import { type AnswersRead, readAnswers } from '../../src/aws/read-answers.js';
import type { Network } from '../../src/network/network.js';
import type { Problem } from '../../src/problem/problem.js';

/** Answers of `aws ec2 describe-*`, one document each, to a network. */
export const read = (...answers: readonly unknown[]): { network: Network; problems: readonly Problem[] } =>
  readAnswers(answers.map((json, i) => ({ source: `${i + 1}.json`, json })));

/** The network alone, of answers that must be readable. */
export const networkOf = (...answers: readonly unknown[]): Network => {
  const { network, problems } = read(...answers);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return network;
};

/** Answers in files whose names matter. */
export const readFiles = (files: readonly JsonDocument[]): AnswersRead => readAnswers(files);
