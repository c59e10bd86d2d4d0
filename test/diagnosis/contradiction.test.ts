import { describe, expect, it } from 'vitest';
import { type Contradiction, contradictionOf, explain, type ReportedFinding } from '../../src/index.js';
import { answers, explainBy, idle, OPEN, reply, request } from './by-hand.js';

type Doors = Parameters<typeof answers>[0];

/** The one contradiction between these rules and lines. */
const contradiction = (doors: Doors, lines: readonly string[]): ReportedFinding => {
  const whole = [idle('eni-b', -600), idle('eni-b', 9000)];
  const { findings } = explainBy(answers(doors), [...lines, ...whole]);
  const found = findings.find(({ code }) => code === 'log-contradicts-configuration');
  if (found === undefined) throw new Error(findings.map(({ code }) => code).join());
  return found;
};

const explained = (doors: Doors, lines: readonly string[]): Contradiction | null =>
  contradictionOf(contradiction(doors, lines));

const well = (sourcePort: number, later = 0) => [
  request({ flags: 3, sourcePort, later }),
  reply({ flags: 19, sourcePort, later }),
];

const rejected = [0, 1].map((n) =>
  request({ flags: 2, action: 'REJECT', sourcePort: 41_000 + n, later: n * 60 }),
);

const reference = (UserId: string, more: object = {}) => ({
  IpProtocol: '-1',
  UserIdGroupPairs: [{ GroupId: 'sg-a', UserId, ...more }],
});

describe('a log that the configuration given cannot have written', () => {
  it('is of before a change of the rules, where later conversations of the service fit them', () => {
    expect(explained({}, [...rejected, ...well(42_000, 3600)])).toMatchObject({
      kind: 'changed-since',
      answersAre: 'after',
      between: [1_700_000_120, 1_700_003_600],
    });
  });

  it('may be of a change that had not taken effect everywhere, where so little time lies between', () => {
    expect(explained({}, [...rejected, ...well(42_000, 180)])).toMatchObject({
      kind: 'not-in-effect-everywhere',
      between: [1_700_000_120, 1_700_000_180],
    });
  });

  it('leaves nothing to mend where the service went well from then on, and does where it fails since', () => {
    const fixOf = (lines: readonly string[]) => explain(contradiction({}, lines)).fix.join(' ');
    expect(fixOf([...rejected, ...well(42_000, 3600)])).toContain(
      'From 2023-11-14T23:13:20Z on it went well',
    );
    expect(fixOf([...well(42_000, -3600), ...rejected])).not.toContain('went well');
    expect(fixOf(rejected)).not.toContain('went well');
  });

  it("is about another account's group, where the rule that lets it in refers to one", () => {
    expect(explained({ groupB: { in: [reference('222233334444')] } }, rejected)).toEqual({
      kind: 'group-of-another-account',
      groupId: 'sg-a',
      ownerId: '222233334444',
      vpcId: null,
      referredBy: 'sg-b',
    });
  });

  it('is about such a group, too, where its rule would have let in what was accepted', () => {
    const foreign = {
      groupB: {
        in: [
          { ...reference('222233334444'), UserIdGroupPairs: [{ GroupId: 'sg-z', UserId: '222233334444' }] },
        ],
      },
    };
    expect(explained(foreign, well(40_000))).toMatchObject({
      kind: 'group-of-another-account',
      groupId: 'sg-z',
      referredBy: 'sg-b',
    });
  });

  it('is not, where the group is of the same account or a rule by address lets it in as well', () => {
    for (const rules of [[reference('111122223333')], [reference('222233334444'), OPEN]])
      expect(explained({ groupB: { in: rules } }, rejected)).toMatchObject({ kind: 'other-snapshot' });
  });

  it('is of other rules than those given, where nothing tells more, and names the only ones in question', () => {
    expect(explained({ groupB: { in: [] } }, well(40_000))).toEqual({
      kind: 'other-snapshot',
      components: ['sg-b'],
    });
  });
});

describe('records of an interface that was not described', () => {
  it('contradict no rules, though they show the address of one that was', () => {
    const lines = [
      idle('eni-z', -600),
      request({ at: 'eni-z', flags: 2, action: 'REJECT' }),
      idle('eni-z', 900),
    ];
    const { findings } = explainBy(answers(), lines);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.code).not.toBe('log-contradicts-configuration');
    const described = lines.map((line) => line.replace('eni-z', 'eni-b'));
    expect(explainBy(answers(), described).findings[0]?.code).toBe('log-contradicts-configuration');
  });
});

describe('a finding that contradicts no configuration', () => {
  it('needs no such explanation', () => {
    const [finding] = explainBy(answers(), [
      idle('eni-b', -600),
      ...well(40_000),
      idle('eni-b', 9000),
    ]).findings;
    expect(finding && contradictionOf(finding)).toBeNull();
  });
});
