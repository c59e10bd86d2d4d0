import { isPlainObject } from '../../prelude/plain-object.js';
import { origin } from '../../problem/origin.js';
import type { Problem } from '../../problem/problem.js';
import type { JsonDocument } from '../json-document.js';
import { answersOf } from '../stated.js';
import type { Statements } from '../statements.js';
import { READINGS, typesNotRead } from './readings.js';
import { shownResources } from './shown.js';
import { stateResources } from './state.js';
import { type TerraformResource, worldOf } from './terraform-resource.js';

const unread = (source: string, resources: readonly TerraformResource[]): readonly Problem[] => {
  const types = typesNotRead(resources);
  return types.length === 0 ? [] : [{ kind: 'unread-types', origin: origin(source), types }];
};

/** The resources of a state file, or of `terraform show -json` of a state or plan; null when the document is neither. */
export const terraformResources = (json: unknown): readonly TerraformResource[] | null =>
  isPlainObject(json) ? (stateResources(json) ?? shownResources(json)) : null;

/**
 * What Terraform manages, of a state file or of `terraform show -json` of a state or plan. It says nothing of what it
 * does not manage, so no list is whole. Only the attributes that describe the network are looked at, and no value of the
 * file is repeated in a problem: states hold passwords and keys.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export const terraformForm = ({ source, json }: JsonDocument): Statements | null => {
  const resources = terraformResources(json);
  if (resources === null) return null;
  const world = worldOf(resources);
  const parts = READINGS.map((reading) => reading(world));
  return {
    answers: answersOf(
      'terraform',
      parts.flatMap(({ stated }) => stated),
      (key) => `Terraform resources as ${key}`,
    ),
    gaps: parts.flatMap(({ gaps }) => gaps),
    problems: unread(source, resources),
  };
};
