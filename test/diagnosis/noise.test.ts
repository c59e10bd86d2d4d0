import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Question } from '../../src/index.js';
import { answers, explainBy, idle, OPEN } from './by-hand.js';

const START = 1_700_000_000;
const WHOLE = [idle('eni-b', -900), idle('eni-b', 900)];

/** From a public address to b. */
const probe = (from: string, port: number, packets = 1, action = 'REJECT', flags = 2): string =>
  `eni-b ${from} 10.0.2.10 51000 ${port} 6 ${packets} ${packets * 40} ${START} ${START + 60} ${action} ${flags} OK`;

const closed = answers({
  groupB: { in: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
});

const found = (lines: readonly string[], question?: Question) =>
  explainBy(closed, [...lines, ...WHOLE], question ?? EVERYTHING).findings;

const codes = (lines: readonly string[], question?: Question) =>
  found(lines, question).map(({ code }) => code);

const SCAN = [22, 23, 445, 3389, 8080].map((port) => probe('198.51.100.66', port, 3));

/** Five strangers with a packet each. */
const PROBES = [1, 2, 3, 4, 5].map((n) => probe(`203.0.113.${n}`, 6379));

describe('background noise of the internet', () => {
  it('is who tries many ports and is never let in, all of it one finding without a remedy', () => {
    const [finding, ...more] = found([...SCAN, ...PROBES]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'internet-background-noise',
      certainty: 'likely',
      noise: { senders: 6, targets: 6, interfaces: ['eni-b'] },
      occurrences: { conversations: 10 },
      remedies: [],
    });
    expect(finding?.alternatives.map(({ code }) => code)).toEqual(['security-group-ingress-lacks-rule']);
  });

  it('is who sends one packet and does not try again, as others do too, and only possibly where the log ends with them', () => {
    expect(codes(PROBES)).toEqual(['internet-background-noise']);
    const [ending] = explainBy(closed, [idle('eni-b', -900), ...PROBES], EVERYTHING).findings;
    expect(ending).toMatchObject({
      code: 'internet-background-noise',
      certainty: 'possible',
      alternatives: [{ code: 'security-group-ingress-lacks-rule' }],
      remedies: [],
    });
  });

  it('is not the one who sent a packet alone: that may be a customer', () => {
    expect(codes(PROBES.slice(1))).not.toContain('internet-background-noise');
    expect(codes([probe('203.0.113.9', 6379)])).toEqual(['security-group-ingress-lacks-rule']);
  });

  it('is told after the trouble', () => {
    const trouble = probe('203.0.113.50', 5432, 6);
    expect(codes([...SCAN, trouble])).toEqual([
      'security-group-ingress-lacks-rule',
      'internet-background-noise',
    ]);
  });

  it('is not who tries one port again and again', () => {
    expect(codes([probe('203.0.113.50', 5432, 6)])).toEqual(['security-group-ingress-lacks-rule']);
  });

  it('is not who was let in before or after', () => {
    const customer = [probe('198.51.100.66', 443, 8, 'ACCEPT', 3), ...SCAN];
    expect(codes(customer)).not.toContain('internet-background-noise');
  });

  it('is not who we had asked ourselves', () => {
    const asked = `eni-b 10.0.2.10 198.51.100.66 40000 443 6 8 900 ${START} ${START + 60} ACCEPT 3 OK`;
    expect(
      codes([
        asked,
        asked.replace('10.0.2.10 198.51.100.66 40000 443', '198.51.100.66 10.0.2.10 443 40000'),
        ...SCAN,
      ]),
    ).not.toContain('internet-background-noise');
  });

  it('is not what comes from inside', () => {
    const inside = SCAN.map((line) => line.replace('198.51.100.66', '10.0.1.10'));
    expect(codes(inside)).not.toContain('internet-background-noise');
  });

  it('is not what somebody asks for', () => {
    const source = { family: 4, value: 0xc6336442 } as const;
    const question: Question = { ...EVERYTHING, filter: { ...EVERYTHING.filter, source } };
    expect(new Set(codes(SCAN, question))).toEqual(new Set(['security-group-ingress-lacks-rule']));
  });

  it('hides nothing that an open door let in', () => {
    const open = explainBy(answers({ groupB: { in: [OPEN] } }), [
      probe('203.0.113.9', 6379, 1, 'ACCEPT'),
      ...WHOLE,
    ]);
    expect(open.findings.map(({ code }) => code)).not.toContain('internet-background-noise');
  });
});
