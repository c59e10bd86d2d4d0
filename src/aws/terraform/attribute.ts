import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';

/** Stands where a plan says that a value is not known until it is applied. */
export const UNKNOWN: unique symbol = Symbol('known after apply');

/**
 * Reading the attributes of a Terraform resource. Only the names asked for are looked at: a state holds passwords and
 * keys beside them. Terraform writes `""` for nothing, and old states write everything as text.
 */

/** A text or number as text; null when it is absent, empty or unknown. */
export const text = (block: PlainObject, name: string): string | null => {
  const value = block[name];
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
};

export const integer = (block: PlainObject, name: string): number | null => {
  const value = text(block, name);
  return value === null || !/^-?\d+$/.test(value) ? null : Number(value);
};

export const flag = (block: PlainObject, name: string): boolean | null => {
  const value = block[name];
  if (value === 'true' || value === true) return true;
  return value === 'false' || value === false ? false : null;
};

/** The known texts of a list. */
export const texts = (block: PlainObject, name: string): readonly string[] => {
  const value = block[name];
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string' && item !== '')
    : [];
};

/** The known blocks of a list of blocks. */
export const blocks = (block: PlainObject, name: string): readonly PlainObject[] => {
  const value = block[name];
  return Array.isArray(value) ? value.filter(isPlainObject) : [];
};

const holdsUnknown = (value: unknown): boolean => {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  return isPlainObject(value) && Object.values(value).some(holdsUnknown);
};

/** The attribute is unknown, or something in it is. */
export const isUnknown = (block: PlainObject, name: string): boolean => holdsUnknown(block[name]);

/** The list is not known to its end: the file leaves it out, or some of it is unknown. */
export const isOpen = (block: PlainObject, name: string): boolean =>
  !Array.isArray(block[name]) || isUnknown(block, name);

/** The object without the names that are null, so that what is not known is not stated. */
export const present = (fields: PlainObject): PlainObject =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
