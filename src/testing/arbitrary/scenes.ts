import * as fc from 'fast-check';
import { echoRequest } from '../../traffic/icmp.js';
import type { Packet } from '../../traffic/packet.js';
import { exchange, party } from '../drawing/exchanges.js';
import { whiteboard } from '../drawing/whiteboard.js';
import { address } from '../drawing/written.js';
import { faultsOf, filterFaults } from '../fault/faults.js';
import type { Fault, Scene, SceneEnd } from '../fault/scene.js';
import { COMPLETE_CAPTURE, type Exchange, type Host, type World } from '../simulator/world.js';
import { endsOf } from './ends.js';
import { type Plan, plans, SHAPES, type Shape } from './plan.js';
import { siteOf } from './site.js';
import { protocolName } from './site-filters.js';

const named = (end: { readonly interfaceId: string | null; readonly address: string }): string =>
  end.interfaceId ?? end.address;

const exchangeOf = (plan: Plan): Exchange => {
  const { client, dialled } = endsOf(plan);
  const name = protocolName(plan);
  return exchange(named(client), dialled, plan.protocol === 'icmp' ? name : `${name} ${plan.port}`, {
    sourcePort: plan.protocol === 'icmp' ? null : plan.sourcePort,
    rounds: plan.rounds,
    pause: plan.pause,
    closes: plan.closes,
  });
};

const background = ({ bystanders }: Plan): readonly Exchange[] =>
  bystanders < 2 ? [] : [exchange('eni-other-1', '10.0.2.201', 'tcp 22', { sourcePort: 45_000 })];

const headerOf = (it: Exchange, from: string, to: string): Packet => ({
  source: address(from),
  destination: address(to),
  protocol: it.protocol,
  sourcePort: it.sourcePort,
  destinationPort: it.port,
  icmp: echoRequest(it.protocol),
});

/** The scene of a plan: its site, its traffic, and what the traffic looks like at both ends. */
export const sceneOf = (plan: Plan): Scene => {
  const { client, server, dialled } = endsOf(plan);
  const wanted = exchangeOf(plan);
  const end = (it: typeof client, to: string): SceneEnd => ({
    party: party(named(it)),
    request: headerOf(wanted, client.address, to),
  });
  const hosts: readonly Host[] = plan.isWindows
    ? [{ at: party(named(client)), services: [], operatingSystem: 'windows' }]
    : [];
  return {
    network: siteOf(plan),
    hosts,
    traffic: [wanted, ...background(plan)],
    changes: [],
    capture: COMPLETE_CAPTURE,
    target: { exchange: wanted, client: end(client, dialled), server: end(server, server.address) },
  };
};

/** Worlds in which everything passes. */
export const scenes = (shapes: readonly Shape[] = SHAPES): fc.Arbitrary<Scene> =>
  plans(shapes).map((plan) => {
    const scene = sceneOf(plan);
    return { ...scene, [fc.toStringMethod]: () => `\n${whiteboard(scene)}\n` };
  });

/** A world, what is wrong in it, and the seed that decides what AWS leaves open. */
export type Case = { readonly scene: Scene; readonly faults: readonly Fault[]; readonly seed: number };

const onBoard =
  (scene: Scene) =>
  (it: Omit<Case, 'scene'>): Case => {
    const text = () => {
      const faulty = it.faults.reduce<World>((world, { inject }) => inject(world), scene);
      return `\n${whiteboard(faulty)}\nwrong: ${it.faults.map(({ kind }) => kind).join('; ')} (seed ${it.seed})\n`;
    };
    return { scene, ...it, [fc.toStringMethod]: text } as Case;
  };

const seeds = fc.integer({ min: 0, max: 0x7fffffff });

/** Worlds with one fault each: what is listed for a scene can happen in it, so that nothing is thrown away. */
export const singleFaults = (shapes: readonly Shape[] = SHAPES): fc.Arbitrary<Case> =>
  scenes(shapes).chain((scene) =>
    fc
      .record({ faults: fc.constantFrom(...faultsOf(scene)).map((fault) => [fault]), seed: seeds })
      .map(onBoard(scene)),
  );

/** Worlds in which two different things are wrong with rules and entries. */
export const doubleFaults = (shapes: readonly Shape[] = SHAPES): fc.Arbitrary<Case> =>
  scenes(shapes).chain((scene) =>
    fc
      .record({
        faults: fc.uniqueArray(fc.constantFrom(...filterFaults(scene)), {
          minLength: 2,
          maxLength: 2,
          selector: ({ kind }) => kind.replace(/,.*/, ''),
        }),
        seed: seeds,
      })
      .map(onBoard(scene)),
  );
