import type { Problem } from '../problem/problem.js';

/** What the command line says instead of an answer. */
const ERROR = /An error occurred \(([^)]+)\) when calling the (\w+) operation(?: \([^)]*\))?: ?([^\r\n]*)/;

/** The error that a line of the AWS CLI tells; null when it tells none. */
export const awsErrorIn = (source: string, text: string, line: number): Problem | null => {
  const found = ERROR.exec(text);
  return found === null
    ? null
    : {
        origin: { source, line },
        kind: 'aws-error',
        code: found[1] as string,
        operation: found[2] as string,
        message: found[3] === undefined || found[3] === '' ? null : found[3],
      };
};

export const tellsAwsError = (text: string): boolean => ERROR.test(text);
