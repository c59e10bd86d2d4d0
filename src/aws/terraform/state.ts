import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';
import { grownFrom } from './flat-attributes.js';
import type { TerraformResource } from './terraform-resource.js';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const indexOf = (key: unknown): string =>
  key === undefined || key === null ? '' : `[${JSON.stringify(key)}]`;

const attributesOf = (instance: PlainObject): PlainObject => {
  if (isPlainObject(instance.attributes)) return instance.attributes;
  return isPlainObject(instance.attributes_flat) ? grownFrom(instance.attributes_flat) : {};
};

/** An object that was replaced and is still to be destroyed stands beside the one in use. */
const isInUse = (instance: PlainObject): boolean => instance.deposed === undefined;

const instancesOf = (resource: PlainObject): readonly TerraformResource[] => {
  const type = textOf(resource.type);
  const isManaged = resource.mode !== 'data';
  const prefix = [textOf(resource.module), isManaged ? '' : 'data', type, textOf(resource.name)];
  const address = prefix.filter((part) => part !== '').join('.');
  const instances = Array.isArray(resource.instances) ? resource.instances.filter(isPlainObject) : [];
  return instances.filter(isInUse).map((instance) => ({
    type,
    address: address + indexOf(instance.index_key),
    isManaged,
    values: attributesOf(instance),
  }));
};

/** `aws_subnet.private.0` and `data.aws_vpc.main`, the keys of a module's resources before version 4. */
const flatResource = ([key, resource]: readonly [string, unknown]): readonly TerraformResource[] => {
  if (!isPlainObject(resource) || !isPlainObject(resource.primary)) return [];
  const { attributes } = resource.primary;
  return [
    {
      type: textOf(resource.type),
      address: key,
      isManaged: !key.startsWith('data.'),
      values: isPlainObject(attributes) ? grownFrom(attributes) : {},
    },
  ];
};

const inModule = (module: unknown): readonly TerraformResource[] =>
  isPlainObject(module) && isPlainObject(module.resources)
    ? Object.entries(module.resources).flatMap(flatResource)
    : [];

/** A state file: `terraform.tfstate`, `terraform state pull`. Null when it is none. */
export const stateResources = (json: PlainObject): readonly TerraformResource[] | null => {
  if (typeof json.version !== 'number') return null;
  if (Array.isArray(json.modules)) return json.modules.flatMap(inModule);
  const isState = 'terraform_version' in json || 'lineage' in json || 'serial' in json;
  return Array.isArray(json.resources) && isState
    ? json.resources.filter(isPlainObject).flatMap(instancesOf)
    : null;
};
