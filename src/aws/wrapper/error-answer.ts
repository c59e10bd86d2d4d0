import { isPlainObject } from '../../prelude/plain-object.js';
import { origin } from '../../problem/origin.js';
import type { Problem } from '../../problem/problem.js';
import type { Unwrapped, Wrapper } from './wrapped.js';

type AwsError = { readonly code: string | null; readonly message: string | null };

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const errorIn = (json: unknown): AwsError | null => {
  if (!isPlainObject(json)) return null;
  const { Error: error, Errors: errors, Response: response, __type: type } = json;
  if (isPlainObject(error)) return { code: textOr(error.Code), message: textOr(error.Message) };
  if (Array.isArray(errors) && isPlainObject(errors[0]) && 'Code' in errors[0])
    return errorIn({ Error: errors[0] });
  if (isPlainObject(response)) return errorIn(response);
  return typeof type === 'string'
    ? { code: type.split('#').at(-1) ?? type, message: textOr(json.message ?? json.Message) }
    : null;
};

/** AWS refused the call: the answer says nothing of the network, and above all not that there is nothing. */
export const awsErrorProblem = (source: string, json: unknown): Problem | null => {
  const error = errorIn(json);
  return error === null ? null : { kind: 'aws-error', origin: origin(source), operation: null, ...error };
};

/**
 * The error that AWS answered instead of a list.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
export const errorAnswer: Wrapper = ({ source, json }): Unwrapped | null => {
  const problem = awsErrorProblem(source, json);
  return problem === null ? null : { documents: [], problems: [problem] };
};
