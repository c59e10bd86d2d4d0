import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Report, readAnswers, readText, troubleshoot } from '../../src/index.js';
import { runs } from '../arbitrary/runs.js';
import { answers, tcpFrom } from './by-hand.js';

/**
 * Hosts with several addresses. AWS: where traffic is sent to a secondary address "the flow log displays the primary private
 * IPv4 address" as its destination, and where it leaves from an address that is none of the interface's, as its source;
 * what leaves from a secondary address or one of a delegated prefix may show either.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-limitations.html
 */
const OWN = {
  'eni-a': ['10.0.1.10', '10.0.1.11', '10.0.1.70'],
  'eni-b': ['10.0.2.10', '10.0.2.11', '10.0.2.70'],
} as const;
type Interface = keyof typeof OWN;

const severalAt = (id: Interface, check = true) => {
  const [primary, secondary, pod] = OWN[id];
  return {
    NetworkInterfaceId: id,
    VpcId: 'vpc-1',
    SubnetId: `subnet-${id === 'eni-a' ? 1 : 2}`,
    OwnerId: '111122223333',
    Groups: [{ GroupId: id.replace('eni', 'sg') }],
    PrivateIpAddress: primary,
    PrivateIpAddresses: [
      { PrivateIpAddress: primary, Primary: true },
      { PrivateIpAddress: secondary, Primary: false },
    ],
    Ipv4Prefixes: [{ Ipv4Prefix: pod.replace('.70', '.64/28') }],
    SourceDestCheck: check,
    InterfaceType: 'interface',
    Attachment: { InstanceId: id.replace('eni', 'i') },
  };
};

type World = {
  readonly allowed: readonly string[];
  readonly source: string;
  readonly destination: string;
  readonly answers: boolean;
  /** What leaves shows the interface's primary address. */
  readonly hides: boolean;
  readonly isReversed: boolean;
};

const world: fc.Arbitrary<World> = fc.record({
  allowed: fc.subarray([...OWN['eni-a']]),
  source: fc.constantFrom(...OWN['eni-a']),
  destination: fc.constantFrom(...OWN['eni-b']),
  answers: fc.boolean(),
  hides: fc.boolean(),
  isReversed: fc.boolean(),
});

const networkOf = ({ allowed }: Pick<World, 'allowed'>, check = true) => {
  const documents = answers({
    groupB: { in: allowed.map((address) => tcpFrom(`${address}/32`, 443)) },
  }).filter((one) => !Object.keys(one).includes('NetworkInterfaces'));
  const interfaces = { NetworkInterfaces: [severalAt('eni-a', check), severalAt('eni-b')] };
  return readAnswers([...documents, interfaces].map((json) => ({ source: 'network.json', json }))).network;
};

const START = 1_700_000_000;
const FIELDS =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

type Packets = {
  readonly from: string;
  readonly to: string;
  readonly ports: string;
  readonly size: string;
};

/** A record by AWS's sentences, with the addresses of the packet behind it. */
const recordAt = (
  id: Interface,
  { from, to, ports, size }: Packets,
  action: string,
  time: number,
  hides: boolean,
) => {
  const own: readonly string[] = OWN[id];
  const [primary] = OWN[id];
  const shown = own.includes(to) ? [from, primary] : [hides ? primary : from, to];
  return {
    plain: `${id} ${shown.join(' ')} ${ports} 6 ${size} ${time} ${time + 59} ${action} OK`,
    packet: `${from} ${to}`,
  };
};

/** Three conversations, one after the other, in a log that begins before them and goes on. */
const logOf = ({ allowed, source, destination, answers, hides }: World) => {
  const records = [0, 1, 2].flatMap((n) => {
    const time = START + 60 * n;
    const isAllowed = allowed.includes(source);
    // Whoever gets no answer sends nothing but SYNs.
    const size = isAllowed && answers ? '9 3600' : '3 180';
    const request = { from: source, to: destination, ports: `${41_000 + n} 443`, size };
    const reply = { from: destination, to: source, ports: `443 ${41_000 + n}`, size };
    return [
      recordAt('eni-a', request, 'ACCEPT', time, hides),
      recordAt('eni-b', request, isAllowed ? 'ACCEPT' : 'REJECT', time, hides),
      ...(isAllowed && answers
        ? [recordAt('eni-b', reply, 'ACCEPT', time, hides), recordAt('eni-a', reply, 'ACCEPT', time, hides)]
        : []),
    ];
  });
  const quiet = [-20, -10, 10, 20, 30].flatMap((minute) =>
    Object.keys(OWN).map((id) => ({
      plain: `${id} - - - - - - - ${START + 60 * minute} ${START + 60 * minute + 59} - NODATA`,
      packet: '- -',
    })),
  );
  return [...quiet, ...records];
};

type Log = ReturnType<typeof logOf>;

const explained = (it: World, log: Log, withPacket: boolean, check = true): Report => {
  const fields = withPacket ? `${FIELDS} pkt-srcaddr pkt-dstaddr` : FIELDS;
  const lines = log.map(({ plain, packet }) => (withPacket ? `${plain} ${packet}` : plain));
  const { batches, problems } = readText([fields, ...lines].join('\n'), { source: 'flow.log' });
  return troubleshoot({
    batches,
    problems,
    network: networkOf(it, check),
    question: { ...EVERYTHING, all: true },
  });
};

const told = ({ findings }: Report) =>
  findings.map(({ code, certainty, trips, group }) => ({
    code,
    certainty,
    source: trips[0]?.packet.source,
    conversations: group?.conversations,
  }));

const ofInterface = (log: Log, id: Interface): Log => log.filter(({ plain }) => plain.startsWith(id));

describe('hosts with several addresses', () => {
  it('are explained from what both ends recorded as if the records named the packets’ own addresses', () => {
    fc.assert(
      fc.property(world, (it) => {
        const log = logOf(it);
        const given = it.isReversed ? log.toReversed() : log;
        const byShown = told(explained(it, given, false));
        const byPackets = told(explained(it, given, true));
        expect(byShown.map(({ code }) => code)).toEqual(byPackets.map(({ code }) => code));
        expect(byShown.length).toBe(1);
        // Where both ends show the other one's address, the packet's own source is known, and so is the verdict.
        if (it.allowed.includes(it.source)) return;
        expect(byShown[0]).toEqual(byPackets[0]);
      }),
      runs(200),
    );
  });

  it('are never said to be blocked, or to contradict the rules, by an address that only their own interface shows', () => {
    fc.assert(
      fc.property(world, fc.boolean(), (it, check) => {
        const sound = { ...it, answers: true, allowed: [...it.allowed, it.source] };
        const log = ofInterface(logOf(sound), 'eni-a');
        for (const { code, certainty, missing } of explained(sound, log, false, check).findings) {
          expect(code).toBe('allowed-both-ways');
          if (certainty !== 'proven') expect(missing.length).toBeGreaterThan(0);
        }
      }),
      runs(200),
    );
  });

  it('ask for pkt-srcaddr where the address decides', () => {
    const it: World = {
      allowed: ['10.0.1.11'],
      source: '10.0.1.11',
      destination: '10.0.2.10',
      answers: true,
      hides: true,
      isReversed: false,
    };
    const found = (world: World) => {
      const requests = ofInterface(logOf(world), 'eni-a').filter(({ plain }) => !plain.includes(' 443 4'));
      return explained(world, requests, false).findings[0];
    };
    expect(found(it)?.missing).toContainEqual({
      kind: 'record-field',
      id: 'pkt-srcaddr',
      needs: 'pkt-srcaddr in the log format',
    });
    // With every address of the interface let in, it decides nothing.
    const pods = Array.from({ length: 16 }, (_, n) => `10.0.1.${64 + n}`);
    expect(
      found({ ...it, allowed: ['10.0.1.10', '10.0.1.11', ...pods] })?.missing.map(({ id }) => id),
    ).not.toContain('pkt-srcaddr');
  });

  it('are not said to have lost a request that may have come under another address', () => {
    const it: World = {
      allowed: ['10.0.1.11'],
      source: '10.0.1.11',
      destination: '10.0.2.10',
      answers: false,
      hides: true,
      isReversed: false,
    };
    const log = logOf(it).filter(({ plain }) => !plain.startsWith('eni-b 10'));
    const [found] = explained(it, log, false).findings;
    expect(found).toMatchObject({ code: 'no-reply-observed', certainty: 'possible' });
    expect(found?.missing).toContainEqual({
      kind: 'record-field',
      id: 'pkt-srcaddr',
      needs: 'pkt-srcaddr in the log format',
    });
  });

  it('keep apart what two interfaces of a host answered each, however alike', () => {
    const door = {
      ...severalAt('eni-b'),
      NetworkInterfaceId: 'eni-c',
      SubnetId: 'subnet-1',
      PrivateIpAddress: '10.0.1.200',
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.200', Primary: true }],
      Ipv4Prefixes: [],
    };
    const documents = answers().filter((one) => !Object.keys(one).includes('NetworkInterfaces'));
    const all = [...documents, { NetworkInterfaces: [severalAt('eni-b'), door] }];
    const { network } = readAnswers(all.map((json) => ({ source: 'network.json', json })));
    const at = (id: string, own: string) => [
      `${id} 10.0.9.9 ${own} 41000 443 6 9 3600 ${START} ${START + 59} ACCEPT OK`,
      `${id} ${own} 10.0.9.9 443 41000 6 9 3600 ${START} ${START + 59} ACCEPT OK`,
    ];
    const lines = [FIELDS, ...at('eni-b', '10.0.2.10'), ...at('eni-c', '10.0.1.200')];
    const { batches, problems } = readText(lines.join('\n'), { source: 'flow.log' });
    const { findings } = troubleshoot({ batches, problems, network, question: { ...EVERYTHING, all: true } });
    expect(findings.map(({ code, seenAt }) => [code, seenAt.length])).toEqual([
      ['allowed-both-ways', 1],
      ['allowed-both-ways', 1],
    ]);
  });

  it('keep apart two addresses of one interface that were both answered at the same time', () => {
    const allowed = [...OWN['eni-a']];
    const world: World = {
      allowed,
      source: '10.0.1.11',
      destination: '10.0.2.10',
      answers: true,
      hides: false,
      isReversed: false,
    };
    const own = (source: string) => {
      const request = { from: source, to: '10.0.2.10', ports: '41000 443', size: '9 3600' };
      const reply = { from: '10.0.2.10', to: source, ports: '443 41000', size: '9 3600' };
      return [request, reply].map((one) => ({
        plain: `eni-a ${one.from} ${one.to} ${one.ports} 6 ${one.size} ${START} ${START + 59} ACCEPT OK`,
        packet: '- -',
      }));
    };
    const { findings } = explained(world, [...own('10.0.1.10'), ...own('10.0.1.11')], false);
    expect(findings.map(({ group }) => group?.conversations)).toEqual([1, 1]);
  });
});
