import { origin } from '../../problem/origin.js';
import { isAnswerKey } from '../answer-keys.js';
import type { JsonDocument } from '../json-document.js';
import type { Answer, Statements } from '../statements.js';
import { subjectIn } from '../subject.js';
import { answeredAt } from '../wrapper/response-metadata.js';

/** Keys that say something about the answer and not about the network. */
const ENVELOPE: ReadonlySet<string> = new Set([
  'NextToken',
  'NextMarker',
  'AdditionalRoutesAvailable',
  'ResponseMetadata',
  'ResultMetadata',
  '$metadata',
]);

type Fields = Readonly<Record<string, unknown>>;

const isFields = (json: unknown): json is Fields =>
  json !== null && typeof json === 'object' && !Array.isArray(json);

/** A page that is not the last one, of `--max-items` or of a single call: the rest of its list is elsewhere. */
const goesOn = ({ NextToken, NextMarker, AdditionalRoutesAvailable }: Fields): boolean =>
  [NextToken, NextMarker].some((token) => typeof token === 'string' && token !== '') ||
  AdditionalRoutesAvailable === true;

/** The document has a list that an answer of AWS has. */
export const isCommandLineAnswer = (json: unknown): boolean =>
  isFields(json) && Object.keys(json).some((key) => !ENVELOPE.has(key) && isAnswerKey(key));

/** `{"SecurityGroups": [...]}`, as `aws ec2 describe-security-groups` prints it; also several such lists in one. */
export const commandLineForm = ({ source, json }: JsonDocument): Statements | null => {
  if (!isFields(json) || !isCommandLineAnswer(json)) return null;
  const keys = Object.keys(json).filter((key) => !ENVELOPE.has(key));
  const unread = keys.filter((key) => !isAnswerKey(key));
  return {
    answers: keys.filter(isAnswerKey).map(
      (key): Answer => ({
        key,
        items: json[key],
        path: key,
        capturedAt: answeredAt(json),
        isLastPage: !goesOn(json),
        subject: subjectIn(key, source),
      }),
    ),
    gaps: [],
    problems: unread.length > 0 ? [{ kind: 'not-an-aws-answer', origin: origin(source), keys: unread }] : [],
  };
};
