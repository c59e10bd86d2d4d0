import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, Occurrences } from '../../src/diagnosis/finding/finding.js';
import { GROUPED_BY, type GroupedBy, groupKey } from '../../src/diagnosis/finding/finding-group.js';
import { findingCollector } from '../../src/diagnosis/finding/group-findings.js';
import { runs } from '../arbitrary/runs.js';
import { answers, explainBy, request } from './by-hand.js';

/** A rejected request, as the engine finds it. */
const [found] = explainBy(answers({ groupB: { in: [] } }), [request({ action: 'REJECT' })]).findings;
const sample = found as Finding;

type Varied = {
  readonly last: number;
  readonly port: number;
  readonly at: string;
  readonly code: 'security-group-ingress-lacks-rule' | 'no-reply-observed';
  readonly counts: number;
  readonly seen: number;
};

const varied: fc.Arbitrary<Varied> = fc.record({
  last: fc.integer({ min: 1, max: 4 }),
  port: fc.constantFrom(22, 80, 443),
  at: fc.constantFrom('eni-b', 'eni-c'),
  code: fc.constantFrom('security-group-ingress-lacks-rule', 'no-reply-observed'),
  counts: fc.integer({ min: 1, max: 9 }),
  seen: fc.integer({ min: 1_700_000_000, max: 1_700_001_000 }),
});

const occurrences = ({ counts, seen }: Varied): Occurrences => ({
  conversations: counts,
  records: counts * 2,
  packets: counts * 3,
  bytes: counts * 100,
  firstSeen: seen,
  lastSeen: seen + counts,
});

const findingOf = (it: Varied): Finding => {
  const group = sample.group as NonNullable<Finding['group']>;
  const address = { ...group.initiator.address, value: 0x0a000100 + it.last } as never;
  return {
    ...sample,
    id: `${it.code}/${it.last}/${it.port}`,
    code: it.code,
    outcome: it.code === 'no-reply-observed' ? 'failed' : 'blocked',
    group: {
      ...group,
      initiator: { ...group.initiator, address },
      responder: { ...group.responder, port: it.port },
    },
    seenAt: sample.seenAt.map((at) => ({ ...at, observationPoint: it.at })),
    deciding: it.code === 'no-reply-observed' ? [] : sample.deciding,
    occurrences: occurrences(it),
  };
};

const collect = (by: GroupedBy, all: readonly Varied[]) => {
  const collector = findingCollector(by);
  for (const it of all) collector.add(findingOf(it));
  return collector;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The sums, told by one loop for each. */
const naive = (by: GroupedBy, key: string, all: readonly Varied[]) => {
  const its = all.filter((it) => groupKey(by, findingOf(it)) === key);
  return {
    occurrences: {
      conversations: sum(its.map(({ counts }) => counts)),
      records: sum(its.map(({ counts }) => counts * 2)),
      packets: sum(its.map(({ counts }) => counts * 3)),
      bytes: sum(its.map(({ counts }) => counts * 100)),
      firstSeen: Math.min(...its.map(({ seen }) => seen)),
      lastSeen: Math.max(...its.map(({ seen, counts }) => seen + counts)),
    },
    findings: new Set(its.map((it) => `${it.code} ${it.last} ${it.port} ${it.at}`)).size,
    spread: {
      initiators: new Set(its.map(({ last }) => last)).size,
      responders: 1,
      ports: new Set(its.map(({ port }) => port)).size,
      interfaces: new Set(its.map(({ at }) => at)).size,
    },
  };
};

const check = <T extends unknown[]>(property: fc.IProperty<T>) => fc.assert(property, runs(100));

describe('groups of findings', () => {
  it('sum up all findings, whatever they are grouped by', () => {
    check(
      fc.property(fc.constantFrom(...GROUPED_BY), fc.array(varied, { minLength: 1 }), (by, all) => {
        const groups = collect(by, all).groups();
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        expect(new Set(groups.map(({ key }) => key))).toEqual(
          new Set(all.map((it) => groupKey(by, findingOf(it)))),
        );
        for (const { key, occurrences: sums, findings, spread } of groups)
          expect({ occurrences: sums, findings, spread }).toEqual(naive(by, key, all));
      }),
    );
  });

  it('are the same in any order of the findings', () => {
    const told = (by: GroupedBy, all: readonly Varied[]) =>
      collect(by, all)
        .groups()
        .map(({ example, ...it }) => ({ ...it, example: example.code }));
    check(
      fc.property(
        fc.constantFrom(...GROUPED_BY),
        fc
          .array(varied, { minLength: 1 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        (by, [all, shuffled]) => {
          expect(new Set(told(by, shuffled).map((it) => JSON.stringify(it)))).toEqual(
            new Set(told(by, all).map((it) => JSON.stringify(it))),
          );
        },
      ),
    );
  });

  it('come with the most harmful first: what is blocked before what fails, then the most conversations', () => {
    check(
      fc.property(fc.array(varied, { minLength: 1 }), (all) => {
        const order = collect('rule', all)
          .groups()
          .map(({ example, occurrences: sums }) => [
            example.outcome === 'blocked' ? 0 : 1,
            -(sums?.conversations ?? 0),
          ]);
        expect(order).toEqual(order.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
      }),
    );
  });
});

describe('a scan', () => {
  const all = Array.from(
    { length: 5000 },
    (_, i): Varied => ({
      last: 1,
      port: i,
      at: 'eni-b',
      code: 'security-group-ingress-lacks-rule',
      counts: 1 + (i % 7),
      seen: 1_700_000_000 + i,
    }),
  );

  it('is one group whose findings are kept up to a bound, those with the most conversations', () => {
    const collector = collect('rule', all);
    const [group, ...more] = collector.groups();
    expect(more).toEqual([]);
    expect(group?.findings).toBe(5000);
    expect(group?.occurrences?.conversations).toBe(sum(all.map(({ counts }) => counts)));
    const kept = collector.findings();
    expect(kept).toHaveLength(500);
    for (const { occurrences: sums } of kept) expect(sums?.conversations).toBe(7);
  });

  it('leaves the findings of other rules alone', () => {
    const other: Varied = { last: 2, port: 22, at: 'eni-b', code: 'no-reply-observed', counts: 1, seen: 1 };
    expect(
      collect('rule', [...all, other])
        .findings()
        .map(({ code }) => code),
    ).toContain('no-reply-observed');
  });
});
