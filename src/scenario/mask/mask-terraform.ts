import type { PlainDocument } from '../../index.js';
import { knownForm } from './mask-text.js';
import type { Renaming } from './renaming.js';
import { NAMES, TOLD_BY_AWS, WORDS } from './terraform-attributes.js';

type TerraformDocument = Extract<PlainDocument, { form: 'terraform' }>;

type Resource = TerraformDocument['resources'][number];

/** `module.a["x"].aws_subnet.b[0]`: names in brackets may hold dots. */
const BRACKETS = /\[(?:"(?:[^"\\]|\\.)*"|[^\]])*\]/g;

/** The type in an address of a resource to be made, which stands for the id that it does not have yet; else null. */
const typeIn = (text: string): string | null =>
  /^(?:module\.[^.]+\.)*(?:data\.)?(aws_\w+)\.[^.]+$/.exec(text.replace(BRACKETS, ''))?.[1] ?? null;

/** Numbers, and `true` and `false`, which old states write as texts. */
const isPlain = (text: string): boolean => /^(?:|-?\d{1,11}|true|false|default)$/.test(text);

/** `111122223333/sg-0a1b2c3d`, a group of another account. */
const ofAccount = (text: string, it: Renaming): string | null => {
  const [, account, id] = /^(\d{12})\/(sg-[0-9a-z]+)$/.exec(text) ?? [];
  return account === undefined || id === undefined ? null : `${it.account(account)}/${it.id(id)}`;
};

const renamed = (text: string, it: Renaming): string => {
  if (isPlain(text)) return text;
  const type = typeIn(text);
  if (type !== null) return `${type}.${it.name(text)}`;
  return ofAccount(text, it) ?? knownForm(text, it) ?? it.name(text);
};

const maskedNumber = (value: number, it: Renaming): number =>
  /^\d{12}$/.test(String(value)) ? Number(it.account(String(value))) : value;

const maskedText = (text: string, attribute: string, it: Renaming): string => {
  if (WORDS.has(attribute)) return text;
  return TOLD_BY_AWS.has(attribute) ? (knownForm(text, it) ?? '') : renamed(text, it);
};

/** What stands at an attribute. Values that are known only after apply have no text and stay. */
const masked = (value: unknown, attribute: string, it: Renaming): unknown => {
  if (typeof value === 'string') return maskedText(value, attribute, it);
  if (typeof value === 'number') return maskedNumber(value, it);
  if (Array.isArray(value)) return value.map((item) => masked(item, attribute, it));
  return typeof value === 'object' && value !== null ? maskedBlock(value, it) : value;
};

const maskedBlock = (block: object, it: Renaming): Resource['values'] =>
  Object.fromEntries(
    Object.entries(block)
      .filter(([attribute]) => WORDS.has(attribute) || NAMES.has(attribute))
      .map(([attribute, value]) => [attribute, masked(value, attribute, it)]),
  );

/**
 * Resources of Terraform, renamed; modules and indexes go with the names. Of their attributes those are kept that bear on
 * the network: tags, descriptions, user data, passwords and all else are left out.
 */
export const maskTerraform = (document: TerraformDocument, it: Renaming): TerraformDocument => ({
  ...document,
  resources: document.resources.map((resource) => ({
    ...resource,
    address: `${resource.isManaged ? '' : 'data.'}${resource.type}.${it.name(resource.address)}`,
    values: maskedBlock(resource.values, it),
  })),
});
