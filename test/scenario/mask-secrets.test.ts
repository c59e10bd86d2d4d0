import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, plainDocuments, readAnswers } from '../../src/index.js';
import { addressMask } from '../../src/scenario/mask/address-mask.js';
import { KEYS } from '../../src/scenario/mask/answer-keys.js';
import { WORDS } from '../../src/scenario/mask/mask-answer.js';
import { maskDocument } from '../../src/scenario/mask/mask-document.js';
import { collector, renamingOf } from '../../src/scenario/mask/renaming.js';
import * as terraform from '../../src/scenario/mask/terraform-attributes.js';
import { FORMS } from '../arbitrary/routed-forms.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';

type Json = Readonly<Record<string, unknown>>;

/** The masked documents as one text; null where masking is refused. */
const maskedText = (documents: readonly unknown[]): string | null => {
  const plain = documents.map((json, i) => plainDocuments({ source: `${i}.json`, json }));
  if (plain.includes(null)) return null;
  const { renaming, names } = collector();
  const all = plain.flatMap((it) => it ?? []);
  for (const it of all) maskDocument(it, renaming);
  const by = renamingOf(names(), addressMask('key', []));
  return JSON.stringify(all.flatMap((it) => jsonOf(maskDocument(it, by))));
};

/** Ids as AWS makes them, so that none is the mask of another. */
const withLongIds = (json: unknown): unknown =>
  JSON.parse(
    JSON.stringify(json).replace(
      /\b(vpc|subnet|sg|eni|acl|rtb|igw|nat|pcx)-([a-z0-9]{1,4})\b/g,
      (_, kind, id) => `${kind}-0bad${Buffer.from(id).toString('hex').padStart(13, '0')}`,
    ),
  );

const OWN = /\b[a-z]+-0bad[0-9a-f]{13}\b|\b111122223333\b|payroll/gi;

const SECRET = 'payroll-db.alice';

/** What people and tools keep beside what is read. */
const BESIDES: Json = {
  Tags: [{ Key: SECRET, Value: SECRET }],
  tags: { payroll: SECRET },
  tags_all: { payroll: SECRET },
  Description: SECRET,
  description: SECRET,
  GroupName: SECRET,
  LoadBalancerName: SECRET,
  PrefixListName: SECRET,
  LogDestination: 'arn:aws:s3:::payroll/logs',
  log_destination: 'arn:aws:s3:::payroll/logs',
  Payroll: true,
  payroll: 1,
  user_data: SECRET,
  supplementaryConfiguration: { payroll: SECRET },
  relationships: [{ resourceName: SECRET }],
  resourceName: SECRET,
  module: 'module.payroll["alice"]',
  index_key: 'payroll',
};

/** Documents with the secrets in every object that lies deep enough to be no wrapper; texts of JSON too. */
const planted = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string' && value.startsWith('{'))
    return JSON.stringify(planted(JSON.parse(value), depth));
  if (Array.isArray(value)) return value.map((item) => planted(item, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, it]) => [key, planted(it, depth + 1)]));
  return depth < 3 ? inner : { ...BESIDES, ...inner };
};

/** Every text, by the way to it. */
const leaves = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, it]) => leaves(it, [...path, key]));
};

const replaced = (value: unknown, [key, ...path]: readonly string[]): unknown => {
  if (key === undefined) return SECRET;
  if (Array.isArray(value)) return value.map((item, i) => (String(i) === key ? replaced(item, path) : item));
  return { ...(value as Json), [key]: replaced((value as Json)[key], path) };
};

/** AWS's own words stand there, and nobody's secret. */
const isOfAws = (path: readonly string[]): boolean => {
  const key = path.findLast((step) => !/^\d+$/.test(step)) ?? '';
  const capital = key.charAt(0).toUpperCase() + key.slice(1);
  const [, flat = key] = /\.([a-z_]+)$/.exec(key) ?? [];
  return [capital, ...path].some((it) => WORDS.has(it)) || terraform.WORDS.has(flat) || key === 'awsRegion';
};

describe.each(FORMS)('masked, %s', (_, written) => {
  it('hold no id, no account, and no name, tag or note that stood beside them', () => {
    fc.assert(
      fc.property(routedWorld, ({ world }) => {
        const documents = written(withLongIds(world) as typeof world);
        expect(JSON.stringify(documents)).toMatch(OWN);
        const shown = maskedText(documents.map((it) => planted(it)));
        expect(shown).not.toBe(null);
        expect(shown?.match(OWN) ?? []).toEqual([]);
      }),
      runs(25),
    );
  });

  it('hold no text that stands where an id, an address or a name is expected', () => {
    fc.assert(
      fc.property(routedWorld, fc.nat(), ({ world }, n) => {
        const documents = JSON.parse(JSON.stringify(written(world)));
        const places = leaves(documents).filter((path) => !isOfAws(path));
        const place = places[n % places.length] ?? [];
        expect(maskedText(replaced(documents, place) as unknown[]) ?? '').not.toMatch(/payroll/);
      }),
      runs(60),
    );
  });
});

const wordsIn = (folder: string, pattern: RegExp): ReadonlySet<string> =>
  new Set(
    readdirSync(folder, { encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
      .flatMap((text) => [...text.matchAll(pattern)].map(([, word]) => word as string)),
  );

/** Words of the readers that are no keys of an answer. */
const NO_KEYS =
  /^(?:[A-Z0-9_]+|CreateRoute|CreateRouteTable|ResponseMetadata|Advertisement|EnableVgwRoutePropagation|HTTPHeaders|IPv[46]|Error|OK)$/;

describe('what a mask lets through', () => {
  it('is every key that a reader asks for', () => {
    const asked = ['src/aws', 'src/aws/describe']
      .flatMap((folder) => [...wordsIn(folder, /\b([A-Z][A-Za-z0-9]*)'?\??:(?!:)/g)])
      .filter((word) => !NO_KEYS.test(word));
    expect(asked.length).toBeGreaterThan(150);
    expect(asked.filter((key) => !KEYS.has(key))).toEqual([]);
  });

  it('is every attribute that a reader of Terraform asks for', () => {
    const asked = [
      ...wordsIn(
        'src/aws/terraform',
        /(?:text|texts|integer|flag|blocks|isUnknown|isOpen)\([\w.()]+, '([a-z][a-z0-9_]*)'\)/g,
      ),
    ];
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter((name) => !terraform.NAMES.has(name) && !terraform.WORDS.has(name))).toEqual([]);
  });

  it('reads an answer of its own', () => {
    const json = { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] };
    expect(
      readAnswers(JSON.parse(maskedText([json]) ?? '[]').map((it: unknown) => ({ source: '', json: it })))
        .network.vpcs.size,
    ).toBe(1);
  });
});
