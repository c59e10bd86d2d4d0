import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { only, type Unwrapped, type Wrapped, type Wrapper, wrapped } from './wrapped.js';

/** `10-05-2023, 11:22:33`: day, month, year; in UTC as far as anybody knows. */
const recordedAt = (date: unknown): number | null => {
  const [, day, month, year, time] =
    /^(\d\d)-(\d\d)-(\d{4}), (\d\d:\d\d:\d\d)$/.exec(typeof date === 'string' ? date : '') ?? [];
  const milliseconds = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
};

const isTest = (value: unknown): value is PlainObject =>
  isPlainObject(value) && isPlainObject(value['recorded-content']);

const stepsOf = ([name, test]: readonly [string, PlainObject]): readonly Wrapped[] =>
  Object.entries(test['recorded-content'] as PlainObject).map(([step, json]) =>
    wrapped(json, {
      path: `${name}.${step}.`,
      capturedAt: recordedAt(test['recorded-date']),
      isWhole: false,
    }),
  );

/**
 * Answers that tests keep to compare with: by test `{"recorded-date", "recorded-content": {<step>: <answer>}}`. Such a
 * test names what it made and lists no whole account.
 */
export const testSnapshot: Wrapper = ({ json }): Unwrapped | null => {
  const tests = isPlainObject(json) ? Object.entries(json) : [];
  return tests.length > 0 && tests.every(([, test]) => isTest(test))
    ? only(...tests.flatMap(([name, test]) => stepsOf([name, test as PlainObject])))
    : null;
};
