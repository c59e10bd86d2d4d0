import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ipv4 } from '../../src/address/ip-address.js';
import { type Journey, type JourneyOptions, journeys } from '../../src/conversation/journey/journey.js';
import { throughTranslations } from '../../src/conversation/journey/translation.js';
import { runs } from '../arbitrary/runs.js';
import { ends, pairLines } from './log.js';

/** The lines stand on https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html; times are put in. */

const through = (
  format: string,
  lines: readonly string[],
  options: JourneyOptions = {},
): readonly Journey[] => throughTranslations(journeys(pairLines(format, lines).conversations, options));

/** A journey as its ends and observation points, then the same beyond a translation. */
const told = (it: Journey): readonly unknown[] => [
  ends(it),
  it.conversations.map((at) => at.observationPoint),
  ...(it.beyond === null ? [] : [it.beyond.joinedBy, ...told(it.beyond.journey)]),
];

describe('a journey through a NAT gateway', () => {
  const FORMAT = 'instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr protocol start end';
  const at = (line: string) => `${line} 6 1600000000 1600000060`;
  const gateway = [
    '- eni-1235b8ca123456789 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5',
    '- eni-1235b8ca123456789 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5',
    '- eni-1235b8ca123456789 203.0.113.5 10.0.0.220 203.0.113.5 10.0.0.220',
    '- eni-1235b8ca123456789 10.0.0.220 10.0.1.5 203.0.113.5 10.0.1.5',
  ];
  const instance = [
    'i-01234567890123456 eni-1111aaaa2222bbbb3 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5',
    'i-01234567890123456 eni-1111aaaa2222bbbb3 203.0.113.5 10.0.1.5 203.0.113.5 10.0.1.5',
  ];

  it('is one of the four records at the gateway and the two at the instance', () => {
    const found = through(FORMAT, [...gateway, ...instance].map(at));
    expect(found.map(told)).toEqual([
      [
        '10.0.1.5 > 203.0.113.5',
        ['eni-1111aaaa2222bbbb3', 'eni-1235b8ca123456789'],
        'only-candidate',
        '10.0.0.220 > 203.0.113.5',
        ['eni-1235b8ca123456789'],
      ],
    ]);
  });

  it('is one of a regional gateway too, which shows its public address', () => {
    const format = 'resource-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr protocol start end';
    const regional = [
      'nat-1234567890abcdef - 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5',
      'nat-1234567890abcdef - 107.22.182.139 203.0.113.5 107.22.182.139 203.0.113.5',
      'nat-1234567890abcdef - 203.0.113.5 107.22.182.139 203.0.113.5 107.22.182.139',
      'nat-1234567890abcdef - 203.0.113.5 10.0.1.5 203.0.113.5 10.0.1.5',
      '- eni-1111aaaa2222bbbb3 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5',
      '- eni-1111aaaa2222bbbb3 203.0.113.5 10.0.1.5 203.0.113.5 10.0.1.5',
    ];
    const found = through(format, regional.map(at));
    expect(found.map(told)).toEqual([
      [
        '10.0.1.5 > 203.0.113.5',
        ['eni-1111aaaa2222bbbb3', 'nat-1234567890abcdef'],
        'only-candidate',
        '107.22.182.139 > 203.0.113.5',
        ['nat-1234567890abcdef'],
      ],
    ]);
  });

  const PORTS =
    'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end';
  const clients = (counts: readonly (readonly [number, number])[]) =>
    counts.flatMap(([inner, outer], i) => [
      `eni-nat 10.0.1.${i} 10.0.0.220 10.0.1.${i} 203.0.113.5 40000 443 6 ${inner} 100 1000 1060`,
      `eni-nat 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5 ${1025 + i} 443 6 ${outer} 100 1000 1060`,
    ]);

  it('of one of several clients is told by its packets and bytes, where no other has as many', () => {
    const found = through(
      PORTS,
      clients(
        [
          [3, 4],
          [4, 5],
          [5, 3],
        ].map(([a, b]) => [a ?? 0, b ?? 0]),
      ),
    );
    expect(found.map((it) => it.beyond?.joinedBy)).toEqual(['equal-counts', 'equal-counts', 'equal-counts']);
    expect(found.map((it) => [ends(it), it.beyond && ends(it.beyond.journey)])).toEqual([
      ['10.0.1.0:40000 > 203.0.113.5:443', '10.0.0.220:1027 > 203.0.113.5:443'],
      ['10.0.1.1:40000 > 203.0.113.5:443', '10.0.0.220:1025 > 203.0.113.5:443'],
      ['10.0.1.2:40000 > 203.0.113.5:443', '10.0.0.220:1026 > 203.0.113.5:443'],
    ]);
  });

  it('is left in two parts where it could be either of two', () => {
    const found = through(
      PORTS,
      clients([
        [3, 3],
        [3, 3],
      ]),
    );
    expect(found.map((it) => it.beyond)).toEqual([null, null, null, null]);
    expect(found.map((it) => it.doubts)).toEqual([
      [{ kind: 'origin-not-proven', observationPoint: 'eni-nat', candidates: 2 }],
      [{ kind: 'origin-not-proven', observationPoint: 'eni-nat', candidates: 2 }],
      [{ kind: 'continuation-not-proven', observationPoint: 'eni-nat', candidates: 2 }],
      [{ kind: 'continuation-not-proven', observationPoint: 'eni-nat', candidates: 2 }],
    ]);
  });

  it('does not join what lies hours apart', () => {
    const [inner = '', outer = ''] = clients([[3, 3]]);
    const found = through(PORTS, [inner, outer.replace('1000 1060', '9000 9060')]);
    expect(found.map((it) => it.beyond)).toEqual([null, null]);
  });
});

describe('a journey through what forwards for others', () => {
  const FORMAT =
    'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol start end flow-direction';

  it("of a pod is one of the pod's addresses at its node, and at the other end", () => {
    const found = through(FORMAT, [
      'eni-node 10.0.1.10 10.0.2.20 100.64.0.7 10.0.2.20 40000 5432 6 1000 1060 egress',
      'eni-node 10.0.2.20 10.0.1.10 10.0.2.20 100.64.0.7 5432 40000 6 1000 1060 ingress',
      'eni-base 100.64.0.7 10.0.2.20 100.64.0.7 10.0.2.20 40000 5432 6 1000 1060 ingress',
      'eni-base 10.0.2.20 100.64.0.7 10.0.2.20 100.64.0.7 5432 40000 6 1000 1060 egress',
    ]);
    expect(found.map(told)).toEqual([['100.64.0.7:40000 > 10.0.2.20:5432', ['eni-node', 'eni-base']]]);
    expect(found[0]?.conversations[0]?.standIn).not.toBeNull();
  });

  it('keeps the way in and the way out of an appliance apart: both hold the same packets', () => {
    const conversations = pairLines(FORMAT, [
      'eni-fw 10.0.1.5 10.0.9.9 10.0.1.5 10.0.2.7 40000 443 6 1000 1060 ingress',
      'eni-fw 10.0.9.9 10.0.2.7 10.0.1.5 10.0.2.7 40000 443 6 1000 1060 egress',
      'eni-fw 10.0.2.7 10.0.9.9 10.0.2.7 10.0.1.5 443 40000 6 1000 1060 ingress',
      'eni-fw 10.0.9.9 10.0.1.5 10.0.2.7 10.0.1.5 443 40000 6 1000 1060 egress',
    ]).conversations;
    expect(conversations.map(ends)).toEqual([
      '10.0.1.5:40000 > 10.0.2.7:443',
      '10.0.1.5:40000 > 10.0.2.7:443',
    ]);
    for (const it of conversations)
      expect([it.forward.none?.records, it.reverse.none?.records]).toEqual([1, 1]);
  });

  it('pairs a secondary address that only one direction shows as the primary one', () => {
    const found = through(FORMAT, [
      'eni-1 10.0.2.20 10.0.1.10 10.0.2.20 10.0.1.99 40000 443 6 1000 1060 ingress',
      'eni-1 10.0.1.99 10.0.2.20 10.0.1.99 10.0.2.20 443 40000 6 1000 1060 egress',
    ]);
    expect(found.map(told)).toEqual([['10.0.2.20:40000 > 10.0.1.99:443', ['eni-1']]]);
  });
});

describe('a journey through a load balancer', () => {
  const FORMAT =
    'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr srcport dstport protocol packets bytes start end flow-direction';
  const PLAIN = FORMAT.replace('pkt-srcaddr pkt-dstaddr ', '');
  const BALANCER = '10.0.3.30';
  const loadBalancerAt = (point: string) => (point === 'eni-lb' ? [ipv4(0x0a00031e)] : null);

  /** Both directions of one connection at one interface, as default fields. */
  const connection = (
    point: string,
    from: string,
    to: string,
    counts: string,
    own: 'from' | 'to',
    start = 1000,
  ) => {
    const [a, p] = from.split(':');
    const [b, q] = to.split(':');
    const [there, here] = own === 'from' ? ['egress', 'ingress'] : ['ingress', 'egress'];
    return [
      `${point} ${a} ${b} ${p} ${q} 6 ${counts} ${start} ${start + 60} ${there}`,
      `${point} ${b} ${a} ${q} ${p} 6 ${counts} ${start} ${start + 60} ${here}`,
    ];
  };
  const known = (lines: readonly string[], format = PLAIN, isTurned = false) => {
    const { conversations } = pairLines(format, lines);
    return throughTranslations(journeys(isTurned ? conversations.toReversed() : conversations), {
      loadBalancerAt,
    });
  };

  /** What its own interface writes where it keeps the client's address: that of the packet stands in the pkt- fields. */
  const preserved = [
    'eni-lb 198.51.100.7 10.0.3.30 198.51.100.7 10.0.3.30 40000 80 6 5 400 1000 1060 ingress',
    'eni-lb 10.0.3.30 198.51.100.7 10.0.3.30 198.51.100.7 80 40000 6 4 900 1000 1060 egress',
    'eni-lb 10.0.3.30 10.0.2.20 198.51.100.7 10.0.2.20 40000 5432 6 5 400 1000 1060 egress',
    'eni-lb 10.0.2.20 10.0.3.30 10.0.2.20 198.51.100.7 5432 40000 6 4 900 1000 1060 ingress',
    'eni-target 198.51.100.7 10.0.2.20 198.51.100.7 10.0.2.20 40000 5432 6 5 400 1000 1060 ingress',
    'eni-target 10.0.2.20 198.51.100.7 10.0.2.20 198.51.100.7 5432 40000 6 4 900 1000 1060 egress',
  ];

  it('that keeps the address of the client begins in front of it, and goes on at the target', () => {
    for (const lines of [preserved, preserved.toReversed()]) {
      const found = through(FORMAT, lines);
      expect(found.map(told)).toEqual([
        [
          '198.51.100.7:40000 > 10.0.3.30:80',
          ['eni-lb'],
          'only-candidate',
          '198.51.100.7:40000 > 10.0.2.20:5432',
          ['eni-lb', 'eni-target'],
        ],
      ]);
      expect(found.flatMap((it) => [...it.doubts, ...(it.beyond?.journey.doubts ?? [])])).toEqual([]);
    }
  });

  it('that keeps the address of the client is told by the client’s port and equal counts where only its own address is logged', () => {
    const lines = [
      ...connection('eni-lb', '198.51.100.7:40000', `${BALANCER}:80`, '5 400', 'to'),
      ...connection('eni-lb', `${BALANCER}:40000`, '10.0.2.20:5432', '5 400', 'from'),
    ];
    expect(known(lines).map(told)).toEqual([
      [
        '198.51.100.7:40000 > 10.0.3.30:80',
        ['eni-lb'],
        'equal-counts',
        '10.0.3.30:40000 > 10.0.2.20:5432',
        ['eni-lb'],
      ],
    ]);
    // The same records at an interface of which nobody knows that it forwards are two journeys: a server may have clients and be one.
    expect(through(PLAIN, lines).map((it) => [it.beyond, it.doubts])).toEqual([
      [null, []],
      [null, []],
    ]);
  });

  it('that opens connections of its own is never guessed, however few there are: each says so', () => {
    const found = known([
      ...connection('eni-client', '10.0.1.10:40000', `${BALANCER}:80`, '5 400', 'from'),
      ...connection('eni-lb', '10.0.1.10:40000', `${BALANCER}:80`, '5 400', 'to'),
      ...connection('eni-lb', `${BALANCER}:1025`, '10.0.2.20:5432', '5 400', 'from'),
      ...connection('eni-lb', `${BALANCER}:1026`, '10.0.2.20:5432', '5 400', 'from'),
      ...connection('eni-lb', `${BALANCER}:1027`, '10.0.2.20:5432', '5 400', 'from', 9000),
      ...connection('eni-target', `${BALANCER}:1025`, '10.0.2.20:5432', '5 400', 'to'),
    ]);
    expect(found.map((it) => [...told(it), it.doubts])).toEqual([
      [
        '10.0.1.10:40000 > 10.0.3.30:80',
        ['eni-client', 'eni-lb'],
        [{ kind: 'continuation-not-proven', observationPoint: 'eni-lb', candidates: 2 }],
      ],
      [
        '10.0.3.30:1025 > 10.0.2.20:5432',
        ['eni-lb', 'eni-target'],
        [{ kind: 'origin-not-proven', observationPoint: 'eni-lb', candidates: 1 }],
      ],
      [
        '10.0.3.30:1026 > 10.0.2.20:5432',
        ['eni-lb'],
        [{ kind: 'origin-not-proven', observationPoint: 'eni-lb', candidates: 1 }],
      ],
      [
        '10.0.3.30:1027 > 10.0.2.20:5432',
        ['eni-lb'],
        [{ kind: 'origin-not-proven', observationPoint: 'eni-lb', candidates: 0 }],
      ],
    ]);
  });

  it('with the same port by chance and other counts is left apart', () => {
    const found = known([
      ...connection('eni-lb', '198.51.100.7:40000', `${BALANCER}:80`, '5 400', 'to'),
      ...connection('eni-lb', `${BALANCER}:40000`, '10.0.2.20:5432', '9 700', 'from'),
    ]);
    expect(found.map((it) => it.beyond)).toEqual([null, null]);
  });

  const address = fc.constantFrom('10.0.1.5', '10.0.3.30', '10.0.2.20', '198.51.100.7');
  const anyLine = fc
    .tuple(fc.constantFrom('eni-lb', 'eni-1', 'nat-1'), address, address, address, address)
    .chain(([point, ...four]) =>
      fc
        .tuple(fc.constantFrom(80, 40_000), fc.constantFrom(80, 40_000), fc.nat({ max: 2 }))
        .map(
          ([p, q, n]) =>
            `${point} ${four.join(' ')} ${p} ${q} 6 ${n} ${n} ${1000 + 60 * n} ${1060 + 60 * n} -`,
        ),
    );

  /**
   * Whether a record that shows an end as it is could be of either of two: one in which an address stands in for this end,
   * and one in which another stands in for the other end. It goes with the one that was read first.
   */
  const isAmbiguous = (lines: readonly string[]): boolean => {
    const kinds = new Map<string, Set<string>>();
    for (const it of lines) {
      const [point, source, destination, packetSource, packetDestination, p, q] = it.split(' ');
      const parties = [`${packetSource} ${p}`, `${packetDestination} ${q}`] as const;
      const key = [point, ...[...parties].sort()].join(' ');
      const replaced =
        source !== packetSource ? parties[0] : destination !== packetDestination ? parties[1] : '';
      kinds.set(key, (kinds.get(key) ?? new Set()).add(replaced));
    }
    return [...kinds.values()].some((it) => it.size === 3);
  };

  it('is the same in any order, whatever stands in for what', () => {
    const contentOf = (it: Journey): unknown => [
      it.conversations.map(({ observationPoint, initiator, standIn, forward, reverse }) => [
        [observationPoint, initiator, standIn],
        [forward, reverse].map(({ none }) => [none?.records, none?.bytes, none?.firstSeen, none?.lastSeen]),
      ]),
      it.doubts,
      it.beyond && [it.beyond.observationPoint, it.beyond.joinedBy, contentOf(it.beyond.journey)],
    ];
    const texts = (lines: readonly string[], isTurned = false) =>
      known(lines, FORMAT, isTurned)
        .map((it) => JSON.stringify([told(it), contentOf(it)]))
        .sort();
    const shuffled = fc
      .array(anyLine, { maxLength: 20 })
      .filter((lines) => !isAmbiguous(lines))
      .chain((lines) =>
        fc.tuple(fc.constant(lines), fc.shuffledSubarray(lines, { minLength: lines.length })),
      );
    const circle = [
      'eni-lb 10.0.1.5 10.0.1.5 10.0.2.20 10.0.1.5 40000 40000 6 1 1 1060 1120 -',
      'nat-1 198.51.100.7 10.0.2.20 10.0.1.5 10.0.2.20 40000 40000 6 0 0 1000 1060 -',
      'eni-lb 10.0.3.30 10.0.3.30 10.0.1.5 10.0.2.20 40000 40000 6 1 1 1060 1120 -',
    ];
    const competing = [
      'eni-1 198.51.100.7 198.51.100.7 198.51.100.7 10.0.2.20 40000 80 6 0 0 1000 1060 -',
      'eni-1 10.0.2.20 10.0.1.5 198.51.100.7 10.0.1.5 80 80 6 0 0 1000 1060 -',
      'eni-1 10.0.2.20 198.51.100.7 10.0.2.20 198.51.100.7 80 80 6 0 0 1000 1060 -',
    ];
    for (const lines of [circle, competing]) {
      expect(texts(lines.toReversed())).toEqual(texts(lines));
      expect(texts(lines, true)).toEqual(texts(lines));
    }
    fc.assert(
      fc.property(shuffled, ([lines, others]) => {
        expect(texts(others)).toEqual(texts(lines));
        expect(texts(lines, true)).toEqual(texts(lines));
      }),
      runs(500),
    );
  });

  it('keeps every conversation, once, whatever stands in for what', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 25 }), (lines) => {
        const { conversations } = pairLines(FORMAT, lines);
        const held = (it: Journey): number =>
          it.conversations.length + (it.beyond === null ? 0 : held(it.beyond.journey));
        const found = known(lines, FORMAT);
        expect(found.reduce((sum, it) => sum + held(it), 0)).toBe(conversations.length);
      }),
      runs(200),
    );
  });
});
