import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { UNKNOWN } from './attribute.js';
import { withReferences } from './references.js';
import type { TerraformResource } from './terraform-resource.js';

const list = (value: unknown): readonly PlainObject[] =>
  Array.isArray(value) ? value.filter(isPlainObject) : [];

/** The value with `UNKNOWN` at every place that is marked with `true`. */
const marked = (value: unknown, marks: unknown): unknown => {
  if (marks === true) return UNKNOWN;
  if (Array.isArray(marks)) {
    const items = Array.isArray(value) ? value : [];
    return Array.from({ length: Math.max(items.length, marks.length) }, (_, i) => marked(items[i], marks[i]));
  }
  if (!isPlainObject(marks)) return value;
  const object = isPlainObject(value) ? value : {};
  return {
    ...object,
    ...Object.fromEntries(Object.entries(marks).map(([key, mark]) => [key, marked(object[key], mark)])),
  };
};

const inModules = (module: unknown): readonly PlainObject[] =>
  isPlainObject(module) ? [...list(module.resources), ...list(module.child_modules).flatMap(inModules)] : [];

const resourceOf = (it: PlainObject, values: unknown): TerraformResource => ({
  type: String(it.type),
  address: String(it.address),
  isManaged: it.mode !== 'data',
  values: isPlainObject(values) ? values : {},
});

const rootOf = (json: unknown): unknown =>
  isPlainObject(json) && isPlainObject(json.values) ? json.values.root_module : null;

const changesOf = (json: PlainObject): ReadonlyMap<string, PlainObject> =>
  new Map(
    list(json.resource_changes).flatMap(({ address, change }) =>
      isPlainObject(change) ? [[String(address), change] as const] : [],
    ),
  );

/** The planned values leave out what is unknown; the changes mark it. */
const plannedOf = (json: PlainObject): readonly TerraformResource[] => {
  const changes = changesOf(json);
  const root = isPlainObject(json.planned_values) ? json.planned_values.root_module : null;
  const planned = inModules(root).map((it) => {
    const change = changes.get(String(it.address));
    return resourceOf(it, change === undefined ? it.values : marked(change.after, change.after_unknown));
  });
  return withReferences(planned, json.configuration);
};

/** `terraform show -json` of a state, or of a plan: then what will be when it is applied. Null when it is neither. */
export const shownResources = (json: PlainObject): readonly TerraformResource[] | null => {
  if (typeof json.format_version !== 'string') return null;
  if (isPlainObject(json.planned_values)) return plannedOf(json);
  const root = rootOf(json) ?? rootOf(json.prior_state);
  if (root === null && !('terraform_version' in json)) return null;
  return inModules(root).map((it) => resourceOf(it, it.values));
};
