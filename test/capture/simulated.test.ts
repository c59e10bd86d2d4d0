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
  exchange,
  exchanges,
  flowLog,
  instance,
  networkAcl,
  networkLoadBalancer,
  networks,
  party,
  securityGroup,
  simulate,
  singleFaults,
  subnet,
  vpc,
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

/** What a NAT gateway sends, or what bears an address of it: coming in at its own interface, as the sender. */
const isSentOnByNatGateway = ({ natGateways }: Network, row: Row): boolean => {
  const own = [...natGateways.values()].flatMap(({ addresses }) => addresses);
  const printed = own.flatMap(({ privateAddress, publicAddress }) =>
    [privateAddress, publicAddress].flatMap((it) => (it === null ? [] : [print(it)])),
  );
  const bears = (name: string): boolean => printed.includes(row.get(name) as string);
  const isItsOwn = own.some(({ interfaceId }) => interfaceId === row.get('interface-id'));
  return isItsOwn
    ? row.get('flow-direction') === 'egress' || bears('pkt-srcaddr')
    : bears('pkt-srcaddr') || bears('pkt-dstaddr');
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

const PEERS = ['0.0.0.0/0', '10.0.1.0/24', '10.0.3.0/24', '192.0.2.0/24'];

const filters = fc.record({ peer: fc.constantFrom(...PEERS), back: fc.constantFrom(...PEERS) });

/** A client, a node of a Network Load Balancer and a target, in subnets of their own or together. */
const balanced = fc
  .record({
    groups: fc.record({ client: filters, node: fc.option(filters), target: filters }),
    acl: fc.constantFrom('0.0.0.0/0', '10.0.1.0/24', '10.0.2.0/23'),
    place: fc.constantFrom(1, 3, 2),
    preservesClientIp: fc.boolean(),
    protocol: fc.constantFrom('tcp' as const, 'udp' as const),
    port: fc.constantFrom(80, 80, 80, 81),
    seed: fc.nat(),
  })
  .map(({ groups: { client, node, target }, place, ...drawn }) => {
    const group = (id: string, { peer, back }: { peer: string; back: string }) =>
      securityGroup(id, 'vpc-1', { ingress: [['all', peer]], egress: [['all', back]] });
    const network = draw(
      vpc('vpc-1', '10.0.0.0/16'),
      [1, 2, 3].map((n) => subnet(`subnet-${n}`, 'vpc-1', [`10.0.${n}.0/24`])),
      group('sg-client', client),
      group('sg-target', target),
      node === null ? [] : group('sg-node', node),
      networkAcl('acl-target', 'vpc-1', ['subnet-2'], {
        ingress: [[100, 'allow', 'all', drawn.acl]],
        egress: [[100, 'allow', 'all', drawn.acl]],
      }),
      instance('eni-client', 'subnet-1', ['10.0.1.10'], { securityGroups: ['sg-client'] }),
      instance('eni-target', 'subnet-2', ['10.0.2.20'], { securityGroups: ['sg-target'] }),
      networkLoadBalancer('front', {
        vpcId: 'vpc-1',
        subnetId: `subnet-${place}`,
        address: `10.0.${place}.30`,
        listener: ['TCP_UDP', 80],
        targetPort: 5432,
        targets: ['10.0.2.20'],
        // What is asked over UDP keeps the client's address whatever the attribute says.
        preservesClientIp: drawn.preservesClientIp || drawn.protocol === 'udp',
        securityGroups: node === null ? null : ['sg-node'],
      }),
    );
    const asked = exchange('eni-client', `10.0.${place}.30`, `${drawn.protocol} ${drawn.port}`, {
      sourcePort: 40_000,
    });
    return { network, exchange: asked, seed: drawn.seed };
  });

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

  it('through a Network Load Balancer that keeps the address of the client, or does not', () => {
    fc.assert(
      fc.property(balanced, ({ network, exchange: asked, seed }) => {
        const { to: destination, protocol, port: destinationPort, sourcePort } = asked;
        const source = sourceOf({ network: () => network }, asked) as IpAddress;
        const packet = { source, destination, protocol, sourcePort, destinationPort, icmp: null };
        agree(network, 'eni-client', asked, packet, seed);
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
