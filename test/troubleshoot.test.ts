import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_TRAFFIC,
  EVERYTHING,
  problemTotal,
  type Report,
  readAnswers,
  readText,
  troubleshoot,
  troubleshooter,
} from '../src/index.js';
import { runs } from './arbitrary/runs.js';
import { twoEnds } from './arbitrary/two-ends.js';
import { answers, explainBy, idle, ping, pong, reply, request, without } from './diagnosis/by-hand.js';
import { ALL_SEEN, circumstances, explain, logOf } from './diagnosis/simulator.js';
import { ip } from './filter/build.js';

/** What a report says, without the places in the file. */
const said = ({ findings, passed, oneLeg, capture }: Report) => ({
  findings: findings
    .map(({ id, certainty, entries, alternatives, missing, remedies, occurrences }) =>
      JSON.stringify({ id, certainty, entries, alternatives, missing, remedies, occurrences }, (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    )
    .sort(),
  passed,
  oneLeg,
  capture,
});

describe('a report', () => {
  it('does not depend on the order of the records', () => {
    fc.assert(
      fc.property(twoEnds, circumstances, (it, seen) => {
        const [header = '', ...lines] = logOf(it, seen).split('\n');
        const { report, network } = explain(it, seen);
        const { batches } = readText([header, ...lines.reverse()].join('\n'), { source: 'flow.log' });
        const turned = troubleshoot({ batches, network, question: { ...EVERYTHING, all: true } });
        expect(said(turned)).toEqual(said(report));
      }),
      runs(100),
    );
  });

  it('is the same in one go and piece by piece', () => {
    fc.assert(
      fc.property(twoEnds, (it) => {
        const { report, network } = explain(it, ALL_SEEN);
        const engine = troubleshooter({ network, question: { ...EVERYTHING, all: true } });
        const [header = '', ...lines] = logOf(it, ALL_SEEN).split('\n');
        for (const line of lines) {
          const { batches } = readText(`${header}\n${line}`, { source: 'flow.log' });
          for (const batch of batches) engine.push({ batch });
        }
        expect(said(engine.report())).toEqual(said(report));
        expect(engine.report().records).toEqual(report.records);
        expect(engine.report().window).toEqual(report.window);
      }),
      runs(50),
    );
  });

  it('of nothing says that there was nothing', () => {
    expect(troubleshoot({ batches: [] })).toMatchObject({
      records: { read: 0 },
      window: null,
      network: null,
      capture: 'unknown',
      findings: [],
      passed: { conversations: 0, records: 0 },
    });
  });

  it('counts what was given and carries what could not be read', () => {
    const { network } = readAnswers(answers().map((json) => ({ source: 'network.json', json })));
    const { batches, problems } = readText('version srcaddr\n2 10.0.0.1\n2 nonsense', { source: 'flow.log' });
    const report = troubleshoot({ batches, problems, network });
    expect(report.records).toMatchObject({ read: 2, malformed: 1 });
    // The line that is no record, and the record that names no interface.
    expect([...report.problems.counts.keys()]).toEqual(['bad-field-value', 'unpairable-records']);
    expect(problemTotal(report.problems)).toBe(2);
    expect(report.network).toMatchObject({ interfaces: 2, securityGroups: 2, networkAcls: 2, flowLogs: 1 });
  });

  it('carries the gaps of the configuration', () => {
    const { network } = readAnswers([{ source: 'network.json', json: { Subnets: [], NextToken: 'x' } }]);
    expect(troubleshoot({ batches: [], network }).gaps).toMatchObject([{ kind: 'subnet' }]);
  });
});

describe('healthy traffic', () => {
  const healthy = [request(), reply()];
  const blocked = [request({ sourcePort: 41_000, action: 'REJECT' }).replace(' 443 6', ' 22 6')];

  it('is a number beside trouble, and a finding when it is asked for or there is nothing else', () => {
    const codes = (lines: readonly string[], all: boolean) =>
      explainBy([], lines, { ...EVERYTHING, all }).findings.map(({ code }) => code);
    expect(codes([...healthy, ...blocked], false)).toEqual(['security-group-or-network-acl-blocks']);
    expect(codes([...healthy, ...blocked], true)).toEqual([
      'security-group-or-network-acl-blocks',
      'allowed-both-ways',
    ]);
    expect(codes(healthy, false)).toEqual(['allowed-both-ways']);
    expect(explainBy([], [...healthy, ...blocked], EVERYTHING).passed).toEqual({
      conversations: 1,
      records: 2,
    });
  });
});

describe('a question', () => {
  const lines = [request(), reply(), ping(), pong({ action: 'REJECT' })];
  const ask = (filter: Partial<typeof ANY_TRAFFIC>, interfaceId: string | null = null) =>
    explainBy([], lines, {
      filter: { ...ANY_TRAFFIC, ...filter },
      interfaceId,
      all: false,
      now: null,
    }).findings.map(({ code }) => code);

  it('picks the conversations it asks for', () => {
    expect(ask({ protocol: 6 })).toEqual(['allowed-both-ways']);
    expect(ask({ port: 443 })).toEqual(['allowed-both-ways']);
    expect(ask({ sourcePort: 40_000 })).toEqual(['allowed-both-ways']);
    expect(ask({ protocol: 1 })).toEqual(['network-acl-egress-denies-reply']);
    expect(ask({ source: ip('10.0.1.10') })).toHaveLength(2);
    expect(ask({}, 'eni-b')).toHaveLength(2);
  });

  it('finds the conversation also by the ends of its reply, when none starts that way round', () => {
    expect(ask({ source: ip('10.0.2.10'), protocol: 6 })).toEqual(['allowed-both-ways']);
    expect(ask({ source: ip('10.0.2.10'), protocol: 1 })).toEqual(['network-acl-egress-denies-reply']);
  });

  it('about traffic that is never logged is answered so, proven, without a record', () => {
    const [finding] = explainBy([], lines, {
      ...EVERYTHING,
      filter: { ...ANY_TRAFFIC, destination: ip('169.254.169.254') },
    }).findings;
    expect(finding).toMatchObject({
      code: 'never-logged-instance-metadata',
      outcome: 'not-logged',
      certainty: 'proven',
      entries: 'none',
      group: null,
    });
  });

  it('about other traffic without a record says what would tell', () => {
    const [finding] = explainBy([], lines, {
      ...EVERYTHING,
      filter: { ...ANY_TRAFFIC, destination: ip('10.0.9.9'), port: 443 },
    }).findings;
    expect(finding).toMatchObject({ code: 'undetermined', certainty: 'possible' });
    expect(finding?.missing.map(({ kind }) => kind)).toEqual([
      'interface',
      'subnet',
      'flow-logs',
      'log-window',
    ]);
  });

  it('about port 53 of an address that may be Amazon DNS asks for the VPC', () => {
    const question = {
      ...EVERYTHING,
      filter: { ...ANY_TRAFFIC, destination: ip('10.0.0.2'), port: 53, protocol: 17 },
    };
    const [unknown] = explainBy([], lines, question).findings;
    expect(unknown?.missing.map(({ kind }) => kind)).toContain('vpc');
    expect(explainBy(answers(), lines, question).findings[0]?.code).toBe('never-logged-amazon-dns');
  });
});

describe('the capture of a log', () => {
  it('is what describe-flow-logs says of its interfaces, and never guessed', () => {
    const seen = [request(), idle('eni-b', 600)];
    expect(explainBy(answers(), seen).capture).toBe('all');
    expect(explainBy(without('FlowLogs')(answers()), seen).capture).toBe('unknown');
    expect(explainBy(answers(), [...seen, idle('eni-x', 0)]).capture).toBe('unknown');
  });
});
