import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowcause } from './cli.js';
import { schema } from './schema.js';

/** Seven sources that try twelve hundred ports of one interface: a scan, beside one lone blocked client. */
const PORTS = 1200;

const line = (source: string, sourcePort: number, port: number, start: number): string =>
  `2 123456789010 eni-1235b8ca123456789 ${source} 172.31.9.12 ${sourcePort} ${port} 6 1 40 ${start} ${start + 60} REJECT OK`;

const LOG = Array.from({ length: PORTS }, (_, i) =>
  line(`10.99.0.${(i % 7) + 1}`, 40_000 + i, i + 1, 1_418_530_010 + i),
).join('\n');

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'flowcause-scan-'));
  cpSync('scenarios/security-group-lacks-ingress-rule/network', join(folder, 'network'), { recursive: true });
  writeFileSync(join(folder, 'flow.log'), `${LOG}\n`);
});

afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...flags: readonly string[]) => flowcause('explain', folder, ...flags);

const documentOf = async (...flags: readonly string[]) =>
  JSON.parse((await explain(...flags, '--format', 'json')).out);

describe('explain of a scan', () => {
  it('is a page: one cause in full, ten others, the rest in numbers', async () => {
    const { out } = await explain();
    expect(out.split('\n').length).toBeLessThan(80);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'Of this cause and rule there are 1,200 findings, 1,200 conversations, 1,200 packets; 7 initiators, 1 responder, 1,200 ports, 1 interface.',
    );
    expect(out).toContain('... and 1,189 more; --src, --dst and --port tell one in full.');
  });

  it('is the same page in Markdown', async () => {
    const { out } = await explain('--format', 'markdown');
    expect(out).toContain('1,200 findings');
    expect(out.match(/^\| 10\./gm)).toHaveLength(10);
  });

  it('is one group in JSON, with the findings listed up to a bound', async () => {
    const validate = schema('explain');
    const document = await documentOf();
    validate(document);
    expect(validate.errors).toBeNull();
    expect(document.groups).toHaveLength(1);
    expect(document.groups[0]).toMatchObject({
      by: 'rule',
      code: 'security-group-ingress-lacks-rule',
      findings: PORTS,
      spread: { initiators: 7, responders: 1, ports: PORTS, interfaces: 1 },
      occurrences: { conversations: PORTS, packets: PORTS },
    });
    expect(document.findings).toHaveLength(500);
    expect(document.groups[0].ids).toEqual(document.findings.map(({ id }: { id: string }) => id));
  });
});

describe('explain --by', () => {
  it('names who it is that starts, the most harmful first, in text, Markdown and JSON', async () => {
    const { out } = await explain('--by', 'initiator');
    expect(out).toContain('  1. from 10.99.0.1\n');
    expect(out).toContain('  7. from 10.99.0.7\n');
    expect((await explain('--by', 'initiator', '--format', 'markdown')).out).toContain(
      '1. **from 10.99.0.1**',
    );
    const { groups } = await documentOf('--by', 'initiator');
    expect(groups.map(({ key }: { key: string }) => key)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((last) => `10.99.0.${last}`),
    );
  });

  it('takes the responder, the port and the interface too', async () => {
    expect((await documentOf('--by', 'responder')).groups.map(({ key }: { key: string }) => key)).toEqual([
      '172.31.9.12',
    ]);
    expect((await documentOf('--by', 'port')).groups).toHaveLength(PORTS);
    expect((await explain('--by', 'interface')).out).toContain('  1. at eni-1235b8ca123456789\n');
  });

  it('names what it takes', async () => {
    const { code, err } = await explain('--by', 'colour');
    expect({ code, err }).toEqual({
      code: 2,
      err: 'flowcause: --by: expected rule, initiator, responder, port or interface, found "colour".\n',
    });
  });
});

describe('explain --top', () => {
  it('shows so many groups', async () => {
    const { out } = await explain('--by', 'initiator', '--top', '2');
    expect(out).toContain('  2. from 10.99.0.2\n');
    expect(out).not.toContain('  3. from');
    expect(out).toContain('... and 5 more; --top shows them.');
  });

  it('lists so many in JSON, with their findings alone', async () => {
    const { groups, findings } = await documentOf('--by', 'initiator', '--top', '1');
    expect(groups).toHaveLength(1);
    expect(
      new Set(
        findings.map(
          (it: { conversation: { initiator: { address: string } } }) => it.conversation.initiator.address,
        ),
      ),
    ).toEqual(new Set([groups[0].key]));
  });

  it('is a whole number', async () => {
    for (const wrong of ['0', '-1', 'all', '1.5'])
      expect(await explain(`--top=${wrong}`)).toEqual({
        code: 2,
        out: '',
        err: `flowcause: --top: expected a whole number from 1 on, found "${wrong}".\n`,
      });
  });
});
