import { print } from '../../address/ip-address.js';
import type { ExpectedRecord } from '../../capture/expected-record.js';
import type { Check } from '../../check.js';
import { awsExplanationCode, blockerCode, componentOf } from '../../path/blocker.js';
import type { Endpoint } from '../../path/endpoint.js';
import { failingChosenPorts, failingPorts } from '../../path/failing-ports.js';
import { doubtsOf } from '../../path/left-open.js';
import type { Passage, PathBlocker } from '../../path/passage.js';
import type { Doubt } from '../../path/place.js';
import { blockersOf, type Reach } from '../../path/reach.js';
import type { Problem } from '../../problem/problem.js';
import { remedyJson } from '../remedy/remedy-json.js';
import { filterJson, hopJson, rangesJson } from './hop-json.js';
import { problemJson } from './report-json.js';
import { routeJson } from './route-json.js';

const blockerJson = (blocker: PathBlocker) => {
  if (blocker.kind === 'routing') {
    const { code, reason, awsExplanationCode: aws, component } = blocker.at;
    return {
      code,
      reason,
      awsExplanationCode: aws,
      component,
      direction: null,
      groups: null,
      deciding: routeJson(blocker.at),
      nearest: [],
      ports: null,
      beyond: blocker.beyond,
      conditional: blocker.conditional,
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
    conditional: blocker.conditional,
  };
};

const doubtJson = ({ reason, component, id, missing }: Doubt) => ({ reason, component, id, missing });

const passageJson = (
  passage: Passage | null,
  blockers: readonly PathBlocker[],
  doubts: readonly Doubt[],
) => ({
  hops: (passage?.course.stops ?? []).map((stop, index) => hopJson(stop, index, passage?.checkpoints ?? [])),
  blockers: blockers.map(blockerJson),
  doubts: doubts.map(doubtJson),
});

const NO_LEG = { verdict: 'undetermined', hops: [], blockers: [], doubts: [] } as const;

const endJson = (end: Endpoint) => ({
  address: print(end.address),
  interfaceId: end.kind === 'interface' ? end.interface.id : null,
});

const reachJson = (it: Reach) => {
  const blockers = blockersOf(it);
  const doubts = doubtsOf(it);
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
    request: { verdict: it.request.verdict, ...passageJson(it.request, blockers.request, doubts.request) },
    reply: {
      verdict: it.replyVerdict,
      ...passageJson(it.reply, blockers.reply, doubts.reply),
      expected: it.isAnswered,
      tracked: it.tracked === 'unknown' ? null : it.tracked,
      failsForSourcePorts: it.reply === null ? [] : rangesJson(failingPorts(it, it.reply)),
      failsForChosenPorts:
        it.reply === null
          ? []
          : failingChosenPorts(it.reply).map(({ chosenBy, ranges }) => ({
              chosenBy,
              ports: rangesJson(ranges),
            })),
    },
    healthChecks: it.healthChecks.map(({ id, target, port, verdict, blockers: its }) => ({
      loadBalancer: id,
      target: print(target),
      port,
      verdict,
      blockers: its.map(blockerJson),
    })),
    targets: it.targets,
    assumes: it.assumes,
  };
};

/** What a field shows; null where several values are possible. Of two addresses the likelier is the primary one, the first. */
const numberShown = (record: ExpectedRecord, field: 'srcport' | 'dstport' | 'protocol'): number | null => {
  const [only, ...more] = record.shows.get(field) ?? [];
  return only === undefined || more.length > 0 ? null : Number(only);
};

const recordJson = (record: ExpectedRecord) => ({
  interfaceId: record.interfaceId,
  resourceId: record.resourceId,
  direction: record.direction,
  leg: record.leg,
  action: record.action,
  presence: record.presence,
  srcaddr: record.shows.get('srcaddr')?.[0] ?? null,
  dstaddr: record.shows.get('dstaddr')?.[0] ?? null,
  srcport: numberShown(record, 'srcport'),
  dstport: numberShown(record, 'dstport'),
  protocol: numberShown(record, 'protocol'),
  captured: record.captured,
});

const isLogged = ({ records, neverLogged }: Check): boolean | null => {
  if (neverLogged?.basis === 'documented') return false;
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
        reply: { ...NO_LEG, expected: null, tracked: null, failsForSourcePorts: [], failsForChosenPorts: [] },
        healthChecks: [],
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
  remedies: check.remedies.map(remedyJson),
  missing: check.missing,
  problems: problems.map(problemJson),
});

/** The document of `check --format json`; its schema is `flowcause/schema/check.json`. */
export type CheckDocument = ReturnType<typeof checkJson>;
