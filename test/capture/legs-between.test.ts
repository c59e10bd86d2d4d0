import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { print } from '../../src/address/ip-address.js';
import { readAnswers } from '../../src/aws/read-answers.js';
import type { ExpectedRecord } from '../../src/capture/expected-record.js';
import { recordsAlong } from '../../src/capture/records-along.js';
import type { Network } from '../../src/network/network.js';
import { areEnds, findEnds } from '../../src/path/named-end.js';
import { reach } from '../../src/path/reach.js';
import { TRANSIT_GATEWAY_FORMAT } from '../../src/record/record-format.js';
import { draws, flowLogs } from '../arbitrary/flow-logs.js';
import { runs } from '../arbitrary/runs.js';
import { ip } from '../filter/build.js';
import {
  type PlainAttachment,
  type PlainFlowLog,
  type PlainInterface,
  type PlainSighting,
  type PlainSurroundings,
  writtenAtAttachment,
  writtenBy,
} from '../oracle/flow-log.js';

const NOWHERE: PlainSurroundings = { zoneId: 'x', services: [] };

/** A packet at a place between the ends or at one of them; `by` is the id of an interface or of an attachment. */
type At = PlainSighting & { readonly by: string };

type World = {
  readonly folder: string;
  readonly from: string;
  readonly to: string;
  /** What flow logs may be of. */
  readonly resources: readonly string[];
  readonly attachments: readonly PlainAttachment[];
  /** AWS's text of who sees what: https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
  readonly sightings: (port: number, chosen: number) => readonly At[];
};

const leg = (
  direction: 'ingress' | 'egress',
  by: string,
  [source, sourcePort]: readonly [string, number],
  [destination, destinationPort]: readonly [string, number],
  more: Partial<At> = {},
): At => ({
  by,
  egress: direction === 'egress',
  isPeerInVpc: false,
  leg: 'request',
  action: 'ACCEPT',
  source,
  destination,
  protocol: 6,
  sourcePort,
  destinationPort,
  ...more,
});

const REPLY = { leg: 'reply' } as const;
const [client, gateway] = ['eni-0a1b2c3d4e5f60201', 'eni-0a1b2c3d4e5f60204'];
const [first, second] = ['tgw-attach-0a1b2c3d4e5f60a11', 'tgw-attach-0a1b2c3d4e5f60a12'];
const transitGateway = 'tgw-0a1b2c3d4e5f60a01';
const server = 'eni-0a1b2c3d4e5f60203';

const NAT_GATEWAY: World = {
  folder: 'internet-through-a-nat-gateway',
  from: '10.0.1.10',
  to: '203.0.113.7',
  resources: [client, gateway, 'vpc-0a1b2c3d4e5f60001'],
  attachments: [],
  // "The traffic between the source and the destination is recorded four times at the NAT gateway's interface."
  sightings: (port, chosen) => {
    const [a, nat, b] = [
      ['10.0.1.10', port],
      ['10.0.3.5', chosen],
      ['203.0.113.7', 443],
    ] as const;
    return [
      leg('egress', client, a, b),
      leg('ingress', gateway, a, b),
      leg('egress', gateway, nat, b),
      leg('ingress', gateway, b, nat, REPLY),
      leg('egress', gateway, b, a, { ...REPLY, isPeerInVpc: true }),
      leg('ingress', client, b, a, REPLY),
    ];
  },
};

const TRANSIT_GATEWAY: World = {
  folder: 'transit-gateway-joins-two-vpcs',
  from: '10.0.1.10',
  to: '10.8.1.30',
  resources: [
    client,
    server,
    'vpc-0a1b2c3d4e5f60001',
    'vpc-0a1b2c3d4e5f60002',
    first,
    second,
    transitGateway,
  ],
  attachments: [first, second].map((TransitGatewayAttachmentId) => ({
    TransitGatewayAttachmentId,
    TransitGatewayId: transitGateway,
  })),
  sightings: (port) => {
    const [a, b] = [
      ['10.0.1.10', port],
      ['10.8.1.30', 443],
    ] as const;
    return [
      leg('egress', client, a, b),
      leg('ingress', first, a, b),
      leg('egress', second, a, b),
      leg('ingress', server, a, b),
      leg('egress', server, b, a, REPLY),
      leg('ingress', second, b, a, REPLY),
      leg('egress', first, b, a, REPLY),
      leg('ingress', client, b, a, REPLY),
    ];
  },
};

const filesOf = ({ folder }: World) => {
  const path = join('scenarios', folder, 'network');
  return readdirSync(path).map((source) => ({
    source,
    json: JSON.parse(readFileSync(join(path, source), 'utf8')),
  }));
};

const TRANSIT_FORMAT = TRANSIT_GATEWAY_FORMAT.fields.map((field) => `\${${field}}`).join(' ');

/** Flow logs of transit gateways have a format of their own and take 60 s. */
const fitting = (log: PlainFlowLog): PlainFlowLog =>
  log.ResourceId.startsWith('tgw-') ? { ...log, LogFormat: TRANSIT_FORMAT, MaxAggregationInterval: 60 } : log;

const expectedIn = (network: Network, { from, to }: World, port: number): readonly ExpectedRecord[] => {
  const name = (address: string) => ({ kind: 'address', address: ip(address) }) as const;
  const ends = findEnds(network, name(from), name(to), print);
  if (!areEnds(ends)) throw new Error(ends.reason);
  const packet = {
    source: ends.initiator.address,
    destination: ends.responder.address,
    protocol: 6,
    sourcePort: port,
    destinationPort: 443,
    icmp: null,
  };
  const found = reach(network, { ends, packet, sourcePorts: { from: port, to: port } });
  return recordsAlong(network, found);
};

type Written = {
  readonly by: string;
  readonly flowLogId: string;
  readonly record: ReadonlyMap<string, string>;
};

const isOf = (record: ExpectedRecord, { by, flowLogId, record: written }: Written): boolean => {
  const shows = record.recordedBy.find((one) => one.flowLogId === flowLogId)?.shows;
  return (
    (record.interfaceId ?? record.resourceId) === by &&
    shows !== undefined &&
    [...written].every(([field, value]) => shows.get(field)?.includes(value) ?? true)
  );
};

/** Enough of a record to tell its leg from the others. */
const TELLING = ['srcaddr', 'dstaddr', 'srcport', 'dstport', 'flow-direction', 'pkt-srcaddr', 'pkt-dstaddr'];

describe.each([NAT_GATEWAY, TRANSIT_GATEWAY])('the legs of $folder', (world) => {
  const files = filesOf(world);
  const interfaces = files.flatMap(({ json }) => (json.NetworkInterfaces ?? []) as readonly PlainInterface[]);
  const scene = fc.tuple(
    flowLogs(world.resources).map((logs) => logs.map(fitting)),
    fc.integer({ min: 32768, max: 65535 }),
    fc.integer({ min: 1024, max: 65535 }),
    draws,
  );

  it('are what AWS says is seen where, and nothing else must be there', () => {
    fc.assert(
      fc.property(scene, ([logs, port, chosen, draw]) => {
        const { network } = readAnswers([...files, { source: 'flow-logs.json', json: { FlowLogs: logs } }]);
        const expected = expectedIn(network, world, port);
        const written = world.sightings(port, chosen).flatMap((seen) =>
          logs.flatMap((log): readonly Written[] => {
            const own = interfaces.find(({ NetworkInterfaceId }) => NetworkInterfaceId === seen.by);
            const attachment = world.attachments.find((one) => one.TransitGatewayAttachmentId === seen.by);
            const record =
              own !== undefined
                ? writtenBy(log, own, seen, NOWHERE, draw)
                : attachment !== undefined
                  ? writtenAtAttachment(log, attachment, seen, NOWHERE, draw)
                  : null;
            return record === null ? [] : [{ by: seen.by, flowLogId: log.FlowLogId, record }];
          }),
        );
        for (const one of written) {
          const found = expected.filter((record) => record.presence === 'must' && isOf(record, one));
          expect(found.length).toBeGreaterThan(0);
          const tells = TELLING.filter((field) => one.record.has(field)).length;
          if (tells === TELLING.length) expect(found).toHaveLength(1);
        }
        for (const record of expected.filter(({ presence }) => presence === 'must'))
          for (const by of record.recordedBy.filter(({ state }) => state === 'kept')) {
            const found = written.filter((one) => one.flowLogId === by.flowLogId && isOf(record, one));
            expect(found.length).toBeGreaterThan(0);
          }
        const kept = expected.flatMap(({ presence, recordedBy }) =>
          presence === 'must' ? recordedBy.filter(({ state }) => state === 'kept') : [],
        );
        expect(kept).toHaveLength(written.length);
      }),
      runs(60),
    );
  });
});
