import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { flowcause, REJECTED, withFiles } from './cli.js';

const validate = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  JSON.parse(readFileSync('src/render/schema/network.json', 'utf8')),
);

const SUBNET = {
  SubnetId: 'subnet-1',
  VpcId: 'vpc-1',
  CidrBlock: '10.0.1.0/24',
  AvailabilityZone: 'eu-west-1a',
};
const rule = (pair: object) => ({ IpProtocol: '-1', UserIdGroupPairs: [pair] });
const UNTIDY = {
  Subnets: [SUBNET],
  NetworkInterfaces: [
    {
      NetworkInterfaceId: 'eni-1',
      SubnetId: 'subnet-1',
      VpcId: 'vpc-1',
      PrivateIpAddress: '10.0.1.5',
      Groups: [{ GroupId: 'sg-used' }, { GroupId: 'sg-lost' }],
    },
  ],
  SecurityGroups: [
    {
      GroupId: 'sg-used',
      GroupName: 'web',
      VpcId: 'vpc-1',
      IpPermissions: [
        rule({ GroupId: 'sg-other', UserId: '444455556666', VpcId: 'vpc-9', PeeringStatus: 'active' }),
        rule({ GroupId: 'sg-gone', PeeringStatus: 'deleted' }),
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, PrefixListIds: [{ PrefixListId: 'pl-1' }] },
      ],
      IpPermissionsEgress: [],
    },
    { GroupId: 'sg-idle', GroupName: 'idle', VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: [] },
  ],
};

const untidy = { 'network.json': JSON.stringify(UNTIDY), 'flow.log': `${REJECTED}\n` };

describe('flowcause network', () => {
  it('says what was understood, what is not known and what would tell it', () =>
    withFiles(untidy, async (folder) => {
      const { code, out, err } = await flowcause('network', folder);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Read 1 interface, 2 security groups and 1 subnet.');
      expect(out).toMatch(/prefix list pl-1: aws ec2 get-managed-prefix-list-entries .* not given itself/);
      expect(out).toMatch(/no interface carries:\n {2}sg-idle \(idle\)\n/);
      expect(out).toContain('sg-lost: carried by eni-1');
      expect(out).toContain('sg-other of account 444455556666: by rules of sg-used');
      expect(out).toContain('sg-used inbound: a rule to sg-gone; its peering connection is deleted');
      expect(out).toContain('with credentials of account 123456789010');
      expect(out).toContain('  aws ec2 describe-network-acls --region eu-west-1 --output json\n');
      expect(out).not.toMatch(/describe-(subnets|security-groups) --region/);
      expect(out).toContain('Name=network-interface-id,Values=eni-1235b8ca123456789');
    }));

  it('is a document of the published schema', () =>
    withFiles(untidy, async (folder) => {
      const document = JSON.parse((await flowcause('network', folder, '--format', 'json')).out);
      validate(document);
      expect(validate.errors).toBeNull();
      expect(document.complete).toEqual(['interfaces', 'securityGroups', 'subnets']);
      expect(document.danglingGroups.map(({ id }: { id: string }) => id)).toEqual([
        'sg-gone',
        'sg-lost',
        'sg-other',
      ]);
      delete document.commands[0].file;
      expect(validate(document)).toBe(false);
    }));

  it('asks for everything when only a log was given', () =>
    withFiles({ 'flow.log': `${REJECTED}\n` }, async (folder) => {
      const { out } = await flowcause('network', folder);
      expect(out).toContain('Read no configuration.');
      for (const call of ['describe-network-interfaces', 'describe-route-tables', 'describe-flow-logs'])
        expect(out).toContain(`aws ec2 ${call} --output json`);
    }));

  it('is unusable with nothing to read, and with a script that should be JSON', () =>
    withFiles({ 'a.json': '{"Name": 1}' }, async (folder) => {
      expect((await flowcause('network', folder)).code).toBe(2);
      const { code, err } = await flowcause('network', folder, '--commands', '--format', 'json');
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('--commands') });
    }));
});

/** Runs a script with an `aws` that answers nothing and writes down what it was asked. */
const runScript = (
  folder: string,
  script: string,
): { readonly asked: readonly string[]; readonly out: string } => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const log = join(folder, 'asked');
  writeFileSync(
    join(bin, 'aws'),
    `#!/bin/sh\nif [ "$1" = sts ]; then echo 123456789010; exit; fi\nprintf '%s\\037' "$@" >> '${log}'\nprintf '\\036' >> '${log}'\necho '{"Entries": []}'\n`,
  );
  chmodSync(join(bin, 'aws'), 0o755);
  writeFileSync(join(folder, 'ask.sh'), script);
  const out = execFileSync('sh', ['ask.sh', 'answers'], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}` },
    encoding: 'utf8',
  });
  const asked = readFileSync(log, 'utf8')
    .split('\u001e')
    .filter((line) => line !== '')
    .map((line) => line.split('\u001f').join(' ').trim());
  return { asked, out };
};

describe('flowcause network --commands', () => {
  it('prints a script that asks exactly what the text says, and nothing that changes anything', () =>
    withFiles(untidy, async (folder) => {
      const { out: text } = await flowcause('network', folder);
      const { out: script } = await flowcause('network', folder, '--commands');
      const { asked } = runScript(folder, script);
      const told = [...text.matchAll(/^ {2}aws (.+)$/gm)].map(([, words]) => words);
      expect(asked).toEqual(told);
      expect(asked.length).toBeGreaterThan(10);
      for (const words of asked) expect(words).toMatch(/^(ec2|elbv2) (describe|get|search)-/);
      expect(
        existsSync(join(folder, 'answers/123456789010/eu-west-1/managed-prefix-list-entries-pl-1.json')),
      ).toBe(true);
    }));

  it('gives answers whose file names say what they belong to', () =>
    withFiles(untidy, async (folder) => {
      const { out: script } = await flowcause('network', folder, '--commands');
      runScript(folder, script);
      const again = join(folder, 'answers/123456789010/eu-west-1/managed-prefix-list-entries-pl-1.json');
      const { out } = await flowcause('network', again, join(folder, 'network.json'));
      expect(out).not.toContain('prefix list pl-1');
      expect(out).not.toContain('does not say');
    }));

  it('asks for no id that a shell or the AWS CLI would take for something else', async () => {
    const ids = [
      'pl-$(touch pwned)',
      "pl-'; touch pwned; '",
      'file:///etc/passwd',
      '--profile',
      'pl-`id`',
      'pl-a\nb',
    ];
    const answer = {
      NetworkInterfaces: [],
      SecurityGroups: [
        {
          GroupId: 'sg-1',
          IpPermissions: ids.map((PrefixListId) => ({ IpProtocol: '-1', PrefixListIds: [{ PrefixListId }] })),
          IpPermissionsEgress: [{ IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-good' }] }],
        },
      ],
    };
    await withFiles(
      {
        'a.json': JSON.stringify(answer),
        'flow.log': `${REJECTED.replace('123456789010', "1'; touch pwned; '2")}\n`,
      },
      async (folder) => {
        const { out: script } = await flowcause('network', folder, '--commands');
        const { asked } = runScript(folder, script);
        expect(asked.filter((words) => words.includes('prefix-list-entries'))).toEqual([
          'ec2 get-managed-prefix-list-entries --prefix-list-id pl-good --output json',
        ]);
        expect(existsSync(join(folder, 'pwned'))).toBe(false);
        expect(script).not.toContain('pwned');
      },
    );
  });

  it('writes below its folder, whatever Regions and accounts a log names', () =>
    withFiles(
      {
        'flow.log': `version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status region
2 a/../.. eni-1 10.0.1.10 10.0.2.20 1 443 6 1 1 1418530010 1418530070 REJECT OK b/../../..
2 .. eni-1 10.0.1.10 10.0.2.20 1 443 6 1 1 1418530010 1418530070 REJECT OK ../../..
`,
      },
      async (folder) => {
        const { out } = await flowcause('network', '--commands', folder);
        const places = [...out.matchAll(/^ *ask (\S+) /gm)].map(([, place]) => place);
        expect(new Set(places)).toEqual(new Set(['a%2F..%2F../b%2F..%2F..%2F..']));
      },
    ));

  it('shows nothing of an id that would move the cursor', () =>
    withFiles(
      { 'eni.json': JSON.stringify({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-\u001b[2J\u202e' }] }) },
      async (folder) => {
        const { out } = await flowcause('network', folder);
        expect(out).toContain('network interface eni-?[2J?: aws');
        for (const mark of ['\u001b', '\u202e']) expect(out).not.toContain(mark);
      },
    ));

  it('leaves accounts out whose credentials are not in use', () =>
    withFiles(
      { 'flow.log': `${REJECTED}\n${REJECTED.replace('123456789010', '999988887777')}\n` },
      async (folder) => {
        const { out: script } = await flowcause('network', folder, '--commands');
        const { asked } = runScript(folder, script);
        expect(asked.filter((words) => words.startsWith('ec2 describe-vpcs'))).toHaveLength(1);
      },
    ));
});
