import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { isAnswerKey } from '../answer-keys.js';
import { only, type Unwrapped, type Wrapper, wrapped } from './wrapped.js';

const keysOf = (page: PlainObject): readonly string[] => Object.keys(page).filter(isAnswerKey);

const isPage = (item: unknown): item is PlainObject => isPlainObject(item) && keysOf(item).length > 0;

const withoutToken = (page: PlainObject): PlainObject => {
  const { NextToken, NextMarker, ...rest } = page;
  return rest;
};

/** The token of a page leads to the page behind it, where that is a page of the same list. */
const isContinued = (page: PlainObject, next: PlainObject | undefined): boolean =>
  next !== undefined && keysOf(page).every((key) => key in next);

/** Answers in a list, page after page, as `--output yaml-stream` and paginators give them. */
export const pages: Wrapper = ({ json }): Unwrapped | null =>
  Array.isArray(json) && json.length > 0 && json.every(isPage)
    ? only(
        ...json.map((page, index) =>
          wrapped(isContinued(page, json[index + 1]) ? withoutToken(page) : page, { path: `[${index}].` }),
        ),
      )
    : null;
