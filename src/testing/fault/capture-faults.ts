import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import { expects, type FaultMaker, reconfigures } from './scene.js';

const withFlowLogs = (network: Network, edit: (it: FlowLog) => FlowLog | null): Network => ({
  ...network,
  flowLogs: new Map(
    [...network.flowLogs].flatMap(([id, it]) => {
      const edited = edit(it);
      return edited === null ? [] : [[id, edited] as const];
    }),
  ),
});

const notCaptured: FaultMaker = () => ({
  kind: 'no flow log',
  ...reconfigures((network) => withFlowLogs(network, () => null)),
  expects: expects(['interface-not-captured'], { isAsked: true }),
});

const keepsRejectsOnly: FaultMaker = () => ({
  kind: 'flow log keeps rejects only',
  ...reconfigures((network) => withFlowLogs(network, (it) => ({ ...it, trafficType: 'REJECT' }))),
  expects: expects(['filtered-by-traffic-type'], { isAsked: true }),
});

const notDelivered: FaultMaker = () => ({
  kind: 'flow log delivers nothing',
  ...reconfigures((network) => withFlowLogs(network, (it) => ({ ...it, deliveryError: 'Access error' }))),
  expects: expects(['interface-not-captured'], { isAsked: true }),
});

const skipped: FaultMaker = (scene) => {
  const { at, rounds, pause } = scene.target.exchange;
  const [from, to] = [at - 120, at + rounds * pause + 180];
  return {
    kind: 'records skipped',
    inject: (world) => ({
      ...world,
      capture: {
        ...world.capture,
        skipped: [...scene.network.interfaces.keys()].map((interfaceId) => ({ interfaceId, from, to })),
      },
    }),
    expects: expects(['records-skipped'], { isAsked: true }),
  };
};

/** Nobody says when it was sent: of a log that reaches as far as can be expected, "no traffic so far" is right as well. */
const stillOnItsWay: FaultMaker = (scene) => {
  const now = scene.target.exchange.at + 35;
  return {
    kind: 'records on their way',
    inject: (world) => ({ ...world, capture: { ...world.capture, takenAt: now } }),
    expects: expects(['delivery-pending', 'no-traffic'], { isAsked: true, now }),
  };
};

/** Nobody sent anything, though the log would show it. */
const neverSent: FaultMaker = (scene) => {
  const { exchange } = scene.target;
  return {
    kind: 'never sent',
    inject: (world) => ({
      ...world,
      traffic: world.traffic.filter((it) => it !== exchange),
      capture: { ...world.capture, from: exchange.at - 1500, to: exchange.at + 1500 },
    }),
    expects: expects(['no-traffic'], { isAsked: true }),
  };
};

export const CAPTURE_FAULTS: readonly FaultMaker[] = [
  notCaptured,
  keepsRejectsOnly,
  notDelivered,
  skipped,
  stillOnItsWay,
  neverSent,
];
