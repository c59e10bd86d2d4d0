import { describe, expect, it } from 'vitest';
import {
  check,
  parseAddress,
  printHeaderSet,
  type Remedy,
  type Report,
  readAnswers,
  TCP,
} from '../../src/index.js';
import { answers, eni, explainBy, OPEN } from '../diagnosis/by-hand.js';

type Answers = ReturnType<typeof answers>;
type Carried = Readonly<Record<string, string>>;

const START = 1_700_000_000;
const rejected = (last: number): string =>
  `eni-b 10.0.1.${last} 10.0.2.10 40000 443 6 4 240 ${START} ${START + 60} REJECT 2 OK`;

/** Beside interface a, of sg-a, others of the subnet with a group each. */
const world = (others: Carried, ingress: readonly unknown[] = []): Answers =>
  answers({
    groupB: { in: ingress },
    moreInterfaces: Object.entries(others).map(([name, group], i) => eni(name, 1, 20 + i, true, group)),
  });

const groupsOf = (report: Report) => report.groups.flatMap(({ remedies }) => remedies);

const opened = (remedy: Remedy | undefined): string =>
  (remedy?.opens ?? []).map(({ headers }) => printHeaderSet(headers)).join();

const isReached = (documents: Answers, from: string): string => {
  const { network } = readAnswers(documents.map((json) => ({ source: 'network.json', json })));
  const [initiator, responder] = [from, '10.0.2.10'].map((text) => {
    const parsed = parseAddress(text);
    if (parsed._tag === 'Left') throw new Error(text);
    return { kind: 'address', address: parsed.right } as const;
  });
  if (initiator === undefined || responder === undefined) throw new Error(from);
  const [sourcePorts, icmp] = [null, null];
  return check(network, { from: initiator, to: responder, protocol: TCP, port: 443, sourcePorts, icmp })
    .verdict;
};

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html */
describe('rejected clients that carry one security group', () => {
  const two = [rejected(10), rejected(20)];

  it('are let in by one rule that names it', () => {
    const [remedy, ...more] = groupsOf(explainBy(world({ c: 'sg-a' }), two));
    expect(more).toEqual([]);
    expect(remedy?.changes).toMatchObject([
      {
        kind: 'add-security-group-rule',
        groupId: 'sg-b',
        rule: { direction: 'ingress', protocol: 6, ports: { from: 443, to: 443 }, peer: { id: 'sg-a' } },
      },
    ]);
    expect(remedy?.proof.outcome).toBe('passes');
    expect(opened(remedy)).toMatch(/10\.0\.1\.10\b.*10\.0\.1\.20\b/);
    expect(opened(remedy)).not.toContain('10.0.1.21');
  });

  it('pass once it is typed in, and without it do not', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-a' }] };
    for (const from of ['10.0.1.10', '10.0.1.20']) {
      expect(isReached(world({ c: 'sg-a' }, [rule]), from)).not.toBe('blocked');
      expect(isReached(world({ c: 'sg-a' }), from)).toBe('blocked');
    }
  });

  it('open it to other members, too, which is said', () => {
    const [remedy] = groupsOf(explainBy(world({ c: 'sg-a', d: 'sg-a' }), two));
    const beyond = remedy?.opens.map((it) => printHeaderSet(it.beyond)).join();
    expect(beyond).toContain('10.0.1.21');
    expect(beyond).not.toContain('10.0.1.20');
  });

  it('are mended one by one where there is one, or they carry different groups', () => {
    expect(groupsOf(explainBy(world({ c: 'sg-a' }), [rejected(10)]))).toEqual([]);
    expect(groupsOf(explainBy(world({ c: 'sg-b' }, []), two))).toEqual([]);
    expect(groupsOf(explainBy(world({ c: 'sg-a' }, [OPEN]), two))).toEqual([]);
  });
});
