import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenText, hasPassed, uncoveredRecords } from '../src/index.js';
import { answerScenario } from '../src/scenario/answer.js';
import { judgeScenario } from '../src/scenario/judge.js';
import { loadScenario, scenarioFolders } from '../src/scenario/scenario.js';
import { flowcause } from './cli/cli.js';

/**
 * Every scenario keeps what it promises: `npx flowcause scenario run scenarios`, and `--update` to accept what changed.
 * Beside that stand the rules of this house: what the page tells, that nothing stays unpredicted, that every remedy is
 * proved, and that the command prints the same.
 */
const scenarios = await Promise.all((await scenarioFolders('scenarios')).map(loadScenario));
const known = scenarios.filter(({ mustFail }) => !mustFail);
const asking = (command: string) => known.filter(({ question }) => question.command === command);

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
      for (const { proof } of finding.remedies) expect(proof.outcome).toBe('passes');
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

describe('the folder of scenarios', () => {
  it('holds nothing that is passed over', () => {
    expect(scenarios.length).toBeGreaterThan(50);
    expect(asking('explain').length + asking('check').length).toBe(known.length);
    expect(new Set(scenarios.map(({ folder }) => basename(folder))).size).toBe(scenarios.length);
  });
});
