import { describe, expect, it } from 'vitest';
import { readAnswers, readText, troubleshoot } from '../../../src/index.js';
import type { DrawnEntries } from '../../../src/testing/drawing/filters.js';
import {
  draw,
  exchange,
  flowLog,
  instance,
  networkAcl,
  routeTable,
  type Simulation,
  securityGroup,
  simulate,
  subnet,
  vpc,
} from '../../../src/testing/index.js';
import { flowcause } from '../../cli/cli.js';
import { inFolder } from '../folder.js';

const network = (database: DrawnEntries | undefined = undefined) =>
  draw(
    vpc('vpc-1', '10.0.0.0/16'),
    subnet('subnet-1', 'vpc-1', ['10.0.1.0/24']),
    subnet('subnet-2', 'vpc-1', ['10.0.2.0/24']),
    securityGroup('sg-app', 'vpc-1', { ingress: [], egress: [['all', '0.0.0.0/0']] }),
    securityGroup('sg-db', 'vpc-1', { ingress: [['tcp 5432', '10.0.1.0/24']], egress: [] }),
    instance('eni-app', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-app'] }),
    instance('eni-db', 'subnet-2', ['10.0.2.20'], { securityGroups: ['sg-db'] }),
    networkAcl('acl-1', 'vpc-1', ['subnet-1']),
    networkAcl('acl-2', 'vpc-1', ['subnet-2'], database),
    routeTable('rtb-1', 'vpc-1', 'main', [['10.0.0.0/16', 'local']]),
    flowLog('fl-1', 'vpc-1'),
  );

const query = exchange('eni-app', '10.0.2.20', 'tcp 5432', { sourcePort: 40_000, rounds: 2 });

const NO_REPLIES: DrawnEntries = {
  ingress: [[100, 'allow', 'all', '0.0.0.0/0']],
  egress: [[100, 'allow', 'tcp 49152-65535', '0.0.0.0/0']],
};

const recordsIn = ({ logs }: Simulation): readonly string[] =>
  logs.flatMap(({ lines }) => lines.filter((line) => line.endsWith(' OK')));

const told = ({ files }: Simulation) => {
  const documents = [...files]
    .filter(([name]) => name.endsWith('.json'))
    .map(([source, text]) => ({ source, json: JSON.parse(text) }));
  const { network: read, problems } = readAnswers(documents);
  const { batches } = readText(files.get('flow.log') ?? '', { source: 'flow.log' });
  return { read, problems, report: troubleshoot({ batches, network: read }) };
};

describe('a simulated world', () => {
  it('writes four records of a conversation that passes: both legs at both interfaces', () => {
    const records = recordsIn(simulate({ network: network(), traffic: [query], seed: 1 }));
    expect(records.filter((line) => line.includes(' REJECT '))).toEqual([]);
    expect(new Set(records.map((line) => line.split(' ').slice(2, 7).join(' ')))).toEqual(
      new Set([
        'eni-app 10.0.1.10 10.0.2.20 40000 5432',
        'eni-db 10.0.1.10 10.0.2.20 40000 5432',
        'eni-db 10.0.2.20 10.0.1.10 5432 40000',
        'eni-app 10.0.2.20 10.0.1.10 5432 40000',
      ]),
    );
  });

  it('is explained by the public engine from what it prints', () => {
    const { report, problems } = told(simulate({ network: network(NO_REPLIES), traffic: [query], seed: 2 }));
    expect(problems).toEqual([]);
    expect(report.problems.first).toEqual([]);
    expect(report.findings).toMatchObject([{ code: 'network-acl-egress-denies-reply', certainty: 'proven' }]);
  });

  it('prints a folder that the command line reads', async () => {
    const { files } = simulate({ network: network(NO_REPLIES), traffic: [query], seed: 3 });
    await inFolder(files, async (folder) => {
      const { code, out, err } = await flowcause('explain', folder);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('network-acl-egress-denies-reply, proven, two entries');
    });
  });

  it('is the same for the same seed, byte by byte, and another for another', () => {
    const at = (seed: number) => [...simulate({ network: network(), traffic: [query], seed }).files];
    expect(at(4)).toEqual(at(4));
    expect(at(4)).not.toEqual(at(5));
  });
});
