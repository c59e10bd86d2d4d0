import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entry, planWith, rule } from './testing/plan.js';

/** An example of the README as a file of tests; what runs them comes with Node. */
const exampleWith = (words: string): string => {
  const readme = readFileSync('README.md', 'utf8');
  const found = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code]) => code as string);
  const [example, ...more] = found.filter((code) => code.includes(words));
  if (example === undefined || more.length > 0) throw new Error(`one example with ${words}`);
  return example.replace("from 'vitest'", "from 'node:test'");
};

const packed = mkdtempSync(join(tmpdir(), 'flowcause-tarball-'));

beforeAll(() => {
  // As `npm test` has built it: other tests run what lies in dist meanwhile.
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', packed], { stdio: 'ignore' });
});

afterAll(() => {
  rmSync(packed, { recursive: true, force: true });
});

describe('the tarball', () => {
  const checked = (command: string, ...args: readonly string[]) => {
    const tarballs = readdirSync(packed).map((name) => join(packed, name));
    const { status, stdout, stderr } = spawnSync('npx', [command, ...args, ...tarballs], {
      encoding: 'utf8',
    });
    return { status, told: stdout + stderr };
  };

  it('has no fault that publint knows of', () => {
    expect(checked('publint', '--strict')).toMatchObject({
      status: 0,
      told: expect.stringContaining('All good'),
    });
  });

  it('gives its types to whoever imports it as a module', () => {
    expect(checked('attw', '--profile', 'esm-only', '--format', 'ascii')).toMatchObject({
      status: 0,
      told: expect.stringContaining('node16 (from ESM)'),
    });
  });
});

/** The package installed into an empty folder, with nothing but what it brings along. */
const installed = mkdtempSync(join(tmpdir(), 'flowcause-installed-'));

beforeAll(() => {
  writeFileSync(join(installed, 'package.json'), '{ "private": true }');
  const packages = readdirSync(packed).map((name) => join(packed, name));
  execFileSync('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], {
    cwd: installed,
    stdio: 'ignore',
  });
});

afterAll(() => {
  rmSync(installed, { recursive: true, force: true });
});

/** As it is installed, beside packages that the tests of this project use as well. */
const install = (folder: string, ...others: readonly string[]): void => {
  cpSync(installed, folder, { recursive: true });
  for (const name of others)
    cpSync(join('node_modules', name), join(folder, 'node_modules', name), { recursive: true });
};

/** The package as a stranger gets it: packed, installed into an empty folder, run by plain Node. */
describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-packed-'));
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(() => {
    install(folder, 'fast-check', 'pure-rand');
    cpSync('scenarios/nacl-drops-ping-reply', join(folder, 'case'), { recursive: true });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is imported by plain Node, and explains', () => {
    const code = `
      import { CATALOGUE, readAnswers, readText, troubleshoot } from 'flowcause';
      import { survey } from 'flowcause/node';
      const { logs, documents } = await survey(['case']);
      const { network } = readAnswers(documents);
      const line = '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK';
      const { batches } = readText(line, { source: 'flow.log' });
      console.log(JSON.stringify([CATALOGUE.length > 10, logs.length, network.interfaces.size, troubleshoot({ batches }).findings[0].code]));`;
    expect(JSON.parse(run('node', '--input-type=module', '-e', code))).toEqual([
      true,
      1,
      1,
      'security-group-or-network-acl-blocks',
    ]);
  });

  it('tests a network as code, and shows the least that goes wrong in it', () => {
    const code = `
      import * as fc from 'fast-check';
      import { draw, exchange, instance, networkAcl, securityGroup, simulate, subnet, vpc, whiteboard } from 'flowcause/testing';
      const network = draw(
        vpc('vpc-1', '10.0.0.0/16'),
        subnet('subnet-app', 'vpc-1', ['10.0.1.0/24']),
        subnet('subnet-db', 'vpc-1', ['10.0.2.0/24']),
        securityGroup('sg-app', 'vpc-1', { ingress: [], egress: [['tcp 5432', 'sg-db']] }),
        securityGroup('sg-db', 'vpc-1', { ingress: [['tcp 5432', 'sg-app']], egress: [] }),
        instance('eni-app', 'subnet-app', ['10.0.1.10'], { securityGroups: ['sg-app'] }),
        instance('eni-db', 'subnet-db', ['10.0.2.20'], { securityGroups: ['sg-db'] }),
        networkAcl('acl-db', 'vpc-1', ['subnet-db'], {
          ingress: [[100, 'allow', 'tcp 5432', '10.0.1.0/24']],
          egress: [[100, 'allow', 'tcp 32768-60000', '10.0.1.0/24']],
        }),
      );
      const linux = fc.integer({ min: 32768, max: 61000 });
      const reaches = (sourcePort) => {
        const traffic = [exchange('eni-app', '10.0.2.20', 'tcp 5432', { sourcePort })];
        return simulate({ network, traffic, seed: 1 }).sightings.every(({ action }) => action === 'ACCEPT');
      };
      const { counterexample } = fc.check(fc.property(linux, reaches), { numRuns: 5000, seed: 1 });
      console.log(JSON.stringify([counterexample, whiteboard({ network, traffic: [] }).split('\\n')[0]]));`;
    expect(JSON.parse(run('node', '--input-type=module', '-e', code))).toEqual([
      [60_001],
      'vpc-1 10.0.0.0/16',
    ]);
  });

  it('runs its command', () => {
    const text = run('npx', 'flowcause', 'explain', 'case');
    expect(text).toContain('network-acl-egress-denies-reply, proven, two entries');
  });

  it('shows the scenario of a code, which can be run where it lies', () => {
    const page = run('npx', 'flowcause', 'codes', 'network-acl-egress-denies-reply');
    const [, command = '', path = ''] = /See it: flowcause (\S+) (\S+)/.exec(page) ?? [];
    expect(page).toContain('Example: The ping arrives, its reply is rejected');
    expect(run('npx', 'flowcause', command, path)).toContain('network-acl-egress-denies-reply, proven');
  });

  it('holds the JSON schemas and the scenarios', () => {
    const code = `
      import { readFileSync } from 'node:fs';
      import { createRequire } from 'node:module';
      const path = createRequire(import.meta.url).resolve('flowcause/schema/explain.json');
      console.log(JSON.parse(readFileSync(path, 'utf8')).title);`;
    expect(run('node', '--input-type=module', '-e', code).trim()).toBe('flowcause explain');
  });

  describe('in the tests of a user', () => {
    const test = (name: string) => {
      const { status, stdout } = spawnSync('node', [name], { cwd: folder, encoding: 'utf8' });
      return { status, stdout };
    };
    const testPlan = (...change: Parameters<typeof planWith>) => {
      writeFileSync(join(folder, 'plan.json'), JSON.stringify(planWith(...change)));
      return test('network.test.mjs');
    };
    const fromApp = rule({ security_groups: ['sg-app'] });

    beforeAll(() => {
      writeFileSync(join(folder, 'network.test.mjs'), exampleWith('attempts(network'));
      mkdirSync(join(folder, 'scenarios'));
      cpSync('scenarios/nacl-drops-ping-reply', join(folder, 'scenarios/ping'), { recursive: true });
      writeFileSync(join(folder, 'scenarios.test.mjs'), exampleWith('scenarioTest('));
    });

    it('agrees with a plan that opens the database to the app alone', () => {
      const { status, stdout } = testPlan([fromApp]);
      expect({ status, stdout }).toMatchObject({ status: 0 });
    });

    it('shows who else gets in when a rule is too wide', () => {
      const { status, stdout } = testPlan([rule({ cidr_blocks: ['10.0.0.0/16'] })]);
      expect(status).toBe(1);
      expect(stdout).toContain(
        'Counterexample: [{"from":"eni-batch","to":"eni-db","protocol":"tcp","port":5432}]',
      );
      expect(stdout).toContain('ALLOWED  TCP port 5432 from 10.0.1.30 (eni-batch) to 10.0.2.20 (eni-db)');
    });

    it('shows a port more than the app needs when a range is too long', () => {
      const { status, stdout } = testPlan([fromApp, { ...fromApp, from_port: 5000, to_port: 6000 }]);
      expect(status).toBe(1);
      expect(stdout).toMatch(
        /Counterexample: \[\{"from":"eni-app","to":"eni-db","protocol":"tcp","port":(5\d\d\d|6000)\}\]/,
      );
    });

    it('shows that the app no longer gets an answer when the network ACL forgets it', () => {
      const { status, stdout } = testPlan(
        [fromApp],
        [entry({ protocol: 'tcp', from_port: 443, to_port: 443 })],
      );
      expect(status).toBe(1);
      expect(stdout).toContain(
        'Counterexample: [{"from":"eni-app","to":"eni-db","protocol":"tcp","port":5432}]',
      );
      expect(stdout).toContain('network-acl-egress-denies-reply');
    });

    it('makes a folder of scenarios a suite, which shows what is otherwise', () => {
      expect(test('scenarios.test.mjs')).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('ping: The ping arrives, its reply is rejected'),
      });
      writeFileSync(join(folder, 'scenarios/ping/expected.txt'), 'ALLOWED\n');
      const { status, stdout } = test('scenarios.test.mjs');
      expect(status).toBe(1);
      expect(stdout).toContain('expected.txt is otherwise (- as it says, + as found now):');
    });
  });
});

describe('the packed package where there is no fast-check', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-bare-'));
  const suite = () => {
    const { status, stdout } = spawnSync('node', ['scenarios.test.mjs'], { cwd: folder, encoding: 'utf8' });
    return { status, stdout };
  };

  beforeAll(() => {
    install(folder);
    writeFileSync(join(folder, 'scenarios.test.mjs'), exampleWith('scenarioTest('));
    mkdirSync(join(folder, 'scenarios'));
    cpSync('scenarios/nacl-drops-ping-reply', join(folder, 'scenarios/ping'), { recursive: true });
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a folder of scenarios a suite all the same', () => {
    expect(existsSync(join(folder, 'node_modules/fast-check'))).toBe(false);
    expect(suite()).toMatchObject({ status: 0, stdout: expect.stringContaining('ping: The ping arrives') });
    writeFileSync(join(folder, 'scenarios/ping/expected.txt'), 'ALLOWED\n');
    expect(suite()).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('expected.txt is otherwise'),
    });
  });
});
