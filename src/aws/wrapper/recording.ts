import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { origin } from '../../problem/origin.js';
import { awsErrorProblem } from './error-answer.js';
import { answeredAt } from './response-metadata.js';
import { only, type Unwrapped, type Wrapper, wrapped } from './wrapped.js';

const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' ? value : otherwise;

const isoOf = (it: PlainObject): string =>
  new Date(
    Date.UTC(
      numberOr(it.year, 1970),
      numberOr(it.month, 1) - 1,
      numberOr(it.day, 1),
      numberOr(it.hour, 0),
      numberOr(it.minute, 0),
      numberOr(it.second, 0),
      Math.floor(numberOr(it.microsecond, 0) / 1000),
    ),
  ).toISOString();

/** Recordings hold times as `{"__class__": "datetime", "year": 2016, ...}`. */
const withTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withTimes);
  if (!isPlainObject(value)) return value;
  if (value.__class__ === 'datetime') return isoOf(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTimes(item)]));
};

/**
 * An answer as a test recorder keeps it: `{"status_code": 200, "data": {...}}`. The numbers in the names of such files
 * count calls, not pages.
 */
export const recording: Wrapper = ({ source, json }): Unwrapped | null => {
  if (!isPlainObject(json) || typeof json.status_code !== 'number' || !isPlainObject(json.data)) return null;
  const error = awsErrorProblem(source, json.data);
  if (error !== null) return { documents: [], problems: [error] };
  if (json.status_code >= 400) {
    const code = `HTTP ${json.status_code}`;
    return {
      documents: [],
      problems: [{ kind: 'aws-error', origin: origin(source), operation: null, code, message: null }],
    };
  }
  return only(
    wrapped(withTimes(json.data), { path: 'data.', capturedAt: answeredAt(json.data), isOneCall: true }),
  );
};
