import * as fc from 'fast-check';
import { type Either, isRight } from 'fp-ts/lib/Either.js';
import { describe, expect, it } from 'vitest';
import { blockOf, covers, parse as parseCidr, print as printCidr } from '../../src/address/cidr.js';
import { bitsOf, type IpAddress, ipv4, ipv6, parse, print } from '../../src/address/ip-address.js';
import { actionsOf, type Conversation } from '../../src/conversation/conversation.js';
import { correlator } from '../../src/conversation/correlator.js';
import { PLAIN_CROSSING } from '../../src/filter/crossing.js';
import { judgeNetworkAcl } from '../../src/filter/network-acl.js';
import { judgeSecurityGroups } from '../../src/filter/security-group.js';
import type { NetworkAclEntry } from '../../src/network/network-acl.js';
import type { SecurityGroupRule } from '../../src/network/security-group.js';
import { FIELDS } from '../../src/record/field.js';
import { readText } from '../../src/record/read-text.js';
import { formatOf, parse as parseFormat, print as printFormat } from '../../src/record/record-format.js';
import {
  allowListLaws,
  type Codec,
  codecLaws,
  correlatorLaws,
  firstMatchLaws,
  type HeldLaw,
  lawTest,
  setLaws,
} from '../../src/testing/index.js';
import type { Packet } from '../../src/traffic/packet.js';
import { plainRecords } from '../arbitrary/plain-records.js';
import { runs } from '../arbitrary/runs.js';
import { FORMAT, line } from '../conversation/log.js';
import { acl, cidr, eni, entry, fromCidr, group, network, ports, rule, tcp, udp } from '../filter/build.js';
import type { PlainRecord } from '../oracle/conversation.js';

const laws = lawTest({ describe, it });

const address: fc.Arbitrary<IpAddress> = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(ipv4),
  fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(ipv6),
);

/** What the reader refuses is null to the laws. */
const orNull =
  <T>(read: (text: string) => Either<unknown, T>) =>
  (text: string): T | null => {
    const found = read(text);
    return isRight(found) ? found.right : null;
  };

const addresses: Codec<IpAddress> = { print, parse: orNull(parse), value: address };

laws('addresses as text', codecLaws(addresses), runs());

laws(
  'blocks as text',
  codecLaws({
    print: printCidr,
    parse: orNull(parseCidr),
    value: fc
      .tuple(address, fc.nat(128))
      .map(([it, length]) => blockOf(it, Math.min(length, bitsOf(it.family)))),
    text: fc.tuple(address, fc.nat(140)).map(([it, length]) => `${print(it)}/${length}`),
  }),
  runs(),
);

laws(
  'record formats as text',
  codecLaws({
    print: printFormat,
    parse: orNull(parseFormat),
    value: fc
      .uniqueArray(fc.constantFrom(...FIELDS.map(({ name }) => name)), { minLength: 1, maxLength: 6 })
      .map((names) => {
        const format = formatOf(names);
        if (isRight(format)) return format.right;
        throw new Error(names.join(' '));
      }),
    text: fc
      .array(fc.constantFrom('Srcaddr', 'log_status', 'startTime', 'new-field', ',', ''), { maxLength: 4 })
      .map((words) => words.join(' ')),
  }),
  runs(),
);

/** Few blocks, ports and hosts, so that rules and packets meet. */
const BLOCKS = ['0.0.0.0/0', '10.0.0.0/8', '10.0.1.0/24', '10.0.1.10/32', '192.0.2.0/24'];
const RANGES = [null, ports(443), ports(0, 1023), ports(1024, 65535)] as const;

const packet: fc.Arbitrary<Packet> = fc
  .record({
    kind: fc.constantFrom(tcp, udp),
    source: fc.constantFrom('10.0.1.10', '10.0.1.11', '10.9.0.1', '192.0.2.1', '203.0.113.7'),
    port: fc.constantFrom(0, 443, 1023, 1024, 65535),
  })
  .map(({ kind, source, port }) => kind(source, '10.0.2.20', port));

const match = fc.record({
  protocol: fc.constantFrom('all' as const, 6, 17),
  block: fc.constantFrom(...BLOCKS),
  range: fc.constantFrom(...RANGES),
});

const RESPONDER = eni('eni-1', ['10.0.2.20'], ['sg-1'], { subnetId: 'subnet-2' });

laws(
  'security groups',
  allowListLaws<SecurityGroupRule, Packet>({
    allows: (rules, one) =>
      judgeSecurityGroups(
        network({ interfaces: [RESPONDER], groups: [group('sg-1', rules)] }),
        RESPONDER,
        'ingress',
        one,
        PLAIN_CROSSING,
      ).outcome === 'allowed',
    rule: match.map(({ protocol, block, range }) =>
      rule('ingress', protocol, fromCidr(block), { ports: protocol === 'all' ? null : range }),
    ),
    input: packet,
  }),
  runs(),
);

laws(
  'network ACLs',
  firstMatchLaws<NetworkAclEntry, Packet>({
    allows: (entries, one) =>
      judgeNetworkAcl(
        network({
          interfaces: [RESPONDER],
          acls: [
            acl(
              'acl-1',
              ['subnet-2'],
              entries.map((each, i) => ({ ...each, number: 100 + i })),
            ),
          ],
        }),
        RESPONDER,
        'ingress',
        one,
        PLAIN_CROSSING,
      ).outcome === 'allowed',
    matches: (each, one) =>
      (each.protocol === 'all' || each.protocol === one.protocol) &&
      covers(one.source)(each.cidr) &&
      (each.ports === null ||
        (each.ports.from <= (one.destinationPort ?? 0) && (one.destinationPort ?? 0) <= each.ports.to)),
    isAllow: ({ action }) => action === 'allow',
    rule: fc
      .tuple(match, fc.constantFrom('allow' as const, 'deny' as const))
      .map(([{ protocol, block, range }, action]) =>
        entry(1, 'ingress', action, protocol, block, { ports: protocol === 'all' ? null : range }),
      ),
    input: packet,
  }),
  runs(),
);

/** What of a conversation does not tell the order of the file. */
type Told = {
  readonly ends: string;
  readonly packets: number;
  readonly records: number;
  readonly firstSeen: number;
};

const told = (one: Conversation): Told => {
  const names = [one.initiator, one.responder].map((end) => `${print(end.address)} ${end.port}`);
  const flows = [one.forward, one.reverse].flatMap((flow) => actionsOf(flow).flatMap((it) => flow[it] ?? []));
  return {
    ends: `${one.observationPoint} ${one.protocol} ${names.sort().join(' ')}`,
    packets: flows.reduce((sum, { packets }) => sum + packets, 0),
    records: flows.reduce((sum, { records }) => sum + records, 0),
    firstSeen: Math.min(...flows.map((flow) => flow.firstSeen)),
  };
};

laws(
  'the correlator',
  correlatorLaws<PlainRecord, Told>({
    start: () => {
      const fold = correlator({ lateness: Number.POSITIVE_INFINITY });
      return {
        push: (records) => {
          const text = [FORMAT, ...records.map(line)].join('\n');
          for (const batch of readText(text, { source: 'flow.log' }).batches) fold.push(batch);
        },
        finish: () => fold.finish().conversations.map(told),
      };
    },
    recordsIn: ({ records }) => records,
    keyOf: (it) =>
      `${it.point} ${it.protocol} ${[`${it.source} ${it.sourcePort}`, `${it.destination} ${it.destinationPort}`].sort().join(' ')}`,
    records: plainRecords(),
  }),
  runs(100),
);

describe('a law', () => {
  const numbers = fc.uniqueArray(fc.nat(5)).map((all) => all.sort());
  const algebra = {
    empty: [] as number[],
    union: (a: number[], b: number[]) => [...new Set([...a, ...b])].sort(),
    intersect: (a: number[], b: number[]) => a.filter((it) => b.includes(it)),
    subtract: (a: number[], b: number[]) => a.filter((it) => !b.includes(it)),
    isSubset: (a: number[], b: number[]) => a.every((it) => b.includes(it)),
    isEmpty: (a: number[]) => a.length === 0,
    witness: (a: number[]) => a[0] ?? null,
    equals: (a: number[], b: number[]) => a.join() === b.join(),
  };
  const contains = (set: number[], member: number) => set.includes(member);

  const ran = (held: readonly HeldLaw[]): readonly string[] => {
    const outcomes: string[] = [];
    lawTest({
      describe: (_, body) => body(),
      it: (sentence, body) => {
        try {
          body();
          outcomes.push(`${sentence}: holds`);
        } catch (error) {
          outcomes.push(`${sentence}: ${(error as Error).message.split('\n')[0]}`);
        }
      },
    })('sets', held);
    return outcomes;
  };

  it('holds of a subject that keeps it, and notices its saboteur', () => {
    const outcomes = ran(setLaws({ algebra, contains, set: numbers, member: fc.nat(5) }));
    expect(outcomes).toHaveLength(6);
    for (const outcome of outcomes) expect(outcome).toMatch(/: holds$/);
  });

  it('fails with a shrunk example of a subject that breaks it', () => {
    const lossy = { ...algebra, union: (a: number[], b: number[]) => algebra.union(a, b).slice(0, 2) };
    const [union] = setLaws({ algebra: lossy, contains, set: numbers, member: fc.nat(5) });
    const { failed, counterexample } = fc.check(union?.property as HeldLaw['property'], { numRuns: 1000 });
    expect(failed).toBe(true);
    const [a, b, x] = counterexample as [number[], number[], number];
    expect([...new Set([...a, ...b])]).toHaveLength(3);
    expect([...a, ...b]).toContain(x);
  });

  it('fails where so little is drawn that a saboteur is not noticed', () => {
    const outcomes = ran(setLaws({ algebra, contains, set: fc.constant<number[]>([]), member: fc.nat(5) }));
    expect(outcomes.some((outcome) => outcome.endsWith('made wrong: draw more than that'))).toBe(true);
  });

  it.each([
    ['codec', codecLaws(addresses)],
    ['set', setLaws({ algebra, contains, set: numbers, member: fc.nat(5) })],
  ])('of a %s is a sentence of its own', (_, held) => {
    const sentences = held.map(({ sentence }) => sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[a-z].* .*[a-z]$/);
  });
});

// Blocks of the arbitraries above are blocks.
it.each(BLOCKS)('%s is a block', (text) => {
  expect(printCidr(cidr(text))).toBe(text);
});
