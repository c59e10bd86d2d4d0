import { print } from '../address/ip-address.js';
import type { ExpectedRecord } from '../capture/expected-records.js';
import type { Check } from '../check.js';
import { awsExplanationCode, blockerCode, componentOf } from '../path/blocker.js';
import type { Endpoint } from '../path/endpoint.js';
import type { Passage, PathBlocker, PathCheckpoint } from '../path/passage.js';
import type { Doubt, Stop } from '../path/place.js';
import { blockersOf, failingPorts, type Reach } from '../path/reach.js';
import type { Problem } from '../problem/problem.js';
import type { PortRange } from '../traffic/ports.js';
import { packetJson } from './packet-json.js';
import { problemJson } from './report-json.js';
import { destinationName, targetName } from './route-words.js';
import { decidingJson, nearMissJson } from './rule-json.js';

const rangesJson = (ranges: readonly PortRange[]): readonly (readonly [number, number])[] =>
  ranges.map(({ from, to }) => [from, to] as const);

const filterJson = (at: PathCheckpoint) => ({
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

const hopJson = (stop: Stop, index: number, checkpoints: readonly PathCheckpoint[]) => {
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

const blockerJson = (blocker: PathBlocker) => {
  if (blocker.kind === 'routing') {
    const { code, reason, awsExplanationCode: aws, component, route } = blocker.at;
    return {
      code,
      reason,
      awsExplanationCode: aws,
      component,
      direction: null,
      groups: null,
      deciding:
        route === null
          ? []
          : [
              {
                kind: 'route',
                id: component,
                destination: destinationName(route),
                target: targetName(route.target),
              },
            ],
      nearest: [],
      ports: null,
      beyond: blocker.beyond,
    };
  }
  const { at } = blocker;
  const filter = filterJson(at);
  return {
    code: blockerCode(at),
    reason: null,
    awsExplanationCode: awsExplanationCode(at),
    component: componentOf(at),
    direction: at.direction,
    groups: at.filter === 'security-groups' ? at.interface.securityGroupIds : null,
    deciding: filter.deciding,
    nearest: filter.nearest,
    ports: filter.ports,
    beyond: blocker.beyond,
  };
};

const doubtJson = ({ reason, component, id, missing }: Doubt) => ({ reason, component, id, missing });

const passageJson = (passage: Passage | null, blockers: readonly PathBlocker[]) => ({
  hops: (passage?.course.stops ?? []).map((stop, index) => hopJson(stop, index, passage?.checkpoints ?? [])),
  blockers: blockers.map(blockerJson),
  doubts: (passage?.course.doubts ?? []).map(doubtJson),
});

const NO_LEG = { verdict: 'undetermined', hops: [], blockers: [], doubts: [] } as const;

const endJson = (end: Endpoint) => ({
  address: print(end.address),
  interfaceId: end.kind === 'interface' ? end.interface.id : null,
});

const reachJson = (it: Reach) => {
  const blockers = blockersOf(it);
  return {
    question: {
      from: endJson(it.ends.initiator),
      to: endJson(it.ends.responder),
      protocol: it.packet.protocol,
      port: it.packet.destinationPort,
      icmp: it.packet.icmp,
      sourcePorts:
        it.sourcePorts === null
          ? null
          : { range: [it.sourcePorts.range.from, it.sourcePorts.range.to], reason: it.sourcePorts.reason },
    },
    request: { verdict: it.request.verdict, ...passageJson(it.request, blockers.request) },
    reply: {
      verdict: it.replyVerdict,
      ...passageJson(it.reply, blockers.reply),
      expected: it.isAnswered,
      tracked: it.tracked === 'unknown' ? null : it.tracked,
      failsForSourcePorts: it.reply === null ? [] : rangesJson(failingPorts(it, it.reply)),
    },
    targets: it.targets,
    assumes: it.assumes,
  };
};

const recordJson = (record: ExpectedRecord) => ({
  interfaceId: record.interfaceId,
  direction: record.direction,
  leg: record.leg,
  action: record.action,
  presence: record.presence,
  srcaddr: print(record.source),
  dstaddr: print(record.destination),
  srcport: record.sourcePort,
  dstport: record.destinationPort,
  protocol: record.protocol,
  captured: record.captured,
});

const isLogged = ({ records, neverLogged }: Check): boolean | null => {
  if (neverLogged !== null) return false;
  if (records.some(({ captured }) => captured === true)) return true;
  return records.every(({ captured }) => captured === false) ? false : null;
};

/** The document of `check --format json`; its schema is `flowcause/schema/check.json`. */
export const checkJson = (check: Check, problems: readonly Problem[] = []) => ({
  schemaVersion: 1,
  verdict: check.verdict,
  unknown: check.unknown === null ? null : { reason: check.unknown.reason, name: check.unknown.name },
  ...(check.reach === null
    ? {
        question: null,
        request: NO_LEG,
        reply: { ...NO_LEG, expected: null, tracked: null, failsForSourcePorts: [] },
        targets: [],
        assumes: [],
      }
    : reachJson(check.reach)),
  logging: {
    expected: check.reach === null ? null : isLogged(check),
    neverLogged:
      check.neverLogged === null
        ? null
        : {
            code: check.neverLogged.code,
            basis: check.neverLogged.basis,
            source: check.neverLogged.source,
          },
  },
  expectedRecords: check.records.map(recordJson),
  missing: check.missing,
  problems: problems.map(problemJson),
});

export type CheckDocument = ReturnType<typeof checkJson>;
