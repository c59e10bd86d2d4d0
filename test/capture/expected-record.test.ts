import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Circumstances,
  type ExpectedRecord,
  expectedRecords,
  recordsOf,
} from '../../src/capture/expected-record.js';
import type { Passage } from '../../src/capture/passage.js';
import type { Network } from '../../src/network/network.js';
import { endpointOf } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { draws, flowLogs } from '../arbitrary/flow-logs.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, type TwoEnds, twoEnds } from '../arbitrary/two-ends.js';
import { networkOf } from '../aws/read.js';
import { requestsOf, writtenOf } from '../diagnosis/simulator.js';
import { ip } from '../filter/build.js';
import type { WrittenPacket } from '../oracle/filter.js';
import {
  coversInterface,
  type PlainFlowLog,
  type PlainInterface,
  type PlainSighting,
  type PlainSurroundings,
  windowOf,
  writtenBy,
} from '../oracle/flow-log.js';

const FOREIGN = ['198.51.100.7', '2001:db8:9::7'] as const;

const interfaces: fc.Arbitrary<PlainInterface> = fc
  .record({
    secondary: fc.boolean(),
    instance: fc.boolean(),
    managed: fc.boolean(),
    zone: fc.constantFrom('us-west-2a', 'eu-central-1b', 'us-west-2-lax-1a'),
    type: fc.constantFrom('interface', 'nat_gateway', 'transit_gateway', 'vpc_endpoint', 'lambda'),
  })
  .map(({ secondary, instance, managed, type, zone }) => ({
    AvailabilityZone: zone,
    NetworkInterfaceId: 'eni-1',
    VpcId: 'vpc-1',
    SubnetId: 'subnet-1',
    OwnerId: '111122223333',
    RequesterManaged: managed,
    InterfaceType: type,
    PrivateIpAddress: '10.0.1.10',
    PrivateIpAddresses: [
      { PrivateIpAddress: '10.0.1.10', Primary: true },
      ...(secondary ? [{ PrivateIpAddress: '10.0.1.11', Primary: false }] : []),
    ],
    Ipv6Addresses: [{ Ipv6Address: '2001:db8::10' }, { Ipv6Address: '2001:db8::11' }],
    ...(instance ? { Attachment: { InstanceId: 'i-1' } } : {}),
  }));

/** A packet at the interface: to or from one of its addresses, or forwarded for somebody else. */
const sightings = (it: PlainInterface): fc.Arbitrary<PlainSighting> =>
  fc
    .record({
      egress: fc.boolean(),
      leg: fc.constantFrom('request' as const, 'reply' as const),
      action: fc.constantFrom('ACCEPT' as const, 'REJECT' as const),
      isIpv6: fc.boolean(),
      own: fc.nat(),
      protocol: fc.constantFrom(6, 17, 1, 58, 50),
      ports: fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.integer({ min: 1, max: 65535 })),
    })
    .map(({ egress, leg, action, isIpv6, own, protocol, ports: [sourcePort, destinationPort] }) => {
      const addresses = isIpv6
        ? it.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address)
        : it.PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress);
      const mine = [...addresses, FOREIGN[isIpv6 ? 1 : 0]][own % (addresses.length + 1)] as string;
      const peer = isIpv6 ? '2001:db8:5::5' : '203.0.113.5';
      const [source, destination] = egress ? [mine, peer] : [peer, mine];
      const hasPorts = protocol === 6 || protocol === 17;
      return {
        egress,
        isPeerInVpc: false,
        leg,
        action,
        source,
        destination,
        protocol,
        sourcePort: hasPorts ? sourcePort : null,
        destinationPort: hasPorts ? destinationPort : null,
      };
    });

/** The subnet of the interface, and the addresses of S3. */
const AROUND: PlainSurroundings = { zoneId: 'usw2-az1', services: [['S3', '203.0.113.']] };
const SURROUNDINGS = [
  { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZoneId: 'usw2-az1' }] },
  {
    PrefixLists: [
      { PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.us-west-2.s3', Cidrs: ['203.0.113.0/24'] },
    ],
  },
];

const passageOf = (network: Network, id: string, seen: PlainSighting): Passage => {
  const found = network.interfaces.get(id);
  if (found === undefined) throw new Error(id);
  return {
    at: { kind: 'interface', interface: found },
    side: null,
    leg: seen.leg,
    direction: seen.egress ? 'egress' : 'ingress',
    packet: {
      source: ip(seen.source),
      destination: ip(seen.destination),
      protocol: seen.protocol,
      sourcePort: seen.sourcePort,
      destinationPort: seen.destinationPort,
      icmp: null,
    },
    fate: seen.action === 'ACCEPT' ? 'accepted' : 'rejected',
    otherRejecter: null,
    isCertain: true,
  };
};

/** Fields that AWS's sentences settle; the oracle draws the others. */
const UNSETTLED = [
  'packets',
  'bytes',
  'start',
  'end',
  'tcp-flags',
  'traffic-path',
  'encryption-status',
  'sublocation-id',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'ecs-cluster-arn',
  'ecs-task-id',
  'instance-tag',
  'next-hop-interface-id',
];

const isOneOf = (shows: readonly string[] | null | undefined, value: string): boolean =>
  shows === null || (shows?.includes(value) ?? false);

const matches = (
  written: ReadonlyMap<string, string>,
  shows: ReadonlyMap<string, readonly string[] | null>,
): boolean => [...written].every(([field, value]) => isOneOf(shows.get(field), value));

describe('what a record shows', () => {
  it('is what the oracle writes, in the fields of the format and in their order', () => {
    const scene = interfaces.chain((one) =>
      fc.tuple(fc.constant(one), sightings(one), flowLogs(['eni-1', 'subnet-1', 'vpc-1', 'eni-2']), draws),
    );
    fc.assert(
      fc.property(scene, ([one, seen, logs, draw]) => {
        const network = networkOf(...SURROUNDINGS, { NetworkInterfaces: [one] }, { FlowLogs: logs });
        const [accept, reject] = recordsOf(network, [passageOf(network, 'eni-1', seen)]);
        const [must, mustNot] = seen.action === 'ACCEPT' ? [accept, reject] : [reject, accept];
        expect([must?.presence, mustNot?.presence]).toEqual(['must', 'must-not']);
        expect(must?.recordedBy.map(({ flowLogId }) => flowLogId).toSorted()).toEqual(
          logs.filter((log) => coversInterface(log, one)).map(({ FlowLogId }) => FlowLogId),
        );
        const written = logs.flatMap((log) => {
          const record = writtenBy(log, one, seen, AROUND, draw);
          return record === null ? [] : [{ id: log.FlowLogId, record }];
        });
        expect(must?.captured).toBe(written.length > 0);
        for (const { id, record } of written) {
          const by = must?.recordedBy.find(({ flowLogId }) => flowLogId === id);
          expect(by?.state).toBe('kept');
          expect([...(by?.shows.keys() ?? [])]).toEqual([...record.keys()]);
          for (const [field, value] of record) {
            const shows = by?.shows.get(field);
            expect({ field, ok: isOneOf(shows, value), shows }).toEqual({ field, ok: true, shows });
            if (shows === null) expect(UNSETTLED).toContain(field);
          }
        }
      }),
      runs(500),
    );
  });

  it('is one value wherever AWS settles it: the primary address for a secondary one, and for a foreign one', () => {
    const network = networkOf({
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          OwnerId: '111122223333',
          PrivateIpAddress: '10.0.1.10',
          PrivateIpAddresses: [
            { PrivateIpAddress: '10.0.1.10', Primary: true },
            { PrivateIpAddress: '10.0.1.11', Primary: false },
          ],
        },
      ],
    });
    const shownAt = (egress: boolean, source: string, destination: string) => {
      const [record] = recordsOf(network, [
        passageOf(network, 'eni-1', {
          egress,
          isPeerInVpc: false,
          leg: 'request',
          action: 'ACCEPT',
          source,
          destination,
          protocol: 6,
          sourcePort: 40_000,
          destinationPort: 443,
        }),
      ]);
      return ['srcaddr', 'dstaddr', 'pkt-srcaddr', 'pkt-dstaddr'].map((field) => record?.shows.get(field));
    };
    const peer = '203.0.113.5';
    expect(shownAt(false, peer, '10.0.1.11')).toEqual([[peer], ['10.0.1.10'], [peer], ['10.0.1.11']]);
    expect(shownAt(false, peer, '10.0.9.9')).toEqual([[peer], ['10.0.1.10'], [peer], ['10.0.9.9']]);
    expect(shownAt(true, '10.0.9.9', peer)).toEqual([['10.0.1.10'], [peer], ['10.0.9.9'], [peer]]);
    expect(shownAt(true, '10.0.1.11', peer)).toEqual([
      ['10.0.1.10', '10.0.1.11'],
      [peer],
      ['10.0.1.11'],
      [peer],
    ]);
  });
});

describe('when a record is there', () => {
  const SENT = 1_700_000_000;
  const network = (log: Readonly<Record<string, unknown>>) =>
    networkOf(
      { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1' }] },
      { FlowLogs: [{ FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', ...log }] },
    );
  const recorded = (log: Readonly<Record<string, unknown>>, sentAt: number | null) => {
    const it = network(log);
    const seen: PlainSighting = {
      egress: true,
      isPeerInVpc: false,
      leg: 'request',
      action: 'ACCEPT',
      source: '10.0.1.10',
      destination: '203.0.113.5',
      protocol: 6,
      sourcePort: 40_000,
      destinationPort: 443,
    };
    const [record] = recordsOf(it, [passageOf(it, 'eni-1', seen)], { sentAt, answers: true });
    const by = record?.recordedBy[0];
    if (record === undefined || by === undefined) throw new Error('not recorded');
    return { ...by, captured: record.captured };
  };

  it('it starts and ends where the oracle lets it, with the intervals of Nitro instances and of others', () => {
    const scene = fc.record({
      interval: fc.constantFrom(60 as const, 600 as const),
      isNitro: fc.boolean(),
      numbers: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(scene, ({ interval, isNitro, numbers }) => {
        const pick = (from: number, to: number) => from + (numbers.next().value % (to - from + 1));
        const log = { FlowLogId: 'fl-1', ResourceId: 'vpc-1', TrafficType: 'ALL', LogFormat: '' } as const;
        const written = windowOf({ ...log, MaxAggregationInterval: interval }, SENT, isNitro, pick);
        const { window } = recorded({ MaxAggregationInterval: interval }, SENT);
        expect(window?.start).toBeLessThanOrEqual(written.start);
        expect(window?.end).toBeGreaterThanOrEqual(written.end);
        expect((window?.end ?? 0) - (window?.start ?? 0)).toBe(2 * (interval + 60));
      }),
      runs(300),
    );
  });

  it.each([
    ['cloud-watch-logs', 60, 360],
    ['cloud-watch-logs', 600, 900],
    ['s3', 60, 660],
    ['s3', 600, 1200],
    ['kinesis-data-firehose', 60, null],
  ])('it comes to %s with %i s after %j s at best effort', (LogDestinationType, interval, after) => {
    const { arrivesBy } = recorded({ LogDestinationType, MaxAggregationInterval: interval }, SENT);
    expect(arrivesBy).toBe(after === null ? null : SENT + after);
  });

  it('it is kept by a flow log that works and was there, and by no other', () => {
    const at = (seconds: number) => new Date(seconds * 1000).toISOString();
    const stateOf = (log: Readonly<Record<string, unknown>>, sentAt: number | null = SENT) => {
      const { state, captured } = recorded(log, sentAt);
      return [state, captured];
    };
    expect(stateOf({ CreationTime: at(SENT - 1) })).toEqual(['kept', true]);
    expect(stateOf({ CreationTime: at(SENT + 1) })).toEqual(['not-created-yet', false]);
    expect(stateOf({ CreationTime: at(SENT + 1) }, null)).toEqual(['kept', true]);
    expect(stateOf({ TrafficType: 'REJECT' })).toEqual(['filtered', false]);
    expect(stateOf({ TrafficType: null })).toEqual(['unknown', null]);
    expect(stateOf({ DeliverLogsErrorMessage: 'Access error' })).toEqual(['not-delivered', false]);
    expect(stateOf({ DeliverLogsStatus: 'FAILED' })).toEqual(['not-delivered', false]);
    expect(stateOf({ FlowLogStatus: 'INACTIVE' })).toEqual(['not-delivered', false]);
  });
});

/** The interfaces of two ends, as the oracle of flow logs sees them. */
const plainInterface = ({ world }: TwoEnds, id: string): PlainInterface =>
  world.NetworkInterfaces.find((one) => one.NetworkInterfaceId === id) as PlainInterface;

type Simulated = {
  readonly interfaceId: string;
  readonly flowLogId: string;
  readonly action: string;
  readonly leg: string;
  readonly record: ReadonlyMap<string, string>;
};

/** What the simulated service writes of a request and its reply: only the oracles have a say in it. */
const simulate = (
  it: TwoEnds,
  request: WrittenPacket,
  logs: readonly PlainFlowLog[],
  answers: boolean,
  draw: <T>(...values: readonly T[]) => T,
): readonly Simulated[] =>
  writtenOf(it, request, !answers).flatMap(({ interfaceId, leg, action }) => {
    const isReply = leg === 'reply';
    const seen: PlainSighting = {
      egress: (interfaceId === it.ends.initiator.interfaceId) !== isReply,
      isPeerInVpc: it.ends.initiator.interfaceId !== null && it.ends.responder.interfaceId !== null,
      leg,
      action,
      source: isReply ? request.destination : request.source,
      destination: isReply ? request.source : request.destination,
      protocol: request.protocol,
      sourcePort: isReply ? request.destinationPort : request.sourcePort,
      destinationPort: isReply ? request.sourcePort : request.destinationPort,
    };
    return logs.flatMap((log) => {
      const record = writtenBy(log, plainInterface(it, interfaceId), seen, AROUND, draw);
      return record === null ? [] : [{ interfaceId, flowLogId: log.FlowLogId, action, leg, record }];
    });
  });

const isOf = (record: ExpectedRecord, one: Simulated): boolean => {
  const by = record.recordedBy.find(({ flowLogId }) => flowLogId === one.flowLogId);
  return (
    record.interfaceId === one.interfaceId &&
    record.action === one.action &&
    record.leg === one.leg &&
    by !== undefined &&
    matches(one.record, by.shows)
  );
};

/** AWS's answers name the primary address once more. */
const withPrimary = (it: TwoEnds): TwoEnds => ({
  ...it,
  world: {
    ...it.world,
    NetworkInterfaces: it.world.NetworkInterfaces.map((one) => ({
      ...one,
      PrivateIpAddress: one.PrivateIpAddresses[0]?.PrivateIpAddress,
    })),
  },
});

const KINDS = ['SecurityGroups', 'NetworkAcls', 'Subnets', 'Vpcs'];

describe('the records of a round trip, against the simulator', () => {
  const scene = fc.tuple(
    twoEnds,
    flowLogs(['eni-a', 'eni-b', 'subnet-1', 'subnet-2', 'vpc-1', 'eni-other']),
    fc.constantFrom<Circumstances['answers']>(true, true, false, 'unknown'),
    fc.boolean(),
    draws,
    fc.oneof(
      { weight: 3, arbitrary: fc.constant<string[]>([]) },
      { weight: 1, arbitrary: fc.subarray<string>(KINDS) },
    ),
  );

  const endsOf = (network: Network, it: TwoEnds) => {
    const [initiator, responder] = [it.ends.initiator, it.ends.responder].map(({ address }) =>
      endpointOf(network, ip(address), 'vpc-1'),
    );
    if (initiator === undefined || responder === undefined) throw new Error('two ends');
    return { initiator, responder };
  };

  it('must or may hold every record that is simulated, and every one that must be there is simulated', () => {
    fc.assert(
      fc.property(scene, ([it, logs, answers, reallyAnswers, draw, withheld]) => {
        const answered = answers === 'unknown' ? reallyAnswers : answers;
        const network = networkOf(
          ...answersOf(withPrimary(it)).filter(
            (answer) => !Object.keys(answer).some((key) => withheld.includes(key)),
          ),
          { FlowLogs: logs },
        );
        for (const request of requestsOf(it)) {
          const trip = roundTrip(network, endsOf(network, it), readPacket(request));
          const expected = expectedRecords(network, trip, { sentAt: null, answers });
          const simulated = simulate(it, request, logs, answered, draw);
          for (const one of simulated) {
            const found = expected.filter((record) => isOf(record, one));
            expect(found).toHaveLength(1);
            expect(['must', 'may']).toContain(found[0]?.presence);
            expect(found[0]?.captured).toBe(true);
          }
          for (const record of expected.filter(({ presence }) => presence === 'must'))
            for (const by of record.recordedBy.filter(({ state }) => state === 'kept'))
              expect(
                simulated.filter((one) => isOf(record, one) && one.flowLogId === by.flowLogId),
              ).toHaveLength(1);
        }
      }),
      runs(300),
    );
  });
});
