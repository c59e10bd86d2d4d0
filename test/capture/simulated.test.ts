import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { type IpAddress, print } from '../../src/address/ip-address.js';
import type { ExpectedRecord } from '../../src/capture/expected-record.js';
import { recordsAlong } from '../../src/capture/records-along.js';
import type { Network } from '../../src/network/network.js';
import { areEnds, findEnds } from '../../src/path/named-end.js';
import { type Reach, reach } from '../../src/path/reach.js';
import { VPC_FIELDS } from '../../src/record/field.js';
import {
  draw,
  type Exchange,
  exchanges,
  flowLog,
  networks,
  party,
  simulate,
  singleFaults,
  type World,
  whiteboard,
} from '../../src/testing/index.js';
import { sourceOf } from '../../src/testing/simulator/host/start.js';
import { echoRequest } from '../../src/traffic/icmp.js';
import type { Packet } from '../../src/traffic/packet.js';
import { UDP } from '../../src/traffic/protocol.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { networkOf } from '../path/routed.js';

/**
 * Two opinions on what AWS writes: the records that capture foretells of a way through the network, and those that the
 * simulator leaves of it, which shares nothing with capture but the words.
 */

/** What a record may show of chance: counts and times. */
const BY_CHANCE = ['packets', 'bytes', 'start', 'end', 'az-id'];

const FIELDS = VPC_FIELDS.map(({ name }) => name).filter((name) => !BY_CHANCE.includes(name));

type Row = ReadonlyMap<string, string>;

/** A flow log that keeps everything of every VPC. */
const fullyLogged = (network: Network): Network => ({
  ...network,
  flowLogs: draw(
    ...[...network.vpcs.keys()].map((id) =>
      flowLog(`fl-${id}`, id, { logFormat: [...FIELDS, ...BY_CHANCE] }),
    ),
  ).flowLogs,
});

const rowsOf = (network: Network, exchange: Exchange, seed: number): readonly Row[] => {
  const { logs } = simulate({ network: fullyLogged(network), traffic: [exchange], seed });
  const distinct = new Map(
    logs
      .flatMap(({ lines }) => lines)
      .map((line) => line.split(' '))
      .filter((values) => values[FIELDS.indexOf('log-status')] === 'OK')
      .map((values) => [values.slice(0, FIELDS.length).join(' '), values] as const),
  );
  return [...distinct.values()].map(
    (values) => new Map(FIELDS.map((name, i) => [name, values[i] as string])),
  );
};

const reachOf = (network: Network, from: string | null, packet: Packet): Reach => {
  const ends = findEnds(
    network,
    from === null ? { kind: 'address', address: packet.source } : { kind: 'interface', id: from },
    { kind: 'address', address: packet.destination },
    print,
  );
  if (!areEnds(ends)) throw new Error(ends.reason);
  const port = packet.sourcePort;
  const sourcePorts = port === null ? null : { from: port, to: port };
  return reach(network, { ends, packet, sourcePorts });
};

const fits =
  ({ shows }: ExpectedRecord) =>
  (row: Row): boolean =>
    FIELDS.every((name) => {
      const values = name === 'version' ? null : shows.get(name);
      return values == null || values.includes(row.get(name) as string);
    });

const inBrief = (it: ExpectedRecord): string =>
  [
    it.presence,
    it.interfaceId,
    it.direction,
    it.action,
    it.shows.get('srcaddr'),
    it.shows.get('dstaddr'),
  ].join(' ');

const briefRow = (row: Row): string =>
  [
    'interface-id',
    'flow-direction',
    'action',
    'srcaddr',
    'dstaddr',
    'srcport',
    'dstport',
    'tcp-flags',
    'traffic-path',
  ]
    .map((name) => row.get(name))
    .join(' ');

/**
 * An answer over UDP that is routed into a NAT gateway looks to it like a request: it may open a connection and send it on,
 * where flowcause says no more than that the answer is lost. What it sends on, and what becomes of that, is not foretold.
 */
const isTakenForRequest = ({ reply }: Reach, { protocol }: Packet): boolean =>
  protocol === UDP &&
  reply?.course.ending.kind === 'stopped' &&
  reply.course.ending.blocker.code === 'asymmetric-path';

/** What a NAT gateway sends, or what bears an address of it elsewhere. */
const isSentOnByNatGateway = ({ natGateways }: Network, row: Row): boolean => {
  const own = [...natGateways.values()].flatMap(({ addresses }) => addresses);
  const isItsOwn = own.some(({ interfaceId }) => interfaceId === row.get('interface-id'));
  if (isItsOwn) return row.get('flow-direction') === 'egress';
  const printed = own.flatMap(({ privateAddress, publicAddress }) =>
    [privateAddress, publicAddress].flatMap((it) => (it === null ? [] : [print(it)])),
  );
  return ['pkt-srcaddr', 'pkt-dstaddr'].some((name) => printed.includes(row.get(name) as string));
};

/** Every record is foretold, and every record that must be there is. */
const agree = (
  network: Network,
  from: string | null,
  exchange: Exchange,
  packet: Packet,
  seed: number,
): void => {
  const rows = rowsOf(network, exchange, seed);
  const way = reachOf(network, from, packet);
  const expected = recordsAlong(network, way);
  const mayBeSentOn = isTakenForRequest(way, packet);
  const unforetold = rows.filter(
    (row) => !expected.some((one) => fits(one)(row)) && !(mayBeSentOn && isSentOnByNatGateway(network, row)),
  );
  const absent = expected.filter((one) => one.presence === 'must' && !rows.some(fits(one)));
  if (unforetold.length + absent.length === 0) return;
  const listed = (title: string, lines: readonly string[]): string => [title, ...lines].join('\n  ');
  throw new Error(
    [
      listed('not foretold:', unforetold.map(briefRow)),
      listed('not simulated:', absent.map(inBrief)),
      listed('all that is foretold:', expected.map(inBrief)),
      listed('all that is simulated:', rows.map(briefRow)),
      whiteboard({ network, traffic: [exchange] }),
    ].join('\n'),
  );
};

const onceOnly = (it: Exchange): Exchange => ({ ...it, rounds: 1, pause: 1, closes: 'fin', lateData: null });

describe('the records that capture foretells are those that a simulation leaves', () => {
  it('in sites of every shape, with rules, entries or routes missing', () => {
    fc.assert(
      fc.property(singleFaults(), ({ scene, faults, seed }) => {
        const { network } = faults.reduce<World>((world, { inject }) => inject(world), scene);
        const { exchange, client } = scene.target;
        const from = exchange.from.kind === 'interface' ? exchange.from.id : null;
        const packet = { ...client.request, destination: exchange.to };
        agree(network, from, onceOnly(exchange), packet, seed);
      }),
      runs(150),
    );
  });

  it('in sites whose rules, entries and routes may be anything', () => {
    const asked = networks().chain((network) => fc.tuple(fc.constant(network), exchanges(network)));
    fc.assert(
      fc.property(asked, fc.nat(), ([network, exchange], seed) => {
        const source = sourceOf({ network: () => network }, exchange) as IpAddress;
        const from = exchange.from.kind === 'interface' ? exchange.from.id : null;
        const { to: destination, protocol, port: destinationPort, sourcePort } = exchange;
        const icmp = echoRequest(protocol);
        agree(
          network,
          from,
          exchange,
          { source, destination, protocol, sourcePort, destinationPort, icmp },
          seed,
        );
      }),
      runs(150),
    );
  });

  it('in networks whose rules, entries and routes are drawn at random', () => {
    fc.assert(
      fc.property(routedWorld, fc.nat(), ({ world, from, packet }, seed) => {
        const network = networkOf(world);
        const read = readPacket(packet);
        const exchange = onceOnly({
          from: party(from ?? packet.source),
          to: read.destination,
          protocol: read.protocol,
          port: read.destinationPort,
          sourcePort: read.sourcePort,
          at: 1_769_515_200,
          rounds: 1,
          pause: 1,
          closes: 'fin',
          lateData: null,
        });
        agree(network, from, exchange, read, seed);
      }),
      runs(150),
    );
  });
});
