import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../arbitrary/runs.js';
import { ACCEPTED, flowcause, REJECTED, withFiles } from './cli.js';

const schema = JSON.parse(readFileSync('src/render/schema/conversations.json', 'utf8'));
const validate = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema);

type Line = Record<string, Record<string, unknown>>;

/** The lines that a command printed, each of the published schema. */
const linesOf = async (...argv: readonly string[]) => {
  const { code, out, err } = await flowcause('conversations', ...argv);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  for (const line of lines) {
    validate(line);
    expect(validate.errors).toBeNull();
  }
  const all = (name: string) => lines.filter((line) => name in line).map((line) => line[name] as object);
  return { code, err, lines, all, summary: lines.at(-1)?.summary as Record<string, unknown> };
};

/** Scenarios of `check` have no log. */
const WITH_LOGS = readdirSync('scenarios')
  .map((name) => join('scenarios', name))
  .filter((folder) => readdirSync(folder).some((name) => name.startsWith('flow.log')));

const DEFAULT =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** A line of the default format. */
const entry = (from: string, to: string, start: number, action = 'ACCEPT', eni = 'eni-0a', packets = 3) => {
  const [source, sourcePort] = from.split('#');
  const [destination, port] = to.split('#');
  return `2 123456789010 ${eni} ${source} ${destination} ${sourcePort} ${port} 6 ${packets} 180 ${start} ${start + 60} ${action} OK`;
};

const logOf = (lines: readonly string[]): string => [DEFAULT, ...lines].join('\n');

const CLIENT = '10.0.1.10#40000';
const SERVER = '10.0.2.10#443';

describe('conversations', () => {
  it.each(WITH_LOGS)(
    'of %s are lines of the published schema, by point, by journey and by group',
    async (folder) => {
      for (const by of ['observation-point', 'journey', 'group']) {
        const { code, summary } = await linesOf(folder, '--by', by);
        expect(code).toBe(0);
        const { duplicates, unpairable, inConversations, ok } = summary as Record<string, number>;
        expect(Number(inConversations) + Object.values(unpairable ?? {}).reduce((a, b) => a + b, 0)).toBe(ok);
        expect(duplicates).toBe(0);
      }
    },
  );

  it('say in words what entries there are', () =>
    withFiles(
      {
        'flow.log': logOf([
          entry(CLIENT, SERVER, 1000),
          entry(SERVER, CLIENT, 1000, 'REJECT'),
          entry('10.0.1.11#40000', SERVER, 1000, 'REJECT'),
          entry('10.0.1.12#40000', SERVER, 1000),
          entry(SERVER, '10.0.1.12#40000', 1000),
          entry(SERVER, '10.0.1.13#40000', 1000),
          entry('10.0.1.14#40000', SERVER, 1000),
          entry(SERVER, '10.0.1.14#40000', 1000),
          entry(SERVER, '10.0.1.14#40000', 1000, 'REJECT'),
          entry('10.0.1.15#123', '10.0.2.10#123', 1000),
        ]),
      },
      async (folder) => {
        const { all } = await linesOf(folder);
        expect(all('conversation').map((it) => (it as { text: string }).text)).toEqual([
          'Two entries: ACCEPT for the request and REJECT for the reply.',
          'One entry: REJECT for the request; a rejected request has no reply.',
          'Two entries, both ACCEPT: request and reply.',
          'One entry: ACCEPT for the reply; the request stands in an earlier window, another slice or another log.',
          'Two entries: ACCEPT for the request and ACCEPT and REJECT for the reply; the verdict of the reply changed midway.',
          'One entry: ACCEPT; nothing tells whether it is the request or the reply.',
        ]);
      },
    ));

  it('are told apart by time as the flags say', () =>
    withFiles(
      { 'flow.log': logOf([entry(CLIENT, SERVER, 1000), entry(SERVER, CLIENT, 1300)]) },
      async (folder) => {
        const count = async (...flags: readonly string[]) =>
          (await linesOf(folder, ...flags)).summary.conversations;
        expect(await count()).toBe(2);
        expect(await count('--time-delta', '240')).toBe(1);
        expect(await count('--delta-policy', 'infinite')).toBe(1);
        expect(await count('--lateness', 'unlimited')).toBe(2);
      },
    ));

  it('refuse flags that make no sense, in one line', async () => {
    for (const flags of [
      ['--time-delta=-1'],
      ['--time-delta', 'soon'],
      ['--delta-policy', 'sliding'],
      ['--lateness', 'never'],
      ['--by', 'port'],
    ]) {
      const { code, err, out } = await flowcause('conversations', 'scenarios/both-allow', ...flags);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/^flowcause: --[a-z-]+: expected .+, found ".+"\.\n$/);
    }
  });

  it('are those that the flags ask for, while the summary counts all', () =>
    withFiles(
      {
        'flow.log': logOf([
          entry(CLIENT, SERVER, 1000),
          entry('10.0.1.11#40000', '10.0.2.10#22', 1000),
          entry(CLIENT, SERVER, 1000, 'ACCEPT', 'eni-0b'),
        ]),
      },
      async (folder) => {
        const asked = async (...flags: readonly string[]) =>
          (await linesOf(folder, ...flags)).all('conversation');
        expect(await asked('--port', '22')).toHaveLength(1);
        expect(await asked('--interface', 'eni-0b')).toHaveLength(1);
        expect(await asked('--src', '10.0.1.10', '--dst', '10.0.2.10')).toHaveLength(2);
        expect(await asked('--protocol', 'udp')).toEqual([]);
        expect((await linesOf(folder, '--protocol', 'udp')).summary.conversations).toBe(3);
      },
    ));

  it('of a million retries are one group, with when they began', () =>
    withFiles(
      {
        'flow.log': logOf(
          Array.from({ length: 500 }, (_, i) =>
            entry(`10.0.1.10#${40_000 + i}`, SERVER, 60_000 + 60 * i, 'REJECT'),
          ),
        ),
      },
      async (folder) => {
        const { all } = await linesOf(folder, '--by', 'group');
        expect(all('group')).toHaveLength(1);
        expect(all('group')[0]).toMatchObject({
          conversations: 500,
          sourcePorts: [[40_000, 40_499]],
          firstSeen: 60_000,
          lastSeen: 60_000 + 60 * 500,
          begun: { start: 59_520, width: 1920 },
        });
        const { begun } = all('group')[0] as { begun: { counts: number[] } };
        expect(begun.counts.reduce((sum, count) => sum + count, 0)).toBe(500);
      },
    ));

  it('at both ends are one journey, whose bytes are not added up', () =>
    withFiles(
      {
        'flow.log': logOf(
          ['eni-0b', 'eni-0a'].flatMap((eni) => [
            entry(CLIENT, SERVER, 1000, 'ACCEPT', eni),
            entry(SERVER, CLIENT, 1000, 'ACCEPT', eni),
          ]),
        ),
      },
      async (folder) => {
        const { all } = await linesOf(folder, '--by', 'journey');
        expect(all('journey')).toHaveLength(1);
        const [{ observations }] = all('journey') as [{ observations: { forward: unknown }[] }];
        expect(observations).toHaveLength(2);
        expect(observations[0]?.forward).toMatchObject({ ACCEPT: { records: 1, packets: 3, bytes: 180 } });
      },
    ));

  it('of two flow logs over one interface count once; identical lines of one file are as many', () => {
    const name = (flowLog: string, time: string) =>
      `123456789010_vpcflowlogs_us-east-1_${flowLog}_20260101T${time}Z_0a1b.log`;
    const lines = [entry(CLIENT, SERVER, 1000), entry(SERVER, CLIENT, 1000), entry(SERVER, CLIENT, 1000)];
    const text = logOf(lines);
    return withFiles(
      { [name('fl-0a', '0000')]: text, [name('fl-0b', '0000')]: text, 'plain.log': logOf(lines.slice(0, 2)) },
      async (folder) => {
        const both = await linesOf(folder, '--by', 'journey');
        expect(both.summary).toMatchObject({ inConversations: 8, duplicates: 3, pairedPercent: 100 });
        const alone = await linesOf(join(folder, name('fl-0a', '0000')));
        expect(alone.summary).toMatchObject({ inConversations: 3, duplicates: 0 });
        expect(alone.all('conversation')[0]).toMatchObject({ reverse: { ACCEPT: { records: 2 } } });
      },
    );
  });

  it('keep the finer of a flow log of minutes and one of ten minutes, and report the other', () => {
    const name = (flowLog: string) => `1_vpcflowlogs_us-east-1_${flowLog}_20260101T0000Z_0a1b.log`;
    const minutes = Array.from({ length: 10 }, (_, i) => entry(CLIENT, SERVER, 1200 + 60 * i));
    const ten = `2 123456789010 eni-0a 10.0.1.10 10.0.2.10 40000 443 6 30 1800 1200 1800 ACCEPT OK`;
    return withFiles(
      {
        [name('fl-0a')]: logOf([ten]),
        [name('fl-0b')]: logOf(minutes),
      },
      async (folder) => {
        const { all, summary } = await linesOf(folder);
        expect(all('conversation')).toHaveLength(1);
        expect(all('conversation')[0]).toMatchObject({
          copies: 1,
          forward: { ACCEPT: { records: 10, packets: 30 } },
        });
        expect(summary).toMatchObject({ inConversations: 11, copies: 1, duplicates: 0, pairedPercent: 0 });
      },
    );
  });

  it('at a load balancer say that nothing proves which connection to a target is which client’s', () =>
    withFiles(
      {
        'flow.log': logOf([
          entry('10.0.1.10#40000', '10.0.3.30#80', 1000, 'ACCEPT', 'eni-0123456789abcdef0'),
          entry('10.0.3.30#1025', '10.0.2.20#5432', 1000, 'ACCEPT', 'eni-0123456789abcdef0'),
        ]),
        'interfaces.json': JSON.stringify({
          NetworkInterfaces: [
            {
              NetworkInterfaceId: 'eni-0123456789abcdef0',
              InterfaceType: 'interface',
              Description: 'ELB app/front/50dc6c495c0c9188',
              PrivateIpAddress: '10.0.3.30',
              PrivateIpAddresses: [{ PrivateIpAddress: '10.0.3.30', Primary: true }],
            },
          ],
        }),
      },
      async (folder) => {
        const { all } = await linesOf(folder, '--by', 'journey');
        const at = { observationPoint: 'eni-0123456789abcdef0', candidates: 1 };
        expect(all('journey')).toMatchObject([
          { beyond: null, doubts: [{ kind: 'continuation-not-proven', ...at }] },
          { beyond: null, doubts: [{ kind: 'origin-not-proven', ...at }] },
        ]);
      },
    ));

  it('come with the problems of what could not be read or paired', () =>
    withFiles(
      { 'flow.log': `${REJECTED}\n${ACCEPTED}\nbad line\n${ACCEPTED.replace(' 6 20 ', ' - 20 ')}\n` },
      async (folder) => {
        const { all, summary } = await linesOf(folder);
        expect(all('problem').map((it) => (it as { kind: string }).kind)).toEqual([
          'too-few-fields',
          'unpairable-records',
        ]);
        expect(summary).toMatchObject({
          read: 4,
          malformed: 1,
          inConversations: 2,
          unpairable: { protocol: 1 },
        });
      },
    ));

  it('account for every line, whatever the logs hold', async () => {
    const number = fc.constantFrom(
      '0',
      '1',
      '65535',
      '65536',
      '-1',
      '1e3',
      '007',
      '4294967296',
      '99999999999999999999',
    );
    const nasty = fc.constantFrom(
      '-',
      '',
      '"',
      '\u0000',
      '\ufeff',
      '\u2028',
      '__proto__',
      'é',
      '1.2.3',
      '::',
      '<b>',
    );
    const usual: Readonly<Record<string, fc.Arbitrary<string>>> = {
      'interface-id': fc.constantFrom('eni-1', 'eni-2'),
      srcaddr: fc.constantFrom('10.0.1.10', '2001:db8::1', '::ffff:10.0.0.1', '255.255.255.255'),
      dstaddr: fc.constantFrom('10.0.2.10', '2001:db8::2', '10.0.1.10'),
      'pkt-srcaddr': fc.constantFrom('10.0.1.10', '2001:db8::1'),
      'pkt-dstaddr': fc.constantFrom('10.0.2.10', '203.0.113.9'),
      srcport: fc.constantFrom('443', '40000'),
      dstport: fc.constantFrom('443', '40000'),
      protocol: fc.constantFrom('6', '17', '1', '132', '255', '256'),
      packets: fc.constantFrom('1', '9007199254740993'),
      bytes: fc.constantFrom('60', '9007199254740993'),
      start: fc.constantFrom('1000', '1060', '1600', '4294967295'),
      end: fc.constantFrom('1000', '1060', '1600', '4294967295'),
      action: fc.constantFrom('ACCEPT', 'REJECT'),
      'tcp-flags': fc.constantFrom('2', '18', '3', '255', '256'),
      'flow-direction': fc.constantFrom('ingress', 'egress'),
      'reject-reason': fc.constantFrom('BPA', 'EC'),
      'log-status': fc.constantFrom('OK', 'OK', 'NODATA', 'SKIPDATA'),
    };
    const token = (field: string) =>
      fc.oneof(
        { weight: 20, arbitrary: usual[field] ?? number },
        { weight: 1, arbitrary: number },
        { weight: 1, arbitrary: nasty },
      );
    const log = fc
      .shuffledSubarray(Object.keys(usual), { minLength: 4 })
      .chain((fields) =>
        fc
          .array(
            fc.oneof(
              { weight: 9, arbitrary: fc.tuple(...fields.map(token)).map((tokens) => tokens.join(' ')) },
              { weight: 1, arbitrary: fc.string() },
            ),
            { maxLength: 15 },
          )
          .map((lines) => [fields.join(' '), ...lines].join('\n')),
      );
    const name = fc.constantFrom(
      'a.log',
      'b.log',
      '1_vpcflowlogs_us-east-1_fl-0a_20260101T0000Z_0a.log',
      '1_vpcflowlogs_us-east-1_fl-0b_20260101T0000Z_0a.log',
    );
    const units = fc.constantFrom('observation-point', 'journey', 'group');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, log, { minKeys: 1, maxKeys: 4 }), units, (files, by) =>
        withFiles(files, async (folder) => {
          const { code, err, out } = await flowcause('conversations', folder, '--by', by);
          expect(err).not.toMatch(/ at .*\.[jt]s:/);
          if (code === 2 && out === '') return;
          const { all, summary } = await linesOf(folder, '--by', by);
          const { read, ok, nodata, skipdata, malformed, inConversations } = summary as Record<
            string,
            number
          >;
          const unpairable = Object.values(summary.unpairable as Record<string, number>).reduce(
            (a, b) => a + b,
            0,
          );
          expect(Number(ok) + Number(nodata) + Number(skipdata) + Number(malformed)).toBe(read);
          expect(Number(inConversations) + unpairable).toBe(ok);
          if (by !== 'observation-point') return;
          type Flow = Record<string, { records: number }>;
          const held = (all('conversation') as { forward: Flow; reverse: Flow; copies: number }[]).map((it) =>
            [...Object.values(it.forward), ...Object.values(it.reverse)].reduce(
              (sum, { records }) => sum + records,
              it.copies,
            ),
          );
          expect(held.reduce((a, b) => a + b, 0) + Number(summary.duplicates)).toBe(inConversations);
        }),
      ),
      { ...runs(60), endOnFailure: true },
    );
  });

  it('are the same bytes for the same input', async () => {
    for (const by of ['observation-point', 'journey', 'group']) {
      const argv = [
        'conversations',
        ...readdirSync('scenarios').map((name) => join('scenarios', name)),
        '--by',
        by,
      ];
      expect((await flowcause(...argv)).out).toBe((await flowcause(...argv)).out);
    }
  });

  it('exit 2 with one line when nothing could be read', () =>
    withFiles({ 'flow.log': 'nothing here\n' }, async (folder) => {
      const { code, err } = await flowcause('conversations', folder);
      expect(code).toBe(2);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
    }));
});
