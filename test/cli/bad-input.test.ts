import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ACCEPTED, flowcause, REJECTED, withFiles } from './cli.js';

const isOneLine = (text: string): boolean => /^[^\n]+\n$/.test(text);

const hasNoStackTrace = (text: string): boolean => !/^\s+at .+:\d+/m.test(text);

describe('bad input', () => {
  it('names the line of a record with too few or too many fields, and uses the lines beside it', () =>
    withFiles({ 'flow.log': `${REJECTED}\n2 123456789010 eni-1\n${ACCEPTED} more\n` }, async (folder) => {
      const { code, out, err } = await flowcause('explain', folder);
      expect(code).toBe(0);
      expect(err).toBe('');
      expect(out).toContain('security-group-or-network-acl-blocks');
      expect(out).toContain(`${join(folder, 'flow.log')}:2: expected 14 fields as the format says, found 3`);
      expect(out).toContain(`${join(folder, 'flow.log')}:3: expected 14 fields as the format says, found 15`);
      expect(out).toContain('2 problems with the input; everything else was used:');
    }));

  it('names the field of a bad address', () =>
    withFiles(
      { 'flow.log': `${REJECTED}\n${ACCEPTED.replace('172.31.16.139', '172.31.16.999')}\n` },
      async (folder) => {
        const { code, out } = await flowcause('explain', folder);
        expect(code).toBe(0);
        expect(out).toContain(`flow.log:2: srcaddr should be an IPv4 or IPv6 address, found "172.31.16.999"`);
      },
    ));

  it('reads a truncated gz up to where it ends', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      REJECTED.replace('49761', String(1024 + (i % 60_000))),
    );
    const whole = gzipSync(`${lines.join('\n')}\n`);
    return withFiles({ 'flow.log.gz': whole.subarray(0, whole.length - 4_000) }, async (folder) => {
      const { code, out } = await flowcause('explain', folder);
      expect(code).toBe(0);
      expect(out).toMatch(/flow\.log\.gz:\d+: the gzip data is cut off or damaged/);
      expect(out).toContain('security-group-or-network-acl-blocks');
    });
  });

  it('says which JSON file is no answer of AWS', () =>
    withFiles(
      { 'flow.log': REJECTED, 'package.json': '{"name": "x", "dependencies": {}}' },
      async (folder) => {
        const { code, out } = await flowcause('explain', folder);
        expect(code).toBe(0);
        expect(out).toContain(
          `${join(folder, 'package.json')}: "name" and "dependencies" are not among the answers`,
        );
      },
    ));

  it('says where JSON breaks off', () =>
    withFiles(
      { 'flow.log': REJECTED, 'acls.json': '{"NetworkAcls": [\n  {"NetworkAclId": "acl-1",\n' },
      async (folder) => {
        const { code, out } = await flowcause('explain', folder);
        expect(code).toBe(0);
        expect(out).toMatch(
          /acls\.json:\d+: this is not valid JSON at column 1 \(expected a name, found the end of the text\): the document ends too early/,
        );
      },
    ));

  it('names the item of an answer that cannot be read, and uses the others', () => {
    const groups = {
      SecurityGroups: [{ GroupId: 'sg-1', IpPermissions: [{ IpProtocol: 'tpc' }] }, { GroupId: 'sg-2' }],
    };
    return withFiles({ 'flow.log': REJECTED, 'groups.json': JSON.stringify(groups) }, async (folder) => {
      const { out } = await flowcause('explain', folder);
      expect(out).toContain(
        'groups.json: SecurityGroups[0].IpPermissions[0].IpProtocol should be a protocol: a name such as tcp',
      );
      expect(out).toContain('configuration of 1 security group');
    });
  });

  it.each([
    ['an empty folder', {}, 'the folder holds no file to read'],
    ['a folder without logs or answers', { 'notes.txt': 'hello\n' }, 'this is neither a flow log nor JSON'],
    ['an empty file', { 'flow.log': '' }, 'the file is empty'],
    ['nothing but bad lines', { 'flow.log': 'version account-id srcaddr\n1\n' }, 'expected 3 fields'],
  ])('ends with exit code 2 and one clear line for %s', (_, files, words) =>
    withFiles(files, async (folder) => {
      const { code, out, err } = await flowcause('explain', folder);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(isOneLine(err)).toBe(true);
      expect(err).toContain(words);
    }),
  );

  it.each([
    [
      'how many lines of an unknown format were left unread',
      { 'a.log': 'eni-1 10.0.0.1 443\n'.repeat(3) },
      'a.log:1: the records have no header and 3 fields each, which is not the default format, so 3 lines were left unread. Say the order with',
    ],
    [
      'that nothing of a damaged answer could be used',
      { 'acls.json.gz': gzipSync(JSON.stringify({ NetworkAcls: [1, 2, 3] })).subarray(0, -10) },
      'acls.json.gz: the gzip data is cut off or damaged (unexpected end of file), and nothing of it could be used; download the file again.',
    ],
    [
      'which line the damage of a log cuts off',
      { 'b.log.gz': gzipSync(`${ACCEPTED}\n${ACCEPTED.slice(0, 30)}`).subarray(0, -8) },
      `b.log.gz:2: the data breaks off within "${ACCEPTED.slice(0, 30)}". That was left out.`,
    ],
    [
      'what records in JSON were read before it breaks off',
      {
        'events.json': JSON.stringify({ events: [{ message: ACCEPTED }, { message: ACCEPTED }] }).slice(
          0,
          -9,
        ),
      },
      'events.json:2: the JSON content is damaged (it ends too early). Everything before was read.',
    ],
    [
      'what a table of something else holds',
      { 'orders.parquet': readFileSync('test/fixtures/foreign/orders.parquet') },
      'orders.parquet: this is a Parquet table of something else. Its columns are "order price".',
    ],
  ])('says %s', (_, files, words) =>
    withFiles({ 'flow.log': REJECTED, ...files }, async (folder) => {
      const { out } = await flowcause('explain', folder);
      expect(out).toContain(join(folder, words));
      const { out: lines } = await flowcause('records', folder);
      expect(lines).toContain(JSON.stringify(join(folder, words)).slice(1, -1));
    }),
  );

  it('says in words what the system answers', () =>
    withFiles({ 'flow.log': REJECTED }, async (folder) => {
      const { err } = await flowcause('records', join(folder, 'flow.log', 'x'));
      expect(err).toContain('x: it could not be read: a part of the path is a file, not a folder.');
    }));

  it('ends with exit code 2 for a path that is not there', async () => {
    const { code, err } = await flowcause('explain', '/no/such/folder');
    expect(code).toBe(2);
    expect(err).toBe('flowcause: Nothing could be read. /no/such/folder: there is no such file or folder.\n');
  });

  it('takes a folder of configuration without logs, and says that the log is missing', () =>
    withFiles({ 'groups.json': '{"SecurityGroups": [{"GroupId": "sg-1"}]}' }, async (folder) => {
      const { code, out } = await flowcause('explain', folder);
      expect(code).toBe(0);
      expect(out).toContain('No flow log record with traffic was read.');
    }));

  it('never shows a stack trace, whatever bytes it is given', async () => {
    const rubbish = [
      Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256),
      '\u0000'.repeat(100),
      '<html><body>403</body></html>',
      '[]',
      'null',
      '{"SecurityGroups": 7}',
      '{"NetworkAcls": [null, 3, {"Entries": {}}]}',
      '---\nSecurityGroups: []\n',
      `${'x'.repeat(100_000)}\n`,
      Buffer.from(`\ufeff${REJECTED}\r\n`, 'utf16le'),
    ];
    for (const bytes of rubbish)
      await withFiles({ something: bytes }, async (folder) => {
        for (const command of ['explain', 'records']) {
          const { code, out, err } = await flowcause(command, folder);
          expect([0, 2]).toContain(code);
          expect(hasNoStackTrace(out + err)).toBe(true);
        }
      });
  });
});

describe('a wrong command line', () => {
  it.each([
    [['explain'], 'Say what to read: a file, a folder, or - for standard input.'],
    [['explain', 'x', '--port', '70000'], '--port: expected a port from 0 to 65535, found "70000".'],
    [['explain', 'x', '--src', '10.0.0.256'], '--src: expected an IPv4 or IPv6 address, found "10.0.0.256".'],
    [
      ['explain', 'x', '--src', '10.0.0.1', '--dst', '2001:db8::1'],
      '--dst: expected an IPv4 address as --src is one, found "2001:db8::1". Behind NAT64 ask for one side alone.',
    ],
    [
      ['explain', 'x', '--protocol', 'tpc'],
      '--protocol: expected tcp, udp, icmp, icmpv6, arp or a number from 0 to 255',
    ],
    [['explain', 'x', '--format', 'xml'], '--format: expected text, json, ndjson or markdown, found "xml".'],
    [['explain', 'x', '--fail-on', 'x'], '--fail-on: expected blocked, found "x".'],
    [['explain', 'x', '--log-format', 'a a'], '--log-format: expected each field only once, found "a".'],
    [['explain', 'x', '--verbose'], 'See flowcause explain --help.'],
    [['explan', 'x'], 'There is no command "explan". The commands are explain, '],
    [['codes', 'security-group'], 'There is no finding code "security-group". Did you mean'],
    [['codes', 'a', 'b'], 'Ask for one code at a time; found also b.'],
  ])('%j is answered in one line', async (argv, words) => {
    const { code, out, err } = await flowcause(...argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
    expect(isOneLine(err)).toBe(true);
  });

  it('without arguments prints the overview', async () => {
    const { code, out } = await flowcause();
    expect(code).toBe(2);
    expect(out).toContain('flowcause explain PATH...');
  });

  it.each(['explain', 'records', 'codes'])('%s --help tells its flags', async (command) => {
    const { code, out } = await flowcause(command, '--help');
    expect(code).toBe(0);
    expect(out.startsWith(`flowcause ${command}`)).toBe(true);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('input that would go unused', () => {
  it('says which field of a format is not documented, and which one was probably meant', () => {
    const log = 'version interface-id srcadr dstaddr srcport dstport protocol start end action\n';
    const line = '2 eni-1 10.0.0.9 10.0.0.12 49761 3389 6 1418530010 1418530070 REJECT\n';
    return withFiles({ 'flow.log': log + line }, async (folder) => {
      const { out } = await flowcause('explain', folder);
      expect(out).toContain('a field "srcadr" that AWS does not document. Did you mean srcaddr');
      expect(out).toContain('this record could not be used: it holds no IP addresses.');
    });
  });

  it('says that records without an interface cannot be used', () => {
    const log = 'version srcaddr dstaddr srcport dstport protocol start end action\n';
    const line = '2 10.0.0.9 10.0.0.12 49761 3389 6 1418530010 1418530070 REJECT\n';
    return withFiles({ 'flow.log': log + line + line }, async (folder) => {
      const { out } = await flowcause('explain', folder);
      expect(out).toContain(
        '2 records, of which this is the first, could not be used: they hold no name of an interface.',
      );
    });
  });

  it('prints no control characters of what it read', () =>
    withFiles({ 'a\u001b[31m.log': `${REJECTED}\nbad \u001b[2J line\n` }, async (folder) => {
      const { out } = await flowcause('explain', folder);
      expect([...out].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
    }));
});
