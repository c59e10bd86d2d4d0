import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/index.js';
import { ACCEPTED, flowcause, REJECTED, withFiles } from './cli.js';
import { schema } from './schema.js';

const scenarios = readdirSync('scenarios').map((name) => join('scenarios', name));

describe('explain --format json', () => {
  const validate = schema('explain');

  it.each(scenarios)('%s is a document of the published schema', async (folder) => {
    const { out } = await flowcause('explain', folder, '--format', 'json');
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  });

  it('is refused by the schema when a finding lacks its code', async () => {
    const { out } = await flowcause('explain', 'scenarios/both-allow', '--format', 'json');
    const document = JSON.parse(out);
    delete document.findings[0].code;
    expect(validate(document)).toBe(false);
  });

  it('carries problems with their place and their words', () =>
    withFiles({ 'flow.log': `${REJECTED}\nbad\n` }, async (folder) => {
      const { out } = await flowcause('explain', folder, '--format', 'json');
      const document = JSON.parse(out);
      validate(document);
      expect(validate.errors).toBeNull();
      expect(document.problems[0]).toMatchObject({ kind: 'too-few-fields', line: 2 });
      expect(document.input.records).toEqual({ read: 2, ok: 1, nodata: 0, skipdata: 0, malformed: 1 });
    }));

  it('is the same bytes for the same input', async () => {
    const once = await flowcause('explain', ...scenarios, '--format', 'json');
    const again = await flowcause('explain', ...scenarios, '--format', 'json');
    expect(again.out).toBe(once.out);
  });
});

describe('explain', () => {
  it('exits 1 on blocked traffic only when asked to', async () => {
    expect((await flowcause('explain', 'scenarios/nacl-denies-request')).code).toBe(0);
    expect((await flowcause('explain', 'scenarios/nacl-denies-request', '--fail-on', 'blocked')).code).toBe(
      1,
    );
    expect((await flowcause('explain', 'scenarios/both-allow', '--fail-on', 'blocked')).code).toBe(0);
  });

  it.each(['late-packet-after-the-close', 'scanners-knock-at-a-nat-gateway'])(
    'does not fail on what nobody misses: %s',
    async (name) => {
      for (const how of [[], ['--stream']])
        expect(await flowcause('explain', `scenarios/${name}`, ...how, '--fail-on', 'blocked')).toMatchObject(
          { code: 0 },
        );
    },
  );

  it('keeps healthy traffic to one line beside trouble, and tells it when asked', () =>
    withFiles({ 'flow.log': `${REJECTED}\n${ACCEPTED}\n${reversed(ACCEPTED)}\n` }, async (folder) => {
      const quiet = await flowcause('explain', folder);
      expect(quiet.out).toContain('1 conversation passed both ways.');
      expect(quiet.out).not.toContain('allowed-both-ways');
      const all = await flowcause('explain', folder, '--all');
      expect(all.out).toContain('allowed-both-ways');
      const asked = await flowcause('explain', folder, '--port', '22');
      expect(asked.out).toContain('allowed-both-ways');
      expect(asked.out).not.toContain('BLOCKED');
    }));

  it('answers for the traffic that the flags name', async () => {
    const folder = 'scenarios/nacl-drops-ping-reply';
    const named = await flowcause('explain', folder, '--src', '203.0.113.12', '--protocol', 'icmp');
    expect(named.out).toContain('network-acl-egress-denies-reply');
    const other = await flowcause('explain', folder, '--src', '203.0.113.13');
    expect(other.out).toContain('no record in this log matches');
    const elsewhere = await flowcause('explain', folder, '--interface', 'eni-0other');
    expect(elsewhere.out).not.toContain('BLOCKED');
  });

  it('lets flags override the question of a scenario', async () => {
    const { out } = await flowcause(
      'explain',
      'scenarios/metadata-is-never-logged',
      '--dst',
      '169.254.169.123',
    );
    expect(out).not.toContain('never-logged-instance-metadata');
  });

  it('lets no scenario ask its question of another folder', async () => {
    const { out } = await flowcause(
      'explain',
      'scenarios/metadata-is-never-logged',
      'scenarios/nacl-denies-request',
    );
    expect(out).toContain('network-acl-ingress-denies-request');
    expect(out).not.toContain('never-logged-instance-metadata');
  });

  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect((await flowcause('--version')).out).toBe(`${version}\n`);
  });

  it('reads a custom format from a header, from --log-format and from describe-flow-logs', async () => {
    const fields = 'interface-id srcaddr dstaddr srcport dstport protocol start end action';
    const line = 'eni-1 10.0.0.9 10.0.0.12 49761 3389 6 1418530010 1418530070 REJECT';
    const flowLogs = {
      FlowLogs: [
        { FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', LogFormat: asLogFormat(fields) },
      ],
    };
    await withFiles({ 'a.log': `${fields}\n${line}\n` }, async (folder) => {
      expect((await flowcause('explain', folder)).out).toContain('TCP port 3389 from 10.0.0.9 to 10.0.0.12');
    });
    await withFiles({ 'a.log': `${line}\n` }, async (folder) => {
      const { out } = await flowcause('explain', folder, '--log-format', fields);
      expect(out).toContain('TCP port 3389 from 10.0.0.9 to 10.0.0.12');
    });
    const other = { ...flowLogs.FlowLogs[0], FlowLogId: 'fl-2', LogFormat: asLogFormat(turned(fields)) };
    const two = JSON.stringify({ FlowLogs: [...flowLogs.FlowLogs, other] });
    const named = '123456789012_vpcflowlogs_us-east-1_fl-2_20180620T1620Z_fe123456.log';
    await withFiles({ [named]: `${turned(line)}\n`, 'flow-logs.json': two }, async (folder) => {
      expect((await flowcause('explain', folder)).out).toContain('TCP port 3389 from 10.0.0.9 to 10.0.0.12');
    });
    await withFiles({ 'a.log': `${line}\n`, 'flow-logs.json': two }, async (folder) => {
      const { out } = await flowcause('explain', folder, '--format', 'json');
      expect(JSON.parse(out).problems).toMatchObject([{ kind: 'ambiguous-format', lines: 1 }]);
    });
    await withFiles({ 'a.log': `${line}\n`, 'flow-logs.json': JSON.stringify(flowLogs) }, async (folder) => {
      expect((await flowcause('explain', folder)).out).toContain('TCP port 3389 from 10.0.0.9 to 10.0.0.12');
    });
  });
});

const reversed = (line: string): string => {
  const [version, account, it, source, destination, from, to, ...rest] = line.split(' ');
  return [version, account, it, destination, source, to, from, ...rest].join(' ');
};

/** The second and third value in turned order: the addresses. */
const turned = (line: string): string => line.replace(/^(\S+) (\S+) (\S+)/, '$1 $3 $2');

const asLogFormat = (fields: string): string =>
  fields
    .split(' ')
    .map((field) => `\${${field}}`)
    .join(' ');

describe('check', () => {
  const validate = schema('check');
  const asking = scenarios.filter((folder) => {
    const path = join(folder, 'question.json');
    return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).command === 'check';
  });
  const peering = 'scenarios/peering-joins-two-vpcs';
  const ask = (...args: readonly string[]) => flowcause('check', peering, ...args);

  it.each(asking)('%s is a document of the published schema', async (folder) => {
    const { out } = await flowcause('check', folder, '--format', 'json');
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  });

  it('is refused by the schema when a hop lacks its id', async () => {
    const document = JSON.parse((await ask('--format', 'json')).out);
    delete document.request.hops[0].id;
    expect(validate(document)).toBe(false);
  });

  it('names interfaces, instances and addresses alike', async () => {
    const answers = await Promise.all(
      ['eni-0a1b2c3d4e5f60203', 'i-0a1b2c3d4e5f60303', '10.8.1.30'].map((to) => ask('--to', to)),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(new Set(answers.map(({ out }) => out)).size).toBe(1);
  });

  it('says of ends that it does not know which call would tell, and exits 3', async () => {
    for (const [to, needs] of [
      ['eni-9', 'aws ec2 describe-network-interfaces --network-interface-ids eni-9'],
      ['i-9', 'aws ec2 describe-network-interfaces --filters Name=attachment.instance-id,Values=i-9'],
      ['10.0.1.99', 'Name=addresses.private-ip-address,Values=10.0.1.99'],
    ] as const) {
      const { code, out } = await ask('--to', to);
      expect(code).toBe(3);
      expect(out).toContain(needs);
      const document = JSON.parse((await ask('--to', to, '--format', 'json')).out);
      validate(document);
      expect(validate.errors).toBeNull();
    }
  });

  it.each([
    [['--protocol', 'icmp', '--port', '80'], '--port: icmp has no ports.'],
    [
      ['--protocol', 'icmp', '--from', '10.0.1.10', '--to', '2001:db8::1'],
      '--protocol: icmp is not of IPv6, whose addresses need icmpv6.',
    ],
    [
      ['--protocol', 'icmpv6', '--from', '10.0.0.1', '--to', '10.8.1.30'],
      '--protocol: icmpv6 is not of IPv4, whose addresses need icmp.',
    ],
    [['--protocol', 'tcp', '--icmp-type', '8'], '--icmp-type: tcp has no ICMP types.'],
    [['--source-port', '9-3'], '--source-port: expected a port or a range such as 49152-65535, found "9-3".'],
    [
      ['--to', 'somewhere'],
      '--to: expected an address, an interface (eni-...) or an instance (i-...), found "somewhere".',
    ],
    [
      ['--protocol', 'sctpp'],
      '--protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "sctpp".',
    ],
    [['--port', '70000'], '--port: expected a number from 0 to 65535, found "70000".'],
    [['--from', '10.0.1.10', '--from', '10.8.1.30'], '--from is given twice. See flowcause check --help.'],
    [
      ['--assert', 'table.csv', '--from', '10.0.1.10'],
      '--from: the lines of --assert say what is asked; leave it out, or leave out --assert.',
    ],
    [['--assert', 'table.csv', '--diff'], '--diff and --assert are two questions: ask one at a time.'],
    [['--diff', '--source-port', '1024'], '--source-port: --diff does not narrow by it; leave it out.'],
  ])('%s is refused in one line', async (args, message) => {
    const isPing = args.some((one) => one.startsWith('icmp'));
    const flags = args.includes('--from') ? [] : ['--from', '10.0.1.10', '--to', '10.8.1.30'];
    const isComparison = args.includes('--diff') && !args.includes('--assert');
    const { code, err } = await (isPing
      ? flowcause('check', 'scenarios/both-allow', ...flags, ...args)
      : ask(...args, ...(isComparison ? [peering] : [])));
    expect({ code, err }).toEqual({ code: 2, err: `flowcause: ${message}\n` });
  });

  it('needs both ends, a protocol, and something to read', async () => {
    for (const args of [
      ['scenarios/both-allow'],
      ['scenarios/both-allow', '--from', '10.0.0.1', '--to', '10.0.0.2'],
    ])
      expect((await flowcause('check', ...args)).code).toBe(2);
    await withFiles({ 'flow.log': `${REJECTED}\n` }, async (folder) => {
      const { code, err } = await flowcause(
        'check',
        folder,
        '--from',
        '10.0.0.1',
        '--to',
        '10.0.0.2',
        '--protocol',
        'tcp',
        '--port',
        '1',
      );
      expect(code).toBe(2);
      expect(err).toMatch(/^flowcause: Nothing /);
    });
  });

  it('tells which records the flow logs given keep', async () => {
    const FlowLogs = [
      {
        FlowLogId: 'fl-1',
        ResourceId: 'vpc-0a1b2c3d4e5f60001',
        TrafficType: 'REJECT',
        FlowLogStatus: 'ACTIVE',
        LogFormat: '',
      },
    ].map(({ LogFormat: _, ...rest }) => rest);
    await withFiles({ 'flow-logs.json': JSON.stringify({ FlowLogs }) }, async (folder) => {
      const { code, out } = await flowcause(
        'check',
        peering,
        join(folder, 'flow-logs.json'),
        '--from',
        '10.0.1.10',
        '--to',
        '10.8.1.30',
        '--protocol',
        'tcp',
        '--port',
        '443',
        '--format',
        'json',
      );
      const document = JSON.parse(out);
      expect(code).toBe(0);
      expect(document.logging).toEqual({ expected: false, neverLogged: null });
      expect(new Set(document.expectedRecords.map((it: { captured: boolean }) => it.captured))).toEqual(
        new Set([false]),
      );
      expect(document.missing).toEqual([]);
    });
  });

  it('answers for any end and any port with sets of packets', async () => {
    const isAnyDocument = schema('check-any');
    const { code, out } = await ask('--to', 'any', '--port', 'any', '--format', 'json');
    const document = JSON.parse(out);
    isAnyDocument(document);
    expect(isAnyDocument.errors).toBeNull();
    expect(code).toBe(0);
    const allowed = document.sets.find((one: { verdict: string }) => one.verdict === 'allowed');
    expect(allowed.headers).toContainEqual({
      sources: ['10.0.1.10/32'],
      destinations: ['10.8.1.30/32'],
      traffic: 'tcp 443',
    });
    expect((await ask('--to', 'any')).out).toContain('BLOCKED  no-route at rtb-0a1b2c3d4e5f60501');
    expect((await ask('--from', 'any', '--to', 'any')).code).toBe(2);
  });

  it('says of an end that is in no answer that it is not known, not that nothing reaches it', async () => {
    const isAnyDocument = schema('check-any');
    const flags = ['--from', 'i-gone', '--to', 'any', '--protocol', 'tcp'] as const;
    const text = await flowcause('check', peering, ...flags);
    expect([text.code, text.out]).toEqual([
      3,
      expect.stringContaining('No interface of the input is i-gone.'),
    ]);
    expect(text.out).toContain('Name=attachment.instance-id,Values=i-gone');
    const document = JSON.parse((await flowcause('check', peering, ...flags, '--format', 'json')).out);
    isAnyDocument(document);
    expect(isAnyDocument.errors).toBeNull();
    expect(document.unknown).toEqual({ reason: 'unknown-interface', name: 'i-gone' });
  });

  it('compares two snapshots', async () => {
    const isDiffDocument = schema('check-diff');
    const paths = ['scenarios/no-route-back-over-the-peering', peering] as const;
    const text = await flowcause('check', '--diff', ...paths);
    expect(text.code).toBe(1);
    expect(text.out).toContain(
      'NOW ALLOWED  eni-0a1b2c3d4e5f60201, TCP\n    tcp 443 from 10.0.1.10 to 10.8.1.30',
    );
    const json = await flowcause('check', '--diff', ...paths, '--format', 'json');
    isDiffDocument(JSON.parse(json.out));
    expect(isDiffDocument.errors).toBeNull();
    const same = await flowcause('check', '--diff', peering, peering);
    expect([same.code, same.out]).toEqual([0, 'Nothing became reachable or unreachable.\n']);
    expect((await flowcause('check', '--diff', peering)).code).toBe(2);
  });

  it('holds the network against a table of expectations', async () => {
    const head = 'expect,from,to,protocol,port';
    const met = 'allowed,10.0.1.10,10.8.1.30,tcp,443';
    const asserting = (lines: readonly string[], ...flags: readonly string[]) => {
      let outcome = { code: -1, out: '', err: '' };
      return withFiles({ 'table.csv': lines.join('\n') }, async (folder) => {
        outcome = await flowcause('check', peering, '--assert', join(folder, 'table.csv'), ...flags);
      }).then(() => outcome);
    };
    expect((await asserting([head, '# a comment', met, 'blocked,10.0.1.10,10.8.1.30,tcp,22'])).code).toBe(0);
    const failed = await asserting([head, met, 'allowed,10.0.1.10,10.8.1.30,tcp,22']);
    expect(failed.code).toBe(1);
    expect(failed.out).toContain('found blocked: security-group-ingress-lacks-rule at sg-0a1b2c3d4e5f60103');
    expect(failed.out).toContain('2 expectations: 1 met, 1 not met, 0 not decided.');
    expect((await asserting([head, 'allowed,10.0.1.10,10.8.1.99,tcp,443'])).code).toBe(3);
    const junit = await asserting([head, met, 'allowed,10.0.1.10,10.8.1.30,tcp,22'], '--format', 'junit');
    expect(junit.out).toContain('<testsuite name="flowcause check" tests="2" failures="1" errors="0">');
    expect(junit.out).toContain('<failure message="expected allowed, found blocked: ');
  });

  it('says which line of a table cannot be read', async () => {
    for (const [text, message] of [
      ['from,to\n', 'expected a first line with the columns expect,from,to,protocol,port, found "from,to"'],
      [
        'expect,from,to,protocol,port\nperhaps,10.0.0.1,10.0.0.2,tcp,1',
        ':2: expected allowed or blocked, found "perhaps"',
      ],
      ['expect,from,to,protocol,port\nallowed,10.0.0.1,10.0.0.2,tcp', ':2: --port is missing'],
      ['expect,from,to,protocol,port\n# none yet\n', 'expected lines below its head, found none'],
    ] as const)
      await withFiles({ 'table.csv': text }, async (folder) => {
        const { code, err } = await flowcause('check', peering, '--assert', join(folder, 'table.csv'));
        expect(code).toBe(2);
        expect(err).toContain(message);
      });
  });

  it('says of traffic that is never logged why', async () => {
    const { code, out } = await ask('--to', '169.254.169.254', '--port', '80', '--format', 'json');
    const document = JSON.parse(out);
    validate(document);
    expect(validate.errors).toBeNull();
    expect(code).toBe(0);
    expect(document.logging.neverLogged.code).toBe('never-logged-instance-metadata');
    expect(document.expectedRecords).toEqual([]);
  });
});

describe('records', () => {
  const validate = schema('records');

  it('prints each record, each problem and a summary, one JSON object a line', () =>
    withFiles({ 'flow.log': `${REJECTED}\nbad line\n${nodata}\n` }, async (folder) => {
      const { code, out } = await flowcause('records', folder);
      const lines = out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      for (const line of lines) {
        validate(line);
        expect(validate.errors).toBeNull();
      }
      expect(code).toBe(0);
      const records = lines.filter((line) => 'record' in line);
      expect(records[0]).toEqual({
        record: {
          version: 2,
          'account-id': '123456789010',
          'interface-id': 'eni-1235b8ca123456789',
          srcaddr: '172.31.9.69',
          dstaddr: '172.31.9.12',
          srcport: 49761,
          dstport: 3389,
          protocol: 6,
          packets: 20,
          bytes: 4249,
          start: 1418530010,
          end: 1418530070,
          action: 'REJECT',
          'log-status': 'OK',
        },
        source: join(folder, 'flow.log'),
        line: 1,
      });
      expect(lines.find((line) => 'problem' in line).problem).toMatchObject({
        kind: 'too-few-fields',
        line: 2,
      });
      expect(records[1].record).toMatchObject({ srcaddr: null, action: null, 'log-status': 'NODATA' });
      expect(lines.at(-1)).toEqual({ summary: { read: 3, ok: 1, nodata: 1, skipdata: 0, malformed: 1 } });
    }));

  it.each([
    ['srcadr', 1],
    ['vpc-id,action', 1],
    ['srcaddr log_status', 0],
  ])('says which of the fields %s no record has', (fields, sentences) =>
    withFiles({ 'flow.log': `${REJECTED}\n` }, async (folder) => {
      const { code, err } = await flowcause('records', folder, '--fields', fields);
      expect(code).toBe(0);
      expect(err.split('\n').filter((line) => line !== '')).toHaveLength(sentences);
      if (sentences > 0)
        expect(err).toContain(`No record has the field "${fields.split(',')[0]}". The fields are version, `);
    }),
  );

  it('prints only the fields asked for', () =>
    withFiles({ 'flow.log': `${REJECTED}\n` }, async (folder) => {
      const { out } = await flowcause('records', folder, '--fields', 'srcaddr,action');
      expect(JSON.parse(out.split('\n')[0] as string).record).toEqual({
        srcaddr: '172.31.9.69',
        action: 'REJECT',
      });
    }));
});

const nodata = '2 123456789010 eni-1235b8ca123456789 - - - - - - - 1431280876 1431280934 - NODATA';

describe('codes', () => {
  it('lists the catalogue, and tells one code with its sources', async () => {
    const list = await flowcause('codes');
    expect(list.out).toContain('network-acl-egress-denies-reply');
    const one = await flowcause('codes', 'network-acl-egress-denies-reply');
    expect(one.code).toBe(0);
    expect(one.out).toContain('In the log');
    expect(one.out).toContain(
      'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html',
    );
  });

  it('shows the page of a scenario that shows the code, and how to see it', async () => {
    const explained = await flowcause('codes', 'network-acl-egress-denies-reply');
    expect(explained.out).toContain('Example: The ping arrives, its reply is rejected\n');
    expect(explained.out).toContain('What to do. Add an outbound ICMP allow entry to the network ACL.\n');
    expect(explained.out).toContain('See it: flowcause explain scenarios/nacl-drops-ping-reply\n');
    const checked = await flowcause('codes', 'peering-not-usable');
    expect(checked.out).toMatch(/See it: flowcause (check|explain) scenarios\/\S*peering\S*\n/);
    for (const { code } of CATALOGUE)
      expect((await flowcause('codes', code)).out).toMatch(
        /\n {2}See it: flowcause (explain|check) scenarios\/\S+\n$/,
      );
  });

  it('is a document of the published schema', async () => {
    const validate = schema('codes');
    for (const argv of [['codes'], ['codes', 'undetermined']]) {
      const { out } = await flowcause(...argv, '--format', 'json');
      validate(JSON.parse(out));
      expect(validate.errors).toBeNull();
    }
  });
});
