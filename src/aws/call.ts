import { ANSWER_CALLS, type AnswerKey } from './answer-keys.js';
import { isAddress } from './terraform/terraform-resource.js';

/** A read-only call of the AWS CLI, and the file its answer belongs into: its name carries what the answer does not say. */
export type Call = {
  readonly key: AnswerKey;
  /** What follows `aws`: service, operation, options. */
  readonly words: readonly string[];
  readonly file: string;
};

const fileName = (words: readonly string[], subject: string): string => {
  const operation = (words[1] ?? '').replace(/^(describe|get|search)-/, '');
  return `${operation}${subject === '' ? '' : `-${encodeURIComponent(subject)}`}.json`;
};

/** The call that gives everything of its kind. */
export const wholeCall = (key: AnswerKey): Call => {
  const words = ANSWER_CALLS[key].split(' ');
  return { key, words, file: fileName(words, '') };
};

/** The call for one thing; `subject` is its id, when the answer does not name it. */
export const callFor = (key: AnswerKey, options: readonly string[], subject = ''): Call => {
  const words = [...ANSWER_CALLS[key].split(' '), ...options];
  return { key, words, file: fileName(words, subject) };
};

/**
 * Whether AWS may know this id. Redacted ones (`<vpc-id:1>`) and those of resources to be made it cannot know; and the CLI reads a value such as
 * `file:///etc/passwd` as the name of a file to send. https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
 */
export const canBeAskedFor = (id: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9:/_.+=@-]*$/.test(id) && !id.includes('://') && !isAddress(id);
