import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    const { out } = await flowcause('explain', scenarios[0] as string, '--format', 'json');
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
    await withFiles({ 'a.log': `${line}\n`, 'flow-logs.json': JSON.stringify(flowLogs) }, async (folder) => {
      expect((await flowcause('explain', folder)).out).toContain('TCP port 3389 from 10.0.0.9 to 10.0.0.12');
    });
  });
});

const reversed = (line: string): string => {
  const [version, account, it, source, destination, from, to, ...rest] = line.split(' ');
  return [version, account, it, destination, source, to, from, ...rest].join(' ');
};

const asLogFormat = (fields: string): string =>
  fields
    .split(' ')
    .map((field) => `\${${field}}`)
    .join(' ');

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

  it('is a document of the published schema', async () => {
    const validate = schema('codes');
    for (const argv of [['codes'], ['codes', 'undetermined']]) {
      const { out } = await flowcause(...argv, '--format', 'json');
      validate(JSON.parse(out));
      expect(validate.errors).toBeNull();
    }
  });
});
