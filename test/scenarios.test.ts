import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  brokenText,
  type CheckDocument,
  check,
  hasPassed,
  remedies,
  uncoveredRecords,
} from '../src/index.js';
import { answerScenario, askedValues } from '../src/scenario/answer.js';
import { readEvidence } from '../src/scenario/evidence.js';
import { judgeScenario } from '../src/scenario/judge.js';
import { anyQuestionFrom, checkQuestionFrom } from '../src/scenario/question/check-question.js';
import { loadScenario, scenarioFolders } from '../src/scenario/scenario.js';
import { flowcause } from './cli/cli.js';
import { ELEMENTS } from './path/elements.js';
import { isAddition } from './remedy/edit-answers.js';

/**
 * Every scenario keeps what it promises: `npx flowcause scenario run scenarios`, and `--update` to accept what changed.
 * Beside that stand the rules of this house: what the page tells, that nothing stays unpredicted, that every remedy is
 * proved, and that the command prints the same.
 */
const scenarios = await Promise.all((await scenarioFolders('scenarios')).map(loadScenario));
const known = scenarios.filter(({ mustFail }) => !mustFail);
const asking = (command: string) => known.filter(({ question }) => question.command === command);

/** Nobody can prove what lies beyond: a firewall, whose own rules are not modelled, or what was left out of the input. */
const NOT_KNOWN_BEYOND = [
  'request-dies-at-a-firewall',
  'network-acl-of-the-firewall-subnet-denies',
  'outbound-rule-names-a-group-over-a-transit-gateway',
];

const EXITS: Readonly<Record<string, number>> = { allowed: 0, partial: 1, blocked: 1, undetermined: 3 };

/** The printed answer names files from where the command ran; wrapped lines break elsewhere then. */
const words = (text: string, folder: string): string =>
  text.replaceAll(`${folder}/`, '').replace(/\s+/g, ' ');

describe.each(scenarios)('scenario $name', (scenario) => {
  it(
    scenario.mustFail ? 'fails still, as a gap that is known' : 'finds and prints what it promises',
    async () => {
      const outcome = await judgeScenario(scenario);
      expect(brokenText(outcome.broken)).toBe(scenario.mustFail ? expect.stringMatching(/./) : '');
      expect(hasPassed(outcome)).toBe(true);
    },
  );
});

describe.each(known)('the page of scenario $name', ({ folder }) => {
  it('tells in five to twenty lines what the user sees, what happens and what to do', () => {
    const page = readFileSync(join(folder, 'scenario.md'), 'utf8');
    expect(page).toMatch(/^# .+\n\n\*\*What you see\.\*\*.+\*\*What happens\.\*\*.+\*\*What to do\.\*\*/s);
    const lines = page.split('\n').filter((line) => line.trim() !== '');
    expect(lines.length).toBeGreaterThanOrEqual(5);
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

describe.each(asking('explain'))('scenario $name, which asks explain', (scenario) => {
  it('leaves no record unpredicted unless the finding says so, and proves every remedy', async () => {
    const { explained } = await answerScenario(scenario);
    for (const finding of explained?.report.findings ?? []) {
      if (
        finding.code !== 'log-contradicts-configuration' &&
        finding.code !== 'packet-outside-tracked-connection'
      )
        expect(uncoveredRecords(finding)).toEqual([]);
      const outcome = NOT_KNOWN_BEYOND.includes(scenario.name) ? 'undetermined' : 'passes';
      for (const { proof } of finding.remedies) expect(proof.outcome).toBe(outcome);
    }
  });

  it('names what would settle whatever it does not prove, and each alternative', async () => {
    const { explained } = await answerScenario(scenario);
    for (const { certainty, missing, alternatives } of explained?.report.findings ?? []) {
      if (certainty !== 'proven') expect(missing).not.toEqual([]);
      for (const alternative of alternatives) expect(alternative.missing).not.toEqual([]);
    }
  });

  it('mends with as little as will do: without any one of its changes something is still to be mended', async () => {
    const { explained } = await answerScenario(scenario);
    const { network } = await readEvidence([scenario.folder]);
    for (const finding of explained?.report.findings ?? [])
      for (const { changes, proof } of finding.remedies) {
        if (proof.scope === 'capture' || proof.outcome !== 'passes') continue;
        expect(proof.remaining).toEqual([]);
        expect(remedies(changes.reduce(applyChange, network), finding)).toEqual([]);
        for (const left of changes.filter(isAddition)) {
          const others = changes.filter((change) => change !== left).reduce(applyChange, network);
          expect(remedies(others, finding)).not.toEqual([]);
        }
      }
  });

  it('is printed by the command as expected.txt shows', async () => {
    const { code, out, err } = await flowcause('explain', scenario.folder);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(words(out, scenario.folder)).toBe(words(scenario.expected.text ?? '', scenario.folder));
  });
});

describe.each(asking('check'))('scenario $name, which asks check', ({ folder, expected }) => {
  it('is printed by the command as expected.txt shows, with the exit code of its verdict', async () => {
    const { code, out, err } = await flowcause('check', folder);
    const { verdict } = JSON.parse(expected.json ?? '{}');
    expect({ code, err }).toEqual({ code: EXITS[verdict], err: '' });
    expect(words(out, folder)).toBe(words(expected.text ?? '', folder));
  });
});

describe.each(asking('check'))('the remedies of scenario $name', ({ folder, name }) => {
  it('are proved, or leave open what is not known', async () => {
    const { out } = await flowcause('check', folder, '--format', 'json');
    const { remedies, missing } = JSON.parse(out) as CheckDocument;
    for (const { proof } of remedies)
      expect(proof.outcome).toBe(
        (missing.length > 0 && proof.outcome !== 'passes') || NOT_KNOWN_BEYOND.includes(name)
          ? 'undetermined'
          : 'passes',
      );
  });
});

describe.each(asking('check'))('the remedies of scenario $name', ({ folder, question }) => {
  it('have no change that could be left out', async () => {
    const values = askedValues(question, folder);
    if (anyQuestionFrom(values) !== null) return;
    const { network } = await readEvidence([folder]);
    const asked = checkQuestionFrom(values);
    for (const { changes, proof } of check(network, asked).remedies) {
      if (proof.outcome !== 'passes') continue;
      const verdictWith = (made: typeof changes) => check(made.reduce(applyChange, network), asked).verdict;
      expect(verdictWith(changes)).toBe('allowed');
      for (const left of changes.filter(isAddition))
        expect(verdictWith(changes.filter((change) => change !== left))).not.toBe('allowed');
    }
  });
});

describe.each(ELEMENTS)('$element', ({ works, broken }) => {
  const answer = async (name: string) => {
    const { out } = await flowcause('check', join('scenarios', name), '--format', 'json');
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
    expect([...listed].sort()).toEqual(
      asking('check')
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('has each element once, working and broken', () => {
    const names = ELEMENTS.map(({ element }) => element);
    expect(new Set(names).size).toBe(names.length);
    for (const { works, broken } of ELEMENTS)
      expect([works.length, broken.length].every((count) => count > 0)).toBe(true);
  });
});

describe('the folder of scenarios', () => {
  it('holds nothing that is passed over', () => {
    expect(scenarios.length).toBeGreaterThan(50);
    expect(asking('explain').length + asking('check').length).toBe(known.length);
    expect(new Set(scenarios.map(({ folder }) => basename(folder))).size).toBe(scenarios.length);
  });
});
