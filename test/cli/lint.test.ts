import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowcause, REJECTED, withFiles } from './cli.js';
import { schema } from './schema.js';

const FOLDER = 'test/fixtures/untidy-network';
const NETWORK = join(FOLDER, 'network');
const answer = (name: string): string => readFileSync(join(NETWORK, `${name}.json`), 'utf8');
const lintDocument = async (folder: string) =>
  JSON.parse((await flowcause('lint', folder, '--format', 'json')).out);

describe('lint', () => {
  it('prints what could go, with the proof', async () => {
    const { code, out, err } = await flowcause('lint', NETWORK);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    await expect(out).toMatchFileSnapshot(join('../..', FOLDER, 'expected.txt'));
  });

  it('is a document of the published schema', async () => {
    const validate = schema('lint');
    const document = await lintDocument(NETWORK);
    validate(document);
    expect(validate.errors).toBeNull();
    await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot(
      join('../..', FOLDER, 'expected.json'),
    );
    delete document.findings[0].coveredBy;
    expect(validate(document)).toBe(false);
  });

  it('names what was not given, and does not judge it', () =>
    withFiles({ 'groups.json': answer('security-groups') }, async (folder) => {
      const { findings, missing } = await lintDocument(folder);
      const kinds = new Set(findings.map(({ kind }: { kind: string }) => kind));
      expect(kinds).toEqual(new Set(['unreachable-rule', 'redundant-rule']));
      expect(missing.map(({ needs }: { needs: string }) => needs)).toEqual([
        'aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-6da54004',
        'aws ec2 describe-network-acls',
        'aws ec2 describe-network-interfaces',
      ]);
    }));

  it('blames no group when only a page of the interfaces was given', () => {
    const page = { ...JSON.parse(answer('network-interfaces')), NextToken: 'more' };
    const files = {
      'groups.json': answer('security-groups'),
      'interfaces.json': JSON.stringify(page),
    };
    return withFiles(files, async (folder) => {
      const { out } = await flowcause('lint', folder);
      expect(out).not.toContain('no interface carries it');
    });
  });

  it('tells problems beside the findings, and ends where there is no configuration at all', async () => {
    await withFiles({ 'groups.json': answer('security-groups'), 'bad.json': '{' }, async (folder) => {
      const { code, out } = await flowcause('lint', folder);
      expect(code).toBe(0);
      expect(out).toContain('1 problem with the input');
    });
    await withFiles({ 'flow.log': `${REJECTED}\n` }, async (folder) => {
      const { code, out, err } = await flowcause('lint', folder);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain('no answer of aws ec2 describe-*');
    });
    expect((await flowcause('lint', NETWORK, '--format', 'yaml')).code).toBe(2);
  });
});
