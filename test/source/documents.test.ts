import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src/problem/problem.js';
import { problemSentence } from '../../src/render/words/problem-words.js';
import { survey } from '../../src/source/index.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = async (content: string | Uint8Array, name = 'file') => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  const { documents, logs, problems } = await survey([path]);
  return { json: documents.map((it) => it.json), logs, problems };
};

const SUBNETS = '{\n    "Subnets": [\n        {"SubnetId": "subnet-1"}\n    ]\n}';
const VPCS = '{\n    "Vpcs": []\n}';
const SUBNET_JSON = { Subnets: [{ SubnetId: 'subnet-1' }] };

describe('files in a tree by account and region', () => {
  it('need no extension, and may be named by an ARN as in a URL', async () => {
    const name =
      'account-data/demo/eu-west-1/elbv2-describe-target-health/arn%3Aaws%3Aelasticloadbalancing%3A1';
    const { json, problems } = await read('{"TargetHealthDescriptions": []}', name);
    expect([json, problems]).toEqual([[{ TargetHealthDescriptions: [] }], []]);
  });

  it('may be compressed, as AWS Config delivers snapshots', async () => {
    const { json } = await read(gzipSync('{"configurationItems": []}'));
    expect(json).toEqual([{ configurationItems: [] }]);
  });

  it.each([
    ['a byte order mark', Buffer.from(`\ufeff${SUBNETS}`)],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${SUBNETS}`, 'utf16le')],
    ['blanks after commas', Buffer.from('{"Subnets": [{"SubnetId": "subnet-1"}],     \n"NextToken": null}')],
  ])('may have %s', async (_, bytes) => {
    const { json, problems } = await read(bytes);
    expect(json).toMatchObject([SUBNET_JSON]);
    expect(problems).toEqual([]);
  });
});

describe('YAML', () => {
  it.each([
    [
      'of the command line',
      'Subnets:\n- SubnetId: subnet-1\n  OwnerId: "111122223333"\n  MapPublicIpOnLaunch: false\n',
    ],
    [
      'behind a marker',
      "---\nSubnets:\n  - SubnetId: subnet-1\n    OwnerId: '111122223333'\n    MapPublicIpOnLaunch: false\n",
    ],
    [
      'behind a comment',
      '# saved today\nSubnets:\n- {SubnetId: subnet-1, OwnerId: "111122223333", MapPublicIpOnLaunch: false}\n',
    ],
  ])('%s has the keys of the JSON', async (_, text) => {
    const { json, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(json).toEqual([
      { Subnets: [{ SubnetId: 'subnet-1', OwnerId: '111122223333', MapPublicIpOnLaunch: false }] },
    ]);
  });

  it('in a stream is one page after the other', async () => {
    const { json } = await read('- NextToken: a\n  Subnets:\n  - SubnetId: subnet-1\n- Subnets: []\n');
    expect(json).toEqual([[{ NextToken: 'a', ...SUBNET_JSON }, { Subnets: [] }]]);
  });

  it('of several documents is read', async () => {
    const { json } = await read('---\nSubnets: []\n---\nVpcs: []\n');
    expect(json).toEqual([{ Subnets: [] }, { Vpcs: [] }]);
  });

  it('keeps blocks, times and protocols as texts', async () => {
    const text =
      'FlowLogs:\n- CreationTime: 2024-05-01T00:00:00+00:00\n  Protocol: "-1"\n  Cidr: ::/0\n  Block: 10.0.0.0/8\n';
    expect((await read(text)).json).toEqual([
      {
        FlowLogs: [
          { CreationTime: '2024-05-01T00:00:00+00:00', Protocol: '-1', Cidr: '::/0', Block: '10.0.0.0/8' },
        ],
      },
    ]);
  });

  it('of a template is read past its tags, to be named for what it is', async () => {
    const text =
      'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Web:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      VpcId: !Ref Vpc\n      X: !GetAtt A.B\n';
    const { json, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(json).toMatchObject([{ Resources: { Web: { Type: 'AWS::EC2::SecurityGroup' } } }]);
  });

  it('that is broken is a problem with its line, and shows nothing of its values', async () => {
    const { json, problems } = await read('Subnets:\n- SubnetId: "hunter2\n  VpcId: x\n');
    expect(json).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'invalid-yaml', origin: { line: expect.any(Number) } }]);
    expect(problemSentence(problems[0] as Problem)).not.toContain('hunter2');
    expect(problemSentence(problems[0] as Problem)).toContain('--output json');
  });

  it('that unfolds without end is a problem', async () => {
    const bomb = `A: &a [x, x]\n${Array.from({ length: 40 }, (_, i) => `B${i}: &b${i} [${`*${i === 0 ? 'a' : `b${i - 1}`}, `.repeat(9)}x]`).join('\n')}\nSubnets:\n- *b39\n`;
    const { problems } = await read(`---\n${bomb}`);
    expect(problems).toMatchObject([{ kind: 'invalid-yaml' }]);
  });

  it('nested without end is a problem', async () => {
    const { problems } = await read(`---\n${'- '.repeat(20_000)}x\n`);
    expect(problems).toMatchObject([{ kind: 'invalid-yaml' }]);
  });
});

describe('several documents in one file', () => {
  it('in a row are read', async () => {
    const { json, problems } = await read(`${SUBNETS}\n${VPCS}\n`);
    expect([json, problems]).toEqual([[SUBNET_JSON, { Vpcs: [] }], []]);
  });

  it('with a comma between them are read, and the comma is a problem', async () => {
    for (const text of [`${SUBNETS},${VPCS}`, `${SUBNETS}\n,\n${VPCS}\n`]) {
      const { json, problems } = await read(text);
      expect(json).toEqual([SUBNET_JSON, { Vpcs: [] }]);
      expect(problems).toMatchObject([{ kind: 'invalid-json' }]);
    }
  });

  it('behind a warning that went into the same file are read, and the warning is a problem', async () => {
    const warning = 'connectionpool.py:1013: InsecureRequestWarning: Unverified HTTPS request is being made';
    const { json, problems } = await read(`${warning}\n  warnings.warn(\n${SUBNETS}\n`);
    expect(json).toEqual([SUBNET_JSON]);
    expect(problems).toMatchObject([{ kind: 'text-between-documents', lines: 2, text: warning }]);
  });

  it('in gzip that is cut off are named', async () => {
    const { json, problems } = await read(gzipSync(SUBNETS.repeat(1000)).subarray(0, 60));
    expect(json).toEqual([]);
    expect(problemSentence(problems[0] as Problem)).toMatch(/damaged|cut off|ends too early/);
  });

  it('that a page shows as examples are not the network', async () => {
    const { json } = await read(`# Notes\n\n\`\`\`json\n${SUBNETS}\n\`\`\`\n`);
    expect(json).toEqual([]);
  });

  it('of a terminal are read, and the lines between are one problem', async () => {
    const text = `$ aws ec2 describe-subnets\n${SUBNETS}\n$ aws ec2 describe-vpcs\n${VPCS}\n$\n`;
    const { json, problems } = await read(text);
    expect(json).toEqual([SUBNET_JSON, { Vpcs: [] }]);
    expect(problems).toMatchObject([
      {
        kind: 'text-between-documents',
        origin: { line: 1 },
        lines: 3,
        text: '$ aws ec2 describe-subnets',
      },
    ]);
  });

  it('of which one is cut off by a prompt are read but for that one, which is named with its line', async () => {
    const cut = SUBNETS.slice(0, SUBNETS.indexOf(']'));
    const text = `$ aws ec2 describe-subnets\n${cut}\n$ aws ec2 describe-vpcs\n${VPCS}\n`;
    const { json, problems } = await read(text);
    expect(json).toEqual([{ Vpcs: [] }]);
    expect(problems).toMatchObject([
      { kind: 'invalid-json', looksLike: 'cut-off', origin: { line: 6 } },
      { kind: 'text-between-documents', lines: 1 },
    ]);
  });

  it('of which one is never closed are read but for that one', async () => {
    const { json, problems } = await read(`{"Subnets": [\n${VPCS}\n${SUBNETS}\n`);
    expect(json).toEqual([SUBNET_JSON]);
    expect(problems).toMatchObject([{ kind: 'invalid-json', origin: { line: 5 } }]);
  });

  it('of which one was an error are read, and the error is named with its call and line', async () => {
    const error =
      'An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: You are not authorized to perform this operation.';
    const { json, problems } = await read(
      `$ aws ec2 describe-subnets\n\n${error}\n$ aws ec2 describe-vpcs\n${VPCS}\n`,
    );
    expect(json).toEqual([{ Vpcs: [] }]);
    expect(problems).toMatchObject([
      { kind: 'aws-error', origin: { line: 3 }, code: 'UnauthorizedOperation', operation: 'DescribeSubnets' },
      { kind: 'text-between-documents', lines: 2 },
    ]);
  });

  it('with many lines between are read in time that grows with their length', async () => {
    const text = `$ aws ec2 describe-vpcs\n${VPCS}\n${`some text\n`.repeat(200_000)}`;
    const { json, problems } = await read(text);
    expect(json).toEqual([{ Vpcs: [] }]);
    expect(problems).toMatchObject([{ lines: 200_001 }]);
  });
});

describe('what is no answer is named, with what to run instead', () => {
  it.each([
    [
      'a trailing comma',
      '{\n  "Subnets": [\n    {"SubnetId": "subnet-1"},\n  ]\n}',
      /file:4: .*at column 3 .*comma too many.*save the answer of the command again/,
    ],
    ['a missing comma', '{\n  "A": 1\n  "B": 2\n}', /file:3: .*expected a comma or }/],
    [
      'a missing bracket',
      '{"SecurityGroupForVpcs": [{"GroupId": "sg-1"}}',
      /file:1: .*expected a comma or \], found }/,
    ],
    [
      'the placeholder of documentation',
      '{"SecurityGroups": [\n  ...\n]}',
      /file:2: .*not valid JSON at column 3 .*found \.\.\./,
    ],
    ['a cut-off document', '{"Subnets": [{"SubnetId": "sub', /ends too early\. Run the command again/],
    ['a literal of Python', "{'Subnets': []}", /double quotes.*json\.dumps/],
    ['a page of HTML', '<html><body>403</body></html>', /HTML page.*aws ec2 describe-\*.*--output json/],
    ['table output', '-------\n|  DescribeSubnets |\n+-----+\n', /table output.*--output json/],
    ['text output', 'SUBNETS\tsubnet-1\tvpc-1\n', /text output.*--output json/],
    [
      'text output that looks like a log',
      'SECURITYGROUPS\tclient\tsg-0client\tclient\t123456789012\tvpc-0a1\nIPPERMISSIONSEGRESS\t-1\n',
      /text output.*--output json/,
    ],
    ['text output of ids', 'sg-0123456789abcdef0\tsg-0123456789abcdef1\n', /text output.*--output json/],
    ['a zip archive', Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaname.json'), /zip archive.*unzip/],
    [
      'a saved plan',
      Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaatfplan'),
      /saved plan of Terraform.*terraform show -json PLAN/,
    ],
    [
      'code of Terraform',
      '# ours\nresource "aws_vpc" "main" {\n  x = "hunter2"\n}\n',
      /Terraform code.*terraform show -json/,
    ],
    ['what terraform show prints', '# aws_vpc.main:\nresource "aws_vpc" "main" {\n', /terraform show -json/],
    ['binary data', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1]), /binary data/],
    [
      'an error of the command line',
      '\nAn error occurred (AuthFailure) when calling the DescribeVpcs operation: AWS was not able to validate\n',
      /file:2: AWS answered with an error.*AuthFailure.*validate.*`aws ec2 describe-vpcs` again/,
    ],
  ])('%s', async (_, content, words) => {
    const { json, logs, problems } = await read(content);
    expect([json, logs]).toEqual([[], []]);
    expect(problems).toHaveLength(1);
    expect(problemSentence(problems[0] as Problem)).toMatch(words);
  });
});

describe('a secret', () => {
  it.each([
    ['where a state breaks off', '{"terraform_version": "1.7.0", "password": hunter2}'],
    ['behind a state', '{"version": 4, "lineage": "x"}\nhunter2\n'],
    ['in a file of variables', 'db_password = "hunter2"\n'],
    ['in an environment file', 'export DB_PASSWORD=hunter2\n'],
    ['in code', 'variable "x" {\n  default = "hunter2"\n}\n'],
  ])('%s is not shown', async (_, content) => {
    const { problems } = await read(content);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) {
      expect(JSON.stringify(problem)).not.toContain('hunter2');
      expect(problemSentence(problem)).not.toContain('hunter2');
    }
  });
});
