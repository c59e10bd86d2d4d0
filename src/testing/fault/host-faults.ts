import { TCP, UDP } from '../../traffic/protocol.js';
import type { Exchange, Service, World } from '../simulator/world.js';
import { expects, type Fault, type FaultMaker, interfaceAt, type Scene } from './scene.js';

const behaves = (scene: Scene, behaviour: Service['behaviour']): Fault['inject'] => {
  const { protocol, port } = scene.target.exchange;
  const at = scene.target.server.party;
  return (world) => ({
    ...world,
    hosts: [...world.hosts, { at, services: [{ protocol, port, behaviour }], operatingSystem: 'linux' }],
  });
};

/** A host firewall drops the request, or nothing listens to a protocol that does not say so. */
const silent: FaultMaker = (scene) => {
  const isTcp = scene.target.exchange.protocol === TCP;
  const codes = isTcp ? ['no-reply-observed'] : ['no-reply-observed', 'one-leg-recorded'];
  return { kind: 'silent host', inject: behaves(scene, 'silent'), expects: expects(codes) };
};

/** Nothing listens on the port: the machine itself answers RST, which is no REJECT of AWS. */
const refuses: FaultMaker = (scene) =>
  scene.target.exchange.protocol === TCP
    ? { kind: 'refused by host', inject: behaves(scene, 'refuses'), expects: expects(['refused-by-host']) }
    : null;

const becomes =
  (target: Exchange, more: Partial<Exchange>): ((world: World) => World) =>
  (world) => ({
    ...world,
    traffic: world.traffic.map((it) => (it === target ? { ...it, ...more } : it)),
  });

/** The server sends once more after the connection was closed, or, with UDP, after it was forgotten. */
const late: FaultMaker = (scene) => {
  const { exchange } = scene.target;
  if (interfaceAt(scene, 'client') === null) return null;
  if (exchange.protocol !== TCP && exchange.protocol !== UDP) return null;
  const more =
    exchange.protocol === TCP
      ? { closes: 'rst' as const, lateData: 15, rounds: 2, pause: 2 }
      : { lateData: 210, rounds: 1 };
  return {
    kind: 'late packet',
    inject: becomes(exchange, more),
    expects: expects(['packet-outside-tracked-connection']),
  };
};

/** "When a connection using a NAT gateway is idle for 350 seconds or more, the connection times out." */
const idleAtNatGateway: FaultMaker = (scene) => {
  const { exchange } = scene.target;
  if (exchange.protocol !== TCP || scene.network.natGateways.size === 0) return null;
  return {
    kind: 'NAT gateway idle timeout',
    inject: becomes(exchange, { rounds: 2, pause: 400, closes: 'never' }),
    expects: expects(['nat-gateway-idle-timeout']),
  };
};

export const HOST_FAULTS: readonly FaultMaker[] = [silent, refuses, late, idleAtNatGateway];
