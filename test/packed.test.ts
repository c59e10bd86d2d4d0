import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The package as a stranger gets it: packed, installed into an empty folder, run by plain Node. */
describe('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-packed-'));
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  beforeAll(() => {
    execFileSync('npm', ['pack', '--pack-destination', folder], { stdio: 'ignore' });
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball as string));
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
    for (const name of ['fast-check', 'pure-rand'])
      cpSync(join('node_modules', name), join(folder, 'node_modules', name), { recursive: true });
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
});
