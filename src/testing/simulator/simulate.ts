import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import { type Chance, chance } from './chance.js';
import { clock } from './clock.js';
import { folderOf } from './folder.js';
import { machines } from './host/machines.js';
import { start } from './host/start.js';
import { type Span, written } from './log/flow-log-service.js';
import { type Running, running } from './running.js';
import type { Sighting } from './sighting.js';
import { type Capture, COMPLETE_CAPTURE, type World } from './world.js';

/** Something that goes wrong in a world. `flowcause/testing` has one for each cause that a finding can name. */
export type Injection = { readonly inject: (world: World) => World };

export type SimulateOptions = Pick<World, 'network' | 'traffic'> &
  Partial<Pick<World, 'hosts' | 'changes'>> & {
    readonly capture?: Partial<Capture>;
    readonly faults?: readonly Injection[];
    /** The same seed gives the same bytes. */
    readonly seed: number;
  };

/** The lines that one flow log holds. */
export type SimulatedLog = { readonly flowLog: FlowLog; readonly lines: readonly string[] };

export type Simulation = {
  /** As it is at the end, which is when somebody describes it. */
  readonly network: Network;
  /** Every packet at every interface, in order: what nobody in the real world ever sees. */
  readonly sightings: readonly Sighting[];
  readonly logs: readonly SimulatedLog[];
  /** The folder that `flowcause explain` reads: file names and their text. */
  readonly files: ReadonlyMap<string, string>;
};

const quietSeconds = (network: Network): number =>
  300 + 2 * Math.max(60, ...[...network.flowLogs.values()].map((it) => it.maxAggregationInterval));

const spanOf = ({ network, capture, traffic }: World, sightings: readonly Sighting[]): Span => {
  const times = [...traffic.map(({ at }) => at), ...sightings.map(({ time }) => time)];
  const quiet = quietSeconds(network);
  return {
    from: capture.from ?? Math.floor(Math.min(...times)) - quiet,
    to: capture.to ?? Math.ceil(Math.max(...times)) + quiet,
  };
};

const happen = (world: World, drawn: Chance): Running => {
  const time = clock();
  const run = running(world.network, time, drawn.branch('packets'));
  const known = machines(world);
  for (const { at, apply } of world.changes) time.at(at, () => run.change(apply));
  for (const exchange of world.traffic) time.at(exchange.at, () => start(run, known, exchange));
  time.run();
  return run;
};

/**
 * Lets traffic happen in a network, packet by packet, and gives what AWS would leave of it: flow-log records and the
 * answers of `aws ec2 describe-*`. It is written from AWS's documentation and shares nothing with flowcause's own
 * evaluation, so that the one can be held against the other.
 *
 * It knows interfaces, security groups with their connection tracking, network ACLs, route tables, internet gateways, zonal
 * NAT gateways, peering and transit gateways. A route to anything else (endpoints, appliances, VPNs, egress-only and local
 * gateways) loses the packet.
 */
export const simulate = ({ faults = [], seed, ...given }: SimulateOptions): Simulation => {
  const whole: World = {
    hosts: [],
    changes: [],
    ...given,
    capture: { ...COMPLETE_CAPTURE, ...given.capture },
  };
  const world = faults.reduce((so, { inject }) => inject(so), whole);
  const drawn = chance(seed);
  const run = happen(world, drawn);
  const { sightings } = run;
  const silences = {
    ...run.silences,
    writesNoData: world.capture.writesNoData ?? run.silences.writesNoData,
  };
  const network = run.network();
  const service = { chance: drawn.branch('flow logs'), silences, capture: world.capture };
  const span = spanOf(world, sightings);
  const logs = [...network.flowLogs.values()].map((flowLog) => ({
    flowLog,
    lines: written(service, network, flowLog, sightings, span),
  }));
  return { network, sightings, logs, files: folderOf(network, logs) };
};
