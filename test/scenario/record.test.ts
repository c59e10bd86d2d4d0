import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadScenario, type Scenario, scenarioFolders } from '../../src/testing/index.js';
import { flowcause, REJECTED, withFiles } from '../cli/cli.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flowcause-record-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A log that was given twice is recorded once. */
const GIVEN_TWICE = 'one-log-under-two-names';

const scenarios = (await Promise.all((await scenarioFolders('scenarios')).map(loadScenario))).filter(
  ({ name }) => name !== GIVEN_TWICE,
);

const asked = ({ question: { command, args } }: Scenario): string =>
  [command, ...args.map((arg) => (arg.includes(' ') ? `"${arg}"` : arg))].join(' ');

const record = (scenario: Scenario, folder: string, ...flags: readonly string[]) =>
  flowcause('scenario', 'new', folder, '--from', scenario.folder, '--question', asked(scenario), ...flags);

const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[a-z]+$/.test(name))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

/** A log that had no header line has one now. */
const words = (text: string | null): string | undefined =>
  text?.replace(/flow\.log:\d+|"line": \d+/g, '(line)').replace(/\s+/g, ' ');

/** Ids, accounts, addresses and log groups are told apart by nothing but where they first stand. */
const withoutNames = (text: string): string => {
  const seen = new Map<string, string>();
  return text.replace(
    /(?<=--log-group-name )\S+|arn:[^\s"]+|\b(?:[a-z]+-)+[0-9a-f]{8,17}\b|\b\d{12}\b|\b\d+\.\d+\.\d+\.\d+\b|\b[0-9a-f]+:[0-9a-f:]+/g,
    (name) => {
      const known = seen.get(name) ?? `#${seen.size + 1}`;
      seen.set(name, known);
      return known;
    },
  );
};

describe.each(scenarios)('recording scenario $name', (scenario) => {
  it('keeps its facts and its words', async () => {
    const folder = join(root, scenario.name);
    expect(await record(scenario, folder)).toMatchObject({ code: 0, err: '' });
    const { expected, question } = await loadScenario(folder);
    expect(question).toEqual(scenario.question);
    expect(words(expected.text)).toBe(words(scenario.expected.text));
    expect(words(expected.json)).toBe(words(scenario.expected.json));
  });

  it('masked finds the same, but for names', async () => {
    const folder = join(root, scenario.name);
    expect(await record(scenario, folder, '--mask')).toMatchObject({ code: 0, err: '' });
    const { expected } = await loadScenario(folder);
    expect(withoutNames(expected.json ?? '')).toBe(withoutNames(scenario.expected.json ?? '-'));
    expect((await flowcause('scenario', 'run', folder)).code).toBe(0);
  });
});

it('records a log once that was given twice', async () => {
  const folder = join(root, GIVEN_TWICE);
  const scenario = await loadScenario(join('scenarios', GIVEN_TWICE));
  expect(await record(scenario, folder)).toMatchObject({ code: 0 });
  expect(readdirSync(folder).filter((name) => name.startsWith('flow.log'))).toHaveLength(2);
  const { expected } = await loadScenario(folder);
  const { findings, problems } = JSON.parse(expected.json ?? '');
  const given = JSON.parse(scenario.expected.json ?? '');
  expect(words(JSON.stringify(findings))).toBe(words(JSON.stringify(given.findings)));
  expect(problems).toHaveLength(given.problems.length - 1);
});

/** What must not be read off a masked folder: whatever names an owner or a place in a network. */
const secretsIn = (texts: readonly string[]): readonly string[] => {
  const all = texts.join('\n');
  const found = [
    ...all.matchAll(
      /\b(?:[a-z]+-)+[0-9a-f]{8,17}\b|\b\d{12}\b|\b\d+\.\d+\.\d+\.\d+\b|\b2001:[0-9a-f:]+|(?<="(?:GroupName|Description|Value|Name|PrivateDnsName|PublicDnsName|LogGroupName|LoadBalancerName|MacAddress)": ")[^"]{3,}/g,
    ),
  ].map(([text]) => text);
  return [...new Set(found)].filter((text) => !HARMLESS.test(text));
};

/** AWS's own words, and addresses that are everybody's or whose place in the network is reserved. */
const HARMLESS =
  /^(?:169\.254\.|0\.|127\.|2(?:2[4-9]|[345]\d)\.|(?:10|172\.16|192\.168|100\.64)(?:\.0)+$|default|running|stopped|true|false|com\.amazonaws\.)/;

describe('a masked folder', () => {
  it('holds none of the names of its source, neither in files nor in their names', async () => {
    for (const scenario of scenarios) {
      const folder = join(root, scenario.name);
      await record(scenario, folder, '--mask');
      const before = filesIn(scenario.folder);
      const after = filesIn(folder);
      const secrets = secretsIn(
        Object.entries(before)
          .filter(([name]) => name.startsWith('network') || name.startsWith('flow.log'))
          .map(([, text]) => text),
      );
      const shown = Object.entries(after)
        .map(([name, text]) => `${decodeURIComponent(name)}\n${text}`)
        .join('\n');
      const isAddress = (text: string) => /^[0-9a-f.:]+$/.test(text) && !/^\d{12}$/.test(text);
      const isId = (text: string) => /^(?:[a-z]+-)+[0-9a-f]{8,17}$|^\d{12}$/.test(text);
      const names = secrets.filter((text) => !isAddress(text));
      expect(names.filter((text) => shown.includes(isId(text) ? text : `"${text}"`))).toEqual([]);
      // An address may by chance be another one's mask.
      const addresses = secrets.filter(isAddress);
      const kept = addresses.filter((text) => shown.includes(`"${text}"`) || shown.includes(` ${text} `));
      expect(kept.length).toBeLessThanOrEqual(addresses.length / 3);
    }
  });

  it('leaves out tags, descriptions, and names that nothing is told apart by', () =>
    withFiles(
      {
        'groups.json': JSON.stringify({
          SecurityGroups: [
            {
              GroupId: 'sg-0a1b2c3d4e5f60718',
              GroupName: 'payroll-db',
              Description: 'Payroll, ask Alice',
              Tags: [{ Key: 'owner', Value: 'alice@example.com' }],
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: 5432,
                  ToPort: 5432,
                  IpRanges: [{ CidrIp: '10.20.0.0/16', Description: 'Berlin office' }],
                },
              ],
              OwnerId: 123456789012,
              SomethingNew: { Comment: 'Alice', Enabled: true, alice: { Count: 1 } },
            },
            { GroupId: 'sg-0a1b2c3d4e5f60719', GroupName: 'alice-laptop-deadbeef' },
            { GroupId: 'sg-0a1b2c3d4e5f6071a', GroupName: 'amazon-payroll' },
          ],
        }),
        '123456789012-flow.log': `${REJECTED}\n`,
      },
      async (source) => {
        const folder = join(root, 'new');
        await flowcause('scenario', 'new', folder, '--from', source, '--mask', '--mask-key', 'k');
        const files = filesIn(folder);
        expect(JSON.stringify(files)).not.toMatch(
          /payroll|alice|berlin|"owner"|123456789012|172\.31\.9\.(12|69)/i,
        );
        expect(JSON.parse(files['network/security-groups.json'] ?? '')).toEqual({
          SecurityGroups: [
            {
              GroupId: 'sg-00000000000000001',
              GroupName: 'name-3',
              OwnerId: 100000000002,
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: 5432,
                  ToPort: 5432,
                  IpRanges: [{ CidrIp: expect.stringMatching(/^10\.\d+\.0\.0\/16$/) }],
                },
              ],
            },
            { GroupId: 'sg-00000000000000002', GroupName: 'name-1' },
            { GroupId: 'sg-00000000000000003', GroupName: 'name-2' },
          ],
        });
      },
    ));

  it('has the same addresses for the same key, and others for another', async () => {
    const logs: string[] = [];
    for (const [name, key] of [
      ['a', 'one'],
      ['b', 'one'],
      ['c', 'two'],
    ] as const) {
      const from = 'scenarios/both-allow';
      await flowcause('scenario', 'new', join(root, name), '--from', from, '--mask-key', key);
      logs.push(readFileSync(join(root, name, 'flow.log'), 'utf8'));
    }
    expect([logs[0] === logs[1], logs[0] === logs[2]]).toEqual([true, false]);
  });

  it('is refused for documents of which nobody knows what they hold', () =>
    withFiles(
      {
        'template.json': JSON.stringify({ AWSTemplateFormatVersion: '2010-09-09', Resources: {} }),
        'flow.log': REJECTED,
      },
      async (source) => {
        const { code, err } = await flowcause('scenario', 'new', join(root, 'x'), '--from', source, '--mask');
        expect(code).toBe(2);
        expect(err).toContain('template.json: expected answers of AWS, items of AWS Config or');
        expect(readdirSync(root)).toEqual([]);
      },
    ));
});

describe('flowcause scenario new', () => {
  const from = 'scenarios/nacl-drops-ping-reply';

  it('says what it recorded and what is left to do', async () => {
    const folder = join(root, 'ping');
    const { code, out } = await flowcause('scenario', 'new', folder, '--from', from, '--title', 'Ping dies');
    expect({ code, out }).toEqual({
      code: 0,
      out: `Recorded 2 records and 5 answers in ${folder}.\n${folder}/network holds the documents as they were, with all that is in them; --mask makes others of the names.\nSay in ${folder}/scenario.md what it is about; ${folder}/expected.txt is what was found.\n`,
    });
    expect(readFileSync(join(folder, 'scenario.md'), 'utf8')).toMatch(/^# Ping dies\n\n\*\*What you see/);
  });

  it('records a scenario again with its question', async () => {
    const folder = join(root, 'again');
    await flowcause('scenario', 'new', folder, '--from', 'scenarios/peering-joins-two-vpcs', '--mask');
    const { question, expected } = await loadScenario(folder);
    expect(question.command).toBe('check');
    expect(question.args).toHaveLength(8);
    expect(expected.text).toContain('ALLOWED');
  });

  it('takes several paths behind --from, gzip, and lines of more than one format', () =>
    withFiles(
      {
        'a.log.gz': gzipSync(`${REJECTED}\n`),
        'b.log':
          'interface-id srcaddr dstaddr srcport dstport protocol packets start end action\neni-1 10.0.0.1 10.0.0.2 40000 443 6 1 1566933133 1566933193 ACCEPT\n',
        'acls.yaml': 'NetworkAcls:\n- NetworkAclId: acl-1\n',
      },
      async (source) => {
        const folder = join(root, 'many');
        const { code, out } = await flowcause(
          ...[
            'scenario',
            'new',
            folder,
            '--from',
            join(source, 'a.log.gz'),
            join(source, 'b.log'),
            join(source, 'acls.yaml'),
          ],
        );
        expect({ code, out }).toMatchObject({
          code: 0,
          out: expect.stringContaining('Recorded 2 records and 1 answer in'),
        });
        expect(Object.keys(filesIn(folder)).toSorted()).toEqual([
          'expected.json',
          'expected.txt',
          'network/acls.json',
          'question.json',
          'scenario.md',
        ]);
        expect(readFileSync(join(folder, 'flow.log.1'), 'utf8')).toContain(`\n${REJECTED}\n`);
        expect(readFileSync(join(folder, 'flow.log.2'), 'utf8')).toMatch(/^interface-id srcaddr/);
      },
    ));

  it('keeps in the names of files which flow log wrote them, by which copies are found', async () => {
    const names = ['a', 'b'].map(
      (id) => `123456789010_vpcflowlogs_us-east-1_fl-0000000${id}_20180620T1620Z_fe12345${id}.log.gz`,
    );
    const content = gzipSync(
      `version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n${REJECTED}\n`,
    );
    await withFiles(Object.fromEntries(names.map((name) => [name, content])), async (source) => {
      const folder = join(root, 'two');
      expect((await flowcause('scenario', 'new', folder, '--from', source, '--mask')).code).toBe(0);
      expect(readdirSync(folder).filter((name) => name.startsWith('flow.log'))).toEqual([
        'flow.log_fl-00000001_20180620T1620Z_1.log',
        'flow.log_fl-00000002_20180620T1620Z_2.log',
      ]);
      expect(readFileSync(join(folder, 'expected.txt'), 'utf8')).toContain('1 conversation, 20 packets');
    });
  });

  it('names what it leaves out', () =>
    withFiles({ 'flow.log': `${REJECTED}\n2 123456789010 eni-1\n` }, async (source) => {
      const { out } = await flowcause('scenario', 'new', join(root, 'x'), '--from', source);
      expect(out).toContain('Left out, as it could not be read: 1 thing, first');
      expect(out).toContain('flow.log:2: expected 14 fields as the format says, found 3');
    }));

  it('replaces a recording only with --force, and never the page', async () => {
    const folder = join(root, 'ping');
    await flowcause('scenario', 'new', folder, '--from', from);
    writeFileSync(join(folder, 'scenario.md'), '# By hand\n');
    const before = filesIn(folder);
    const refused = await flowcause('scenario', 'new', folder, '--from', 'scenarios/both-allow');
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not overwritten; name another one, or say --force.'),
    });
    expect(filesIn(folder)).toEqual(before);
    const forced = await flowcause('scenario', 'new', folder, '--from', 'scenarios/both-allow', '--force');
    expect(forced.code).toBe(0);
    expect(readFileSync(join(folder, 'scenario.md'), 'utf8')).toBe('# By hand\n');
    expect((await loadScenario(folder)).expected.json).toContain('allowed-both-ways');
  });

  it('does not replace a folder that is no scenario, whatever is said', () =>
    withFiles({ 'flow.log': 'precious' }, async (folder) => {
      const { code, err } = await flowcause('scenario', 'new', folder, '--from', from, '--force');
      expect({ code, err }).toMatchObject({
        code: 2,
        err: expect.stringContaining('--force does not replace it.'),
      });
      expect(readFileSync(join(folder, 'flow.log'), 'utf8')).toBe('precious');
    }));

  it.each([
    [['x'], 'Say where to and what: flowcause scenario new FOLDER --from PATH...'],
    [['--from', from], 'Say where to and what'],
    [
      ['x', '--from', '/no/such'],
      'Nothing to record in /no/such. /no/such: there is no such file or folder.',
    ],
    [
      ['x', '--from', from, '--question', 'lint'],
      'the question is of the command "lint"; a scenario asks explain or check.',
    ],
    [['x', '--from', from, '--question', 'check --from 10.0.0.1'], '--protocol is missing'],
    [
      ['x', '--from', from, '--question', 'explain --port x'],
      '--port: expected a port from 0 to 65535, found "x".',
    ],
    [['x', '--from', from, '--update'], 'scenario new has no flag --update.'],
    [['x', '--from', from, '--mask-key', ''], '--mask-key: expected a text, found none.'],
    [['package.json', '--from', from], 'package.json: this is a file, not a folder.'],
  ])('refuses %j with one line, and writes nothing', async (args, words) => {
    const here = args.map((arg) => (arg === 'x' ? join(root, 'x') : arg));
    const { code, out, err } = await flowcause('scenario', 'new', ...here);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err.trimEnd()).not.toContain('\n');
    expect(readdirSync(root)).toEqual([]);
  });
});
