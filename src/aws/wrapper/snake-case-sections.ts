import { isPlainObject } from '../../prelude/plain-object.js';
import { isAnswerKey } from '../answer-keys.js';
import { only, type Unwrapped, type Wrapper, wrapped } from './wrapped.js';

/** `security_groups` as AWS spells it: `SecurityGroups`. */
const pascalCase = (section: string): string =>
  section
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const asAnswer = (section: string, list: unknown): readonly (readonly [string, unknown])[] => {
  if (section === 'instances') return [['Reservations', [{ Instances: list }]]];
  const key = pascalCase(section);
  return isAnswerKey(key) ? [[key, list]] : [];
};

const isSection = (section: string): boolean => /^[a-z]+(_[a-z]+)*$/.test(section);

/**
 * One file of a collector, with a section for each kind: `{"security_groups": [...], "network_acls": [...]}`. Inside,
 * everything is spelled as by AWS, and what is not set is `null`. A section that is `null` was not collected.
 */
export const snakeCaseSections: Wrapper = ({ json }): Unwrapped | null => {
  if (!isPlainObject(json)) return null;
  const answers = Object.entries(json)
    .filter(([section, list]) => isSection(section) && Array.isArray(list))
    .flatMap(([section, list]) => asAnswer(section, list).map(([key, items]) => ({ section, key, items })));
  return answers.length === 0
    ? null
    : only(...answers.map(({ section, key, items }) => wrapped({ [key]: items }, { path: `${section}: ` })));
};
