import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonOf, plainDocuments } from '../../../src/aws/plain-document.js';
import { readAnswers } from '../../../src/aws/read-answers.js';
import { FORMS } from '../../arbitrary/routed-forms.js';
import { routedWorld } from '../../arbitrary/routed-world.js';
import { runs } from '../../arbitrary/runs.js';

const readAll = (documents: readonly unknown[]) => {
  const { network, problems, answered } = readAnswers(
    documents.map((json, i) => ({ source: `file-${i}.json`, json })),
  );
  return { network, problems: problems.map(({ kind }) => kind), answered: [...answered].sort() };
};

/** Each file as it was written again. */
const plain = (documents: readonly unknown[]): readonly unknown[] =>
  documents.flatMap((json, i) => {
    const found = plainDocuments({ source: `file-${i}.json`, json });
    if (found === null) throw new Error('a form that nobody knows');
    return found.flatMap(jsonOf);
  });

describe.each(FORMS)('%s, out of their wrappers and written again', (_, written) => {
  it('say the same', () => {
    fc.assert(
      fc.property(routedWorld, ({ world }) => {
        const documents = written(world);
        expect(readAll(plain(documents))).toEqual(readAll(documents));
      }),
      runs(40),
    );
  });

  it('are written the same a second time', () => {
    fc.assert(
      fc.property(routedWorld, ({ world }) => {
        const once = JSON.parse(JSON.stringify(plain(written(world))));
        expect(JSON.parse(JSON.stringify(plain(once)))).toEqual(once);
      }),
      runs(10),
    );
  });
});

const SUBNET = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' };

describe('a document out of its wrappers', () => {
  it.each([
    ['a template of CloudFormation', { AWSTemplateFormatVersion: '2010-09-09', Resources: {} }],
    ['a recording of something else', { status_code: 200, data: { Users: [] } }],
    ['a list of texts', ['10.0.0.1']],
    ['null', null],
  ])('is nothing where it is %s', (_, json) => {
    expect(plainDocuments({ source: 'a.json', json })).toBe(null);
  });

  it('is the error that AWS answered instead', () => {
    const json = {
      Error: { Code: 'UnauthorizedOperation', Message: 'arn:aws:iam::111122223333:user/alice' },
    };
    expect(plainDocuments({ source: 'a.json', json })).toEqual([
      { form: 'error', code: 'UnauthorizedOperation' },
    ]);
    const refused = { status_code: 403, data: {} };
    expect(plainDocuments({ source: 'a.json', json: refused })).toEqual([
      { form: 'error', code: 'HTTP 403' },
    ]);
  });

  it('keeps when AWS answered, and that a list may go on', () => {
    const metadata = { HTTPHeaders: { Date: 'Wed, 01 May 2024 00:00:00 GMT' } };
    const recording = { status_code: 200, data: { Subnets: [SUBNET], ResponseMetadata: metadata } };
    expect(plainDocuments({ source: 'a.json', json: recording })).toEqual([
      {
        form: 'answer',
        json: { Subnets: [SUBNET] },
        capturedAt: 1_714_521_600,
        isWhole: true,
        isOneCall: true,
      },
    ]);
    expect(plainDocuments({ source: 'a.json', json: [SUBNET] })).toMatchObject([{ isWhole: false }]);
  });

  it('holds nothing of resources that are not read but their types', () => {
    const resources = [
      { type: 'aws_db_instance', name: 'a', mode: 'managed', instances: [{ attributes: { password: 'x' } }] },
      { type: 'aws_vpn_gateway', name: 'b', mode: 'managed', instances: [{ attributes: { id: 'vgw-1' } }] },
      { type: 'aws_vpc', name: 'c', mode: 'data', instances: [{ attributes: { id: 'vpc-1' } }] },
    ];
    const json = { version: 4, terraform_version: '1.9.0', resources };
    expect(plainDocuments({ source: 'terraform.tfstate', json })).toMatchObject([
      {
        resources: [
          { type: 'aws_vpn_gateway', values: {} },
          { type: 'aws_vpc', isManaged: false, values: {} },
        ],
      },
    ]);
  });
});
