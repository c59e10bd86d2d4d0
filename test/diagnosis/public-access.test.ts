import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type ReportedFinding, readAnswers, readText, troubleshoot } from '../../src/index.js';

/** A public instance, 10.0.1.10, in a subnet where everything is open; Block Public Access is in mode block-ingress. */
const FOLDER = 'scenarios/reply-is-rejected-although-every-rule-allows/network';
const ENI = 'eni-0a1b2c3d4e5f60201';
const START = 1_764_150_000;

type Answer = Readonly<Record<string, unknown>>;

const answers = new Map(
  readdirSync(FOLDER).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Answer,
  ]),
);

const FORMAT =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags log-status';

const line = (from: string, to: string, action: string, bytes: string, flags = 2): string => {
  const [[source, sourcePort], [destination, port]] = [from.split(' '), to.split(' ')];
  return `${ENI} ${source} ${destination} ${sourcePort} ${port} 6 3 ${bytes} ${START} ${START + 50} ${action} ${flags} OK`;
};

const idle = (later: number) => `${ENI} - - - - - - - ${START + later} ${START + later + 60} - - NODATA`;

const FLOW_LOGS = {
  FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: ENI, TrafficType: 'ALL', MaxAggregationInterval: 60 }],
};

const explain = (
  lines: readonly string[],
  changed: Readonly<Record<string, Answer | null>> = {},
): ReportedFinding | undefined => {
  const given = [...answers, ['flow-logs', FLOW_LOGS] as const]
    .map(([name, json]) => ({ source: `${name}.json`, json: name in changed ? changed[name] : json }))
    .filter(({ json }) => json != null);
  const { network } = readAnswers(given);
  const log = [FORMAT, idle(-900), ...lines, idle(900)].join('\n');
  const { batches } = readText(log, { source: 'flow.log' });
  return troubleshoot({ batches, network, question: { ...EVERYTHING, all: true } }).findings[0];
};

const CLIENT = '203.0.113.7 50211';
const SERVER = '10.0.1.10 443';

const knock = (bytes: string, flags?: number) => [line(CLIENT, SERVER, 'REJECT', bytes, flags)];

const fetches = (action: string, bytes: string) => [
  line('10.0.1.10 40112', '203.0.113.7 443', action, bytes),
];

const bidirectional = {
  'vpc-block-public-access-options': {
    VpcBlockPublicAccessOptions: {
      AwsAccountId: '123456789012',
      InternetGatewayBlockMode: 'block-bidirectional',
      State: 'update-complete',
    },
  },
};

const unsaid = { 'vpc-block-public-access-options': null, 'vpc-block-public-access-exclusions': null };

/** No rule lets anything in. */
const closed = (): Answer => {
  const { SecurityGroups } = answers.get('security-groups') as { SecurityGroups: readonly object[] };
  return { SecurityGroups: SecurityGroups.map((group) => ({ ...group, IpPermissions: [] })) };
};

const open = (): Answer => {
  const { SecurityGroups } = answers.get('security-groups') as { SecurityGroups: readonly object[] };
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  return { SecurityGroups: SecurityGroups.map((group) => ({ ...group, IpPermissions })) };
};

describe('Block Public Access without reject-reason in the format', () => {
  it('is proven by the configuration where a record without bytes rejects what every rule allows', () => {
    expect(explain(knock('-'), { 'security-groups': open() })).toMatchObject({
      code: 'block-public-access',
      certainty: 'proven',
      leg: 'request',
      alternatives: [],
      assumes: ['configuration-in-force'],
      stopped: { reason: 'inbound-internet-blocked' },
    });
  });

  it('comes before the filters on the way in, which are named as blocking too', () => {
    const finding = explain(knock('-'), { 'security-groups': closed() });
    expect(finding).toMatchObject({ code: 'block-public-access', certainty: 'proven' });
    expect(finding?.blocking.map(({ filter }) => filter)).toEqual(['security-groups']);
  });

  it('comes after them on the way out', () => {
    const { NetworkAcls } = answers.get('network-acls') as {
      NetworkAcls: readonly { Entries: readonly { Egress: boolean; RuleNumber: number }[] }[];
    };
    const acls = NetworkAcls.map((acl) => ({
      ...acl,
      Entries: acl.Entries.filter(({ Egress, RuleNumber }) => !Egress || RuleNumber > 32_000),
    }));
    const closedOut = { ...bidirectional, 'network-acls': { NetworkAcls: acls } };
    expect(explain(fetches('REJECT', '-'), bidirectional)).toMatchObject({
      code: 'block-public-access',
      certainty: 'proven',
    });
    expect(explain(fetches('REJECT', '-'), closedOut)).toMatchObject({
      code: 'network-acl-egress-denies-request',
    });
  });

  it('did not write a rejection that counts bytes', () => {
    expect(explain(knock('180'), { 'security-groups': closed() })).toMatchObject({
      code: 'security-group-ingress-lacks-rule',
    });
    const finding = explain(knock('180'), { 'security-groups': open() });
    expect(finding?.code).toBe('log-contradicts-configuration');
    expect(finding?.alternatives.map(({ code }) => code)).not.toContain('block-public-access');
  });

  it('is borne out where the request leaves, nothing comes back, and the log would show it', () => {
    expect(explain(fetches('ACCEPT', '180'), bidirectional)).toMatchObject({
      code: 'block-public-access',
      certainty: 'proven',
      leg: 'request',
    });
  });

  it('is an alternative while nothing says whether it is on', () => {
    const finding = explain(knock('-'), { ...unsaid, 'security-groups': open() });
    expect(finding?.code).toBe('log-contradicts-configuration');
    expect(finding?.alternatives).toContainEqual(
      expect.objectContaining({
        code: 'block-public-access',
        certainty: 'possible',
        missing: expect.arrayContaining([expect.objectContaining({ kind: 'block-public-access' })]),
      }),
    );
  });

  it('is likely then, where other records of the format count bytes', () => {
    const both = [...fetches('ACCEPT', '180'), line('203.0.113.7 443', '10.0.1.10 40112', 'REJECT', '-', 18)];
    expect(explain(both, unsaid)).toMatchObject({ code: 'block-public-access', certainty: 'likely' });
    expect(explain(both)).toMatchObject({ code: 'block-public-access', certainty: 'proven', leg: 'reply' });
  });

  it('is no more than likely while the routes are not given', () => {
    expect(explain(knock('-'), { 'security-groups': open(), 'route-tables': null })).toMatchObject({
      code: 'block-public-access',
      certainty: 'likely',
      missing: [{ kind: 'route-table' }],
    });
  });
});
