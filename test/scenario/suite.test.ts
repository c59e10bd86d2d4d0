import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertScenario, loadScenario, scenarioTest } from '../../src/testing/index.js';
import { flowcause } from '../cli/cli.js';

const ORIGINAL = 'scenarios/nacl-drops-ping-reply';

let root = '';
let folder = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'flowcause-scenario-'));
  folder = join(root, 'ping');
  cpSync(ORIGINAL, folder, { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const edit = (file: string, change: (text: string) => string): void =>
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));

/** The last but one entry of the outbound rules now allows everything. */
const openTheAcl = (): void =>
  edit('network/network-acls.json', (text) => text.replace('"RuleAction": "deny"', '"RuleAction": "allow"'));

const complaint = (): Promise<string> =>
  loadScenario(folder)
    .then(assertScenario)
    .then(
      () => '',
      (error: Error) => error.message,
    );

describe('assertScenario', () => {
  it('is content with a scenario wherever its folder lies', async () => {
    expect(await complaint()).toBe('');
  });

  it('is content with the ends of lines that a checkout on Windows makes', async () => {
    for (const file of ['expected.json', 'expected.txt', 'flow.log', 'scenario.md'])
      edit(file, (text) => text.replaceAll('\n', '\r\n'));
    expect(await complaint()).toBe('');
  });

  it('shows what is found now beside what was promised, when the network changed', async () => {
    openTheAcl();
    const message = await complaint();
    expect(message).toContain(`${folder} (The ping arrives, its reply is rejected) does not hold:`);
    expect(message).toContain('expected.json is otherwise (- as it says, + as found now):');
    expect(message).toContain('-      "code": "network-acl-egress-denies-reply",');
    expect(message).toContain('+      "code": "log-contradicts-configuration",');
    expect(message).toContain('expected.txt is otherwise');
  });

  it('names a file that is not there', async () => {
    rmSync(join(folder, 'expected.txt'));
    expect(await complaint()).toContain(
      'expected.txt is not there; flowcause scenario run --update writes it.',
    );
  });

  it('names a line of the log that was read and is a problem nobody promised', async () => {
    edit('flow.log', (text) => `${text}2 123456789010 eni-1\n`);
    expect(await complaint()).toContain('+      "kind": "too-few-fields",');
  });

  it.each([
    ['{"command": "lint"}', 'is of the command "lint"; a scenario asks explain or check.'],
    ['{"args": ["--fail-on", "blocked"]}', '--fail-on has no place in a scenario.'],
    ['{"args": ["--port", "x"]}', '--port: expected a port from 0 to 65535, found "x".'],
    ['{"args": ', 'question.json: expected an object such as'],
    ['{"arg": ["--all"]}', '"arg" is none of command, args, now, logFormat'],
  ])('says what is wrong with the question %s', async (question, words) => {
    writeFileSync(join(folder, 'question.json'), question);
    expect(await complaint()).toContain(words);
  });

  it('refuses a folder that is no scenario', async () => {
    await expect(loadScenario(root)).rejects.toThrow(
      `${root}: expected a scenario, which holds a page scenario.md.`,
    );
  });

  it('wants known gaps to fail, and says when one does not', async () => {
    const known = join(root, 'fixme', 'ping');
    cpSync(folder, known, { recursive: true });
    await expect(assertScenario(await loadScenario(known))).rejects.toThrow('move it out of fixme');
    writeFileSync(join(known, 'expected.txt'), 'what ought to be found\n');
    await expect(assertScenario(await loadScenario(known))).resolves.toBeUndefined();
    writeFileSync(join(known, 'question.json'), '{"command": "lint"}');
    await expect(assertScenario(await loadScenario(known))).rejects.toThrow('is of the command "lint"');
  });
});

describe('scenarioTest', () => {
  const collected = async (...paths: readonly string[]) => {
    const tests: { name: string; body: () => Promise<void> }[] = [];
    await scenarioTest({
      describe: (_, body) => body(),
      it: (name, body) => tests.push({ name, body }),
    })(...paths);
    return tests;
  };

  it('makes every scenario below the folders a test', async () => {
    mkdirSync(join(root, 'more'));
    cpSync(folder, join(root, 'more', 'second'), { recursive: true });
    const tests = await collected(root);
    expect(tests.map(({ name }) => name)).toEqual([
      'second: The ping arrives, its reply is rejected',
      'ping: The ping arrives, its reply is rejected',
    ]);
    for (const { body } of tests) await body();
    openTheAcl();
    await expect(tests[1]?.body()).rejects.toThrow('does not hold');
  });

  it('fails the one that cannot be loaded, and no other', async () => {
    cpSync(folder, join(root, 'broken'), { recursive: true });
    writeFileSync(join(root, 'broken', 'question.json'), '{"args": ');
    const [broken, whole, ...more] = await collected(root);
    expect([broken?.name, more.length]).toEqual(['broken', 0]);
    await expect(broken?.body()).rejects.toThrow('question.json: expected an object such as');
    await expect(whole?.body()).resolves.toBeUndefined();
  });

  it('does not pass where there is nothing to test', async () => {
    await expect(collected(join(folder, 'network'))).rejects.toThrow('there is no scenario in it');
  });
});

describe('flowcause scenario run', () => {
  it('counts what holds and exits 0', async () => {
    expect(await flowcause('scenario', 'run', folder, ORIGINAL)).toEqual({
      code: 0,
      out: '2 scenarios: 2 as promised, 0 not.\n',
      err: '',
    });
  });

  it('shows how the answer differs and exits 1', async () => {
    openTheAcl();
    const { code, out } = await flowcause('scenario', 'run', root);
    expect(code).toBe(1);
    expect(out).toContain(`FAILED  ${folder}: The ping arrives, its reply is rejected`);
    expect(out).toContain('    -      "code": "network-acl-egress-denies-reply",');
    expect(out).toMatch(/1 scenario: 0 as promised, 1 not\.\n$/);
  });

  it('asks the others where one cannot be loaded', async () => {
    cpSync(folder, join(root, 'broken'), { recursive: true });
    writeFileSync(join(root, 'broken', 'question.json'), '{"args": ');
    const { code, out, err } = await flowcause('scenario', 'run', root);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toContain('question.json: expected an object such as');
    expect(out).toMatch(/2 scenarios: 1 as promised, 1 not\.\n$/);
  });

  it('accepts what changed with --update', async () => {
    openTheAcl();
    const { code, out } = await flowcause('scenario', 'run', root, '--update');
    expect({ code, out }).toEqual({
      code: 0,
      out: `updated  ${folder}\n1 scenario: 1 written anew.\n`,
    });
    expect((await flowcause('scenario', 'run', root)).code).toBe(0);
    expect((await flowcause('scenario', 'run', root, '--update')).out).toContain('0 written anew');
  });

  it.each([
    [['scenario'], 'Say what to do: flowcause scenario run PATH...'],
    [['scenario', 'run'], 'Say which: flowcause scenario run PATH...'],
    [['scenario', 'run', '/no/such'], '/no/such: the folder could not be read (ENOENT).'],
    [
      ['scenario', 'run', 'src/cli'],
      'src/cli: there is no scenario in it; a scenario folder holds scenario.md.',
    ],
    [['scenario', 'run', 'scenarios', '--mask'], 'scenario run has no flag --mask.'],
  ])('refuses %j with one line and exit code 2', async (args, words) => {
    const { code, out, err } = await flowcause(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err.trimEnd()).not.toContain('\n');
  });
});
