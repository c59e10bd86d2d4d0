import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { UNKNOWN } from './attribute.js';
import { idOf, type TerraformResource } from './terraform-resource.js';

/** Expressions of a plan's configuration, by the address of their resource without indexes. */
type Expressions = ReadonlyMap<string, PlainObject>;

const list = (value: unknown): readonly PlainObject[] =>
  Array.isArray(value) ? value.filter(isPlainObject) : [];

const expressionsIn = (module: unknown, prefix = ''): readonly (readonly [string, PlainObject])[] => {
  if (!isPlainObject(module)) return [];
  const own = list(module.resources).flatMap((it) =>
    isPlainObject(it.expressions) ? [[`${prefix}${String(it.address)}`, it.expressions] as const] : [],
  );
  const calls = isPlainObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  const inside = calls.flatMap(([name, call]) =>
    isPlainObject(call) ? expressionsIn(call.module, `${prefix}module.${name}.`) : [],
  );
  return [...own, ...inside];
};

const withoutIndexes = (address: string): string => address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]])*\]/g, '');

/** `module.a[0].aws_subnet.b` lies in `module.a[0].`, and so does what it refers to. */
const moduleOf = (address: string): string =>
  /^(?:module\.[^.[]+(?:\[(?:"(?:[^"\\]|\\.)*"|[^\]])*\])?\.)*/.exec(address)?.[0] ?? '';

const referencesIn = (expression: unknown): readonly string[] =>
  isPlainObject(expression) && Array.isArray(expression.references)
    ? expression.references.filter((one): one is string => typeof one === 'string')
    : [];

/** What an attribute refers to by `.id` or `.arn`; null when it refers to anything else too. */
const targets = (references: readonly string[]): readonly string[] | null => {
  const ids = references.filter((one) => /\.(id|arn)$/.test(one));
  const explained = (one: string) =>
    ids.some((id) => id === one || id.startsWith(`${one}.`) || id.startsWith(`${one}[`));
  return ids.length > 0 && references.every(explained)
    ? ids.map((id) => id.replace(/\.(id|arn)$/, ''))
    : null;
};

const isList = (name: string): boolean => name.endsWith('s');

/**
 * Ids do not exist when a plan is made. Where an attribute refers to just one resource, or a list to some, the plan's
 * configuration says to which; what it refers to by way of a variable, an output or an index stays unknown.
 */
export const withReferences = (
  resources: readonly TerraformResource[],
  configuration: unknown,
): readonly TerraformResource[] => {
  const root = isPlainObject(configuration) ? configuration.root_module : null;
  const expressions: Expressions = new Map(expressionsIn(root));
  const byAddress = new Map(resources.map((it) => [it.address, it]));
  const resolved = (it: TerraformResource, name: string): unknown => {
    const found = targets(referencesIn(expressions.get(withoutIndexes(it.address))?.[name]));
    const ids = found?.map((one) => byAddress.get(moduleOf(it.address) + one)).map((one) => one && idOf(one));
    if (ids === undefined || ids.some((id) => id === undefined)) return UNKNOWN;
    if (isList(name)) return ids;
    return ids.length === 1 ? ids[0] : UNKNOWN;
  };
  return resources.map((it) => ({
    ...it,
    values: Object.fromEntries(
      Object.entries(it.values).map(([name, value]) => [
        name,
        value === UNKNOWN ? resolved(it, name) : value,
      ]),
    ),
  }));
};
