import type { PathCheckpoint } from '../../path/path-checkpoint.js';
import type { Stop } from '../../path/place.js';
import type { PortRange } from '../../traffic/ports.js';
import { destinationName, targetName } from '../words/route-words.js';
import { packetJson } from './packet-json.js';
import { decidingJson, nearMissJson } from './rule-json.js';

export const rangesJson = (ranges: readonly PortRange[]): readonly (readonly [number, number])[] =>
  ranges.map(({ from, to }) => [from, to] as const);

export const filterJson = (at: PathCheckpoint) => ({
  filter: at.filter,
  verdict: at.verdict.outcome,
  deciding: at.verdict.deciding.map(decidingJson),
  nearest: at.verdict.nearest.map(nearMissJson),
  ports:
    at.ports === null
      ? null
      : {
          denied: rangesJson(at.ports.denied),
          undetermined: rangesJson(at.ports.undetermined),
          chosenBy: at.ports.of,
        },
});

export const hopJson = (stop: Stop, index: number, checkpoints: readonly PathCheckpoint[]) => {
  switch (stop.kind) {
    case 'interface':
      return {
        kind: 'network-interface',
        id: stop.interface.id,
        subnetId: stop.interface.subnetId,
        direction: stop.direction,
        packet: packetJson(stop.carried),
        filters: checkpoints.filter((at) => at.stop === index).map(filterJson),
      };
    case 'route-table':
      return {
        kind: stop.kind,
        id: stop.table.id,
        packet: packetJson(stop.carried),
        route:
          stop.route === null
            ? null
            : {
                destination: destinationName(stop.route),
                target: targetName(stop.route.target),
                state: stop.route.state,
                origin: stop.route.origin,
              },
      };
    case 'component':
      return {
        kind: stop.component,
        id: stop.id,
        packet: packetJson(stop.carried),
        after: stop.after === null ? null : packetJson(stop.after),
      };
  }
};
