import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCommand, questionFrom } from '../src/cli/arguments.js';
import {
  type CheckDocument,
  type Report,
  type ReportDocument,
  readAnswers,
  reportJson,
  troubleshooter,
  uncoveredRecords,
} from '../src/index.js';
import { print } from '../src/record/record-batch.js';
import { questionOf } from '../src/scenario/scenario.js';
import { readLogs, survey } from '../src/source/index.js';
import { flowcause } from './cli/cli.js';
import { ELEMENTS } from './path/elements.js';

/** Folders are named relative to the repository, as the README's commands name them. */
const FOLDER = 'scenarios';

const names = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'fixme')
  .map(({ name }) => name);

const commandOf = (name: string): string => {
  const path = join(FOLDER, name, 'question.json');
  return existsSync(path)
    ? ((JSON.parse(readFileSync(path, 'utf8')).command as string) ?? 'explain')
    : 'explain';
};

const explained = names.filter((name) => commandOf(name) === 'explain');
const checked = names.filter((name) => commandOf(name) === 'check');

const read = async (folder: string): Promise<{ report: Report; lines: readonly string[] }> => {
  const { documents, logs, problems } = await survey([folder]);
  const { network, problems: more } = readAnswers(documents);
  const args = (await questionOf(folder))?.args ?? [];
  const engine = troubleshooter({ network, question: questionFrom(parseCommand('explain', args).values) });
  for (const problem of [...problems, ...more]) engine.push({ problem });
  const lines: string[] = [];
  for await (const piece of readLogs(logs)) {
    engine.push(piece);
    if ('batch' in piece)
      for (let row = 0; row < piece.batch.length; row++) lines.push(print(piece.batch, row));
  }
  return { report: engine.report(), lines };
};

const printed = async (folder: string): Promise<string> => {
  const { code, out, err } = await flowcause('explain', folder);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
};

/** What a scenario promises: causes, rules, remedies, gaps, and the records that nothing predicts. */
const promised = (document: ReportDocument, report: Report) => ({
  findings: document.findings.map((it) => ({
    code: it.code,
    outcome: it.outcome,
    leg: it.leg,
    certainty: it.certainty,
    entries: it.entries,
    deciding: it.deciding.map((deciding) =>
      'ruleNumber' in deciding
        ? `${deciding.id} ${deciding.direction} ${deciding.ruleNumber}`
        : `${deciding.id} ${deciding.kind}`,
    ),
    alsoBlocking: it.alsoBlocking.map(({ code, component }) => `${component} ${code}`),
    alternatives: it.alternatives.map(({ code }) => code),
    missing: it.missing.map(({ needs }) => needs),
    remedies: it.remedies.map(({ change, proof }) => ({
      commands: change.flatMap(({ commands }) => commands),
      proof: `${proof.outcome}, ${proof.scope}`,
    })),
  })),
  gaps: document.gaps,
  uncovered: report.findings.flatMap(uncoveredRecords),
  problems: document.problems,
});

const hopPhrase = (hop: CheckDocument['request']['hops'][number]): string => {
  if (hop.kind === 'network-interface' && 'direction' in hop) return `${hop.id} ${hop.direction}`;
  return 'route' in hop && hop.route !== null ? `${hop.id} ${hop.route.destination}` : hop.id;
};

const legPhrases = ({
  verdict,
  hops,
  blockers,
  doubts,
}: CheckDocument['request'] | CheckDocument['reply']) => ({
  verdict,
  hops: hops.map(hopPhrase),
  blockers: blockers.map(({ code, component, awsExplanationCode, direction, ports, beyond, conditional }) =>
    [
      code,
      component,
      awsExplanationCode ?? '-',
      direction ?? '-',
      ...(ports === null ? [] : [`ports ${ports.denied.map((range) => range.join('-')).join(',')}`]),
      ...(beyond ? ['beyond'] : []),
      ...(conditional ? ['conditional'] : []),
    ].join(' '),
  ),
  doubts: doubts.map(({ reason, component, id }) => `${reason} ${component} ${id ?? '-'}`),
});

/** What a scenario of `check` promises: verdicts, ways, blockers, what is missing, and the records to be expected. */
const promisedCheck = (document: CheckDocument) => ({
  verdict: document.verdict,
  request: legPhrases(document.request),
  reply: {
    ...legPhrases(document.reply),
    tracked: document.reply.tracked,
    failsForSourcePorts: document.reply.failsForSourcePorts.map((range) => range.join('-')),
    failsForChosenPorts: document.reply.failsForChosenPorts.map(
      ({ chosenBy, ports }) => `${chosenBy} ${ports.map((range) => range.join('-')).join(',')}`,
    ),
  },
  assumes: document.assumes,
  records: document.expectedRecords.map(
    (it) =>
      `${it.interfaceId} ${it.direction} ${it.leg} ${it.action} ${it.presence} ${it.srcaddr} ${it.dstaddr} ${it.srcport ?? 'any'} ${it.dstport ?? 'any'}`,
  ),
  remedies: document.remedies.map(({ change, proof }) => ({
    commands: change.flatMap(({ commands }) => commands),
    proof: `${proof.outcome}, ${proof.scope}`,
  })),
  missing: document.missing.map(({ needs }) => needs),
  problems: document.problems,
});

const EXITS: Readonly<Record<string, number>> = { allowed: 0, partial: 1, blocked: 1, undetermined: 3 };

const linesOf = (folder: string): readonly string[] =>
  readFileSync(join(folder, 'flow.log'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('version '))
    .map((line) => line.replace(/ +/g, ' '));

describe.each(names)('the page of scenario %s', (name) => {
  const folder = join(FOLDER, name);

  it('tells in five to twenty lines what the user sees, what happens and what to do', () => {
    const page = readFileSync(join(folder, 'scenario.md'), 'utf8');
    expect(page).toMatch(/^# .+\n\n\*\*What you see\.\*\*.+\*\*What happens\.\*\*.+\*\*What to do\.\*\*/s);
    const lines = page.split('\n').filter((line) => line.trim() !== '');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

describe.each(explained)('scenario %s', (name) => {
  const folder = join(FOLDER, name);

  it('gives back every line of its log', async () => {
    const { lines } = await read(folder);
    expect(lines).toEqual(linesOf(folder));
  });

  it('finds what expected.json promises', async () => {
    const { report } = await read(folder);
    const document = reportJson(report);
    await expect(`${JSON.stringify(promised(document, report), null, 2)}\n`).toMatchFileSnapshot(
      join('..', folder, 'expected.json'),
    );
  });

  it('prints what expected.txt shows', async () => {
    await expect(await printed(folder)).toMatchFileSnapshot(join('..', folder, 'expected.txt'));
  });

  it('leaves no record unpredicted unless the finding says so, and proves every remedy', async () => {
    const { report } = await read(folder);
    for (const finding of report.findings) {
      if (
        finding.code !== 'log-contradicts-configuration' &&
        finding.code !== 'packet-outside-tracked-connection'
      )
        expect(uncoveredRecords(finding)).toEqual([]);
      for (const { proof } of finding.remedies) expect(proof.outcome).toBe('passes');
    }
  });
});

describe.each(checked)('scenario %s', (name) => {
  const folder = join(FOLDER, name);

  it('answers what expected.json promises, with the exit code of its verdict', async () => {
    const { code, out, err } = await flowcause('check', folder, '--format', 'json');
    const document = JSON.parse(out) as CheckDocument;
    expect({ code, err }).toEqual({ code: EXITS[document.verdict], err: '' });
    await expect(`${JSON.stringify(promisedCheck(document), null, 2)}\n`).toMatchFileSnapshot(
      join('..', folder, 'expected.json'),
    );
  });

  it('proves every remedy, or says what is not known', async () => {
    const { out } = await flowcause('check', folder, '--format', 'json');
    const { remedies, missing } = JSON.parse(out) as CheckDocument;
    for (const { proof } of remedies)
      expect(proof.outcome).toBe(
        missing.length > 0 && proof.outcome !== 'passes' ? 'undetermined' : 'passes',
      );
  });

  it('prints what expected.txt shows', async () => {
    const { out } = await flowcause('check', folder);
    await expect(out).toMatchFileSnapshot(join('..', folder, 'expected.txt'));
  });
});

describe.each(ELEMENTS)('$element', ({ works, broken }) => {
  const answer = async (name: string) => {
    const { out } = await flowcause('check', join(FOLDER, name), '--format', 'json');
    return JSON.parse(out) as CheckDocument;
  };

  it.each(works)(
    'works in %s: it passes, or what is not modelled is the only thing that leaves it open',
    async (name) => {
      const { verdict, request, reply, healthChecks } = await answer(name);
      expect([...request.blockers, ...reply.blockers]).toEqual([]);
      expect(healthChecks.filter((one) => one.verdict !== 'allowed')).toEqual([]);
      const open = new Set([...request.doubts, ...reply.doubts].map(({ reason }) => reason));
      expect([verdict, [...open]]).toEqual(
        verdict === 'allowed' ? ['allowed', []] : ['undetermined', ['not-modelled']],
      );
    },
  );

  it.each(broken)('is broken in %s: something is named that stands in the way', async (name) => {
    const { verdict, request, reply, healthChecks } = await answer(name);
    const ofTheElement = ['encryption-controls', 'outbound-smtp-restricted'];
    const named = [
      ...[...request.blockers, ...reply.blockers].map(({ code }) => code),
      ...healthChecks.filter((one) => one.verdict === 'blocked').map(({ loadBalancer }) => loadBalancer),
      ...request.doubts.map(({ reason }) => reason).filter((reason) => ofTheElement.includes(reason)),
    ];
    expect(named.length).toBeGreaterThan(0);
    if (healthChecks.every((one) => one.verdict === 'allowed')) expect(verdict).not.toBe('allowed');
  });
});

describe('the table of elements', () => {
  it('holds every scenario of check, and no other', () => {
    const listed = new Set(ELEMENTS.flatMap(({ works, broken }) => [...works, ...broken]));
    expect([...listed].sort()).toEqual([...checked].sort());
  });

  it('has each element once, working and broken', () => {
    const names = ELEMENTS.map(({ element }) => element);
    expect(new Set(names).size).toBe(names.length);
    for (const { works, broken } of ELEMENTS)
      expect([works.length, broken.length].every((count) => count > 0)).toBe(true);
  });
});

describe('scenarios that must fail', () => {
  const fixme = join(FOLDER, 'fixme');
  const known = existsSync(fixme) ? readdirSync(fixme) : [];

  it('are none, or fail', () => {
    // A known gap would stand here with the finding it ought to have; passing would be an error.
    expect(known).toEqual([]);
  });
});
