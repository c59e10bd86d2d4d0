import { isPlainObject } from '../../prelude/plain-object.js';

const dateHeader = (headers: unknown): unknown =>
  isPlainObject(headers)
    ? Object.entries(headers).find(([name]) => name.toLowerCase() === 'date')?.[1]
    : undefined;

/** When AWS answered, in Unix seconds, by the HTTP header that SDKs for Python keep; null where it is not kept. */
export const answeredAt = (answer: unknown): number | null => {
  if (!isPlainObject(answer) || !isPlainObject(answer.ResponseMetadata)) return null;
  const date = dateHeader(answer.ResponseMetadata.HTTPHeaders);
  const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
};
