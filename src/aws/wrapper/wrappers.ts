import { errorAnswer } from './error-answer.js';
import { pages } from './pages.js';
import { recording } from './recording.js';
import { resourceList } from './resource-list.js';
import { scannedResource } from './scanned-resource.js';
import { singleResource } from './single-resource.js';
import { snakeCaseSections } from './snake-case-sections.js';
import { testSnapshot } from './test-snapshot.js';
import type { Wrapper } from './wrapped.js';

/** Wrappers that name themselves; inside them lie keys of answers too. */
export const NAMED_WRAPPERS: readonly Wrapper[] = [recording, scannedResource, testSnapshot];

/** What answers come wrapped in when nothing names it, in the order in which it is tried. */
export const WRAPPERS: readonly Wrapper[] = [
  errorAnswer,
  pages,
  resourceList,
  snakeCaseSections,
  singleResource,
];
