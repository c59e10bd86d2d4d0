import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { UNKNOWN } from './attribute.js';
import type { TerraformResource } from './terraform-resource.js';

/** A mark for each place that is not known, as `after_unknown` has them. */
const marksOf = (value: unknown): unknown => {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.map(marksOf);
  if (!isPlainObject(value)) return false;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marksOf(inner)]));
};

const withoutUnknown = (value: unknown): unknown => {
  if (value === UNKNOWN) return null;
  if (Array.isArray(value)) return value.map(withoutUnknown);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutUnknown(inner)]));
};

const holdsTrue = (marks: unknown): boolean =>
  marks === true || (typeof marks === 'object' && marks !== null && Object.values(marks).some(holdsTrue));

const resourceIn = ({ type, address, isManaged, values }: TerraformResource): PlainObject => ({
  address,
  mode: isManaged ? 'managed' : 'data',
  type,
  values: withoutUnknown(values),
});

const changeIn = ({ address, values }: TerraformResource): PlainObject => ({
  address,
  change: { after: withoutUnknown(values), after_unknown: marksOf(values) },
});

/**
 * Resources as `terraform show -json` prints them: of a state, or of a plan where something is known only after apply.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export const asShown = (resources: readonly TerraformResource[]): PlainObject => {
  const root = { root_module: { resources: resources.map(resourceIn) } };
  return resources.some(({ values }) => holdsTrue(marksOf(values)))
    ? { format_version: '1.2', planned_values: root, resource_changes: resources.map(changeIn) }
    : { format_version: '1.0', values: root };
};
