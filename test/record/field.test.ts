import { describe, expect, it } from 'vitest';
import { FIELDS, fieldNamed, TRANSIT_GATEWAY_FIELDS, typeOf, VPC_FIELDS } from '../../src/record/field.js';
import {
  DEFAULT_FORMAT,
  fieldNameFrom,
  print,
  TRANSIT_GATEWAY_FORMAT,
} from '../../src/record/record-format.js';

const versions = (fields: readonly { readonly version: number }[]) =>
  Object.fromEntries(
    [...new Set(fields.map((field) => field.version))].map((version) => [
      version,
      fields.filter((field) => field.version === version).length,
    ]),
  );

describe('the catalogue of fields', () => {
  // https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
  it('has the 54 VPC fields by version, and none of version 6', () => {
    expect(VPC_FIELDS).toHaveLength(54);
    expect(versions(VPC_FIELDS)).toEqual({ 2: 14, 3: 7, 4: 4, 5: 4, 7: 10, 8: 1, 9: 1, 10: 1, 11: 12 });
  });

  // https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
  it('has the transit gateway fields, all of version 6', () => {
    expect(versions(TRANSIT_GATEWAY_FIELDS)).toEqual({ 6: 18 });
    expect(TRANSIT_GATEWAY_FORMAT.fields).toHaveLength(36);
    expect(TRANSIT_GATEWAY_FORMAT.fields.every((name) => fieldNamed(name) !== null)).toBe(true);
    expect(TRANSIT_GATEWAY_FORMAT.fields).not.toContain('action');
  });

  it("knows AWS's default format", () => {
    expect(print(DEFAULT_FORMAT)).toBe(
      'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
    );
  });

  it('tells every field from every other however it is spelled', () => {
    for (const { name } of FIELDS) {
      const camelCase = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      expect(['_', '-'].map((mark) => fieldNameFrom(name.replaceAll('-', mark)))).toEqual([name, name]);
      expect(fieldNameFrom(camelCase)).toBe(name);
    }
    expect(new Set(FIELDS.map(({ name }) => name)).size).toBe(FIELDS.length);
  });

  it('keeps a field that it does not know as text', () => {
    expect(fieldNamed('quantum-state')).toBeNull();
    expect(typeOf('quantum-state')).toEqual({ kind: 'text', parquet: 'STRING' });
  });

  it('says what each field means', () => {
    for (const field of FIELDS) expect(field.meaning.length).toBeGreaterThan(5);
  });
});
