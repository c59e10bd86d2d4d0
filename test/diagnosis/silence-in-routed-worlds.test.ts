import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANY_TRAFFIC,
  EVERYTHING,
  type Finding,
  readAnswers,
  readText,
  troubleshoot,
} from '../../src/index.js';
import { blockerCode } from '../../src/path/blocker.js';
import { type Routed, routedWorld } from '../arbitrary/routed-world.js';
import { runs } from '../arbitrary/runs.js';
import { ip } from '../filter/build.js';
import type { WrittenPacket } from '../oracle/filter.js';
import { keepsAction } from '../oracle/flow-log.js';
import { type PlainEvent, walkBoth } from '../oracle/path.js';

const START = 1_700_000_000;
const FIELDS =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  );
const format = (fields: readonly string[]) => fields.map((field) => `\${${field}}`).join(' ');
const FORMATS = { plain: format(FIELDS), packet: format([...FIELDS, 'pkt-srcaddr', 'pkt-dstaddr']) };
const OWN = ['eni-a', 'eni-b', 'eni-f', 'eni-nat'] as const;

type Log = {
  readonly FlowLogId: string;
  readonly ResourceId: string;
  readonly TrafficType: 'ALL' | 'ACCEPT' | 'REJECT';
  readonly LogFormat: string;
  readonly MaxAggregationInterval: 60;
};

const logs: fc.Arbitrary<readonly Log[]> = fc
  .array(
    fc.record({
      ResourceId: fc.constantFrom(...OWN),
      TrafficType: fc.constantFrom('ALL' as const, 'ALL' as const, 'ACCEPT' as const, 'REJECT' as const),
      LogFormat: fc.constantFrom(FORMATS.plain, FORMATS.packet),
      MaxAggregationInterval: fc.constant(60 as const),
    }),
    { maxLength: 4 },
  )
  .map((all) => all.map((log, i) => ({ FlowLogId: `fl-${i}`, ...log })));

/** What one interface makes of the request, as the oracle tells it. */
type Sight = {
  readonly interfaceId: string;
  readonly direction: string;
  readonly action: 'ACCEPT' | 'REJECT';
};

const sightsOf = (events: readonly PlainEvent[]): readonly Sight[] => {
  const sights: Sight[] = [];
  for (const { interfaceId, direction, allows } of events) {
    const last = sights.at(-1);
    const isSame = last?.interfaceId === interfaceId && last.direction === direction;
    const action = allows && !(isSame && last.action === 'REJECT') ? 'ACCEPT' : 'REJECT';
    sights.splice(isSame ? -1 : sights.length, isSame ? 1 : 0, { interfaceId, direction, action });
  }
  const end = sights.findIndex(({ action }) => action === 'REJECT');
  return end < 0 ? sights : sights.slice(0, end + 1);
};

/** Whether a record of it at this place has the addresses that were asked for. */
const isShown = (sights: readonly Sight[], i: number, { destination }: WrittenPacket, log: Log): boolean => {
  const sight = sights[i] as Sight;
  const isTranslated = sights.slice(0, i).some(({ interfaceId }) => interfaceId === 'eni-nat');
  if (isTranslated) return false;
  if (sight.interfaceId === 'eni-nat') return log.LogFormat === FORMATS.packet;
  return sight.direction === 'egress' || !destination.startsWith('198.');
};

/** The flow logs that would hold a record of the request, had it been sent: by place on its way. */
const keptAt = (sights: readonly Sight[], packet: WrittenPacket, all: readonly Log[]) =>
  sights.map(({ interfaceId, action }, i) =>
    all.filter(
      (log) => log.ResourceId === interfaceId && keepsAction(log, action) && isShown(sights, i, packet, log),
    ),
  );

const findingOf = ({ world, packet }: Routed, all: readonly Log[]): Finding => {
  const documents = Object.entries({ ...world, FlowLogs: all }).map(([key, value]) => ({
    source: `${key}.json`,
    json: { [key]: value },
  }));
  const { network } = readAnswers(documents);
  const lines = [...new Set(all.map(({ ResourceId }) => ResourceId))].map(
    (id) => `${id} - - - - - - - ${START} ${START + 60} - NODATA`,
  );
  // The log of somebody else keeps the question from being asked of no log at all.
  const text = [FIELDS.join(' '), `eni-z - - - - - - - ${START} ${START + 60} - NODATA`, ...lines].join('\n');
  const { batches } = readText(text, { source: 'flow.log' });
  const filter = {
    ...ANY_TRAFFIC,
    source: ip(packet.source),
    destination: ip(packet.destination),
    protocol: packet.protocol,
    port: packet.destinationPort,
    sourcePort: packet.sourcePort,
  };
  const [finding] = troubleshoot({ batches, network, question: { ...EVERYTHING, filter } }).findings;
  if (finding === undefined) throw new Error('no finding');
  return finding;
};

/**
 * The filters that deny the request in their order, then what ends its way. Mostly the first is the one to name; a filter
 * with a rule whose reference to a group AWS does not settle across a NAT gateway is left open.
 */
const blockersOf = (events: readonly PlainEvent[], end: string): readonly string[] => [
  ...events
    .filter(({ allows }) => !allows)
    .map(({ filter, direction }) =>
      filter === 'network-acl'
        ? `network-acl-${direction}-denies-request`
        : `security-group-${direction}-lacks-rule`,
    ),
  ...(end === 'left' || end.startsWith('arrived') ? [] : [end]),
];

/** No rule refers to a group; across a NAT gateway AWS does not say what such a rule sees, and what follows stays open. */
const isSettled = ({ world }: Routed): boolean =>
  world.SecurityGroups.every(({ IpPermissions, IpPermissionsEgress }) =>
    [...IpPermissions, ...IpPermissionsEgress].every(({ UserIdGroupPairs }) => UserIdGroupPairs.length === 0),
  );

describe('silence in a world with routes, against the oracle that walks them', () => {
  const scene = fc.tuple(
    routedWorld.filter(({ packet }) => packet.destinationPort !== null),
    logs,
  );

  it('is never explained wrongly', () => {
    const named = new Set<string>();
    fc.assert(
      fc.property(scene, ([it, all]) => {
        const { request } = walkBoth(it.world, it.from, it.packet, 40_000);
        const blocking = blockersOf(request.events, request.end);
        if (['nobody', 'loop'].includes(request.end)) return;
        const sights = sightsOf(request.events);
        const kept = keptAt(sights, it.packet, all);
        const isCutOff = blocking.length > 0 && sights.every(({ action }) => action === 'ACCEPT');
        // Whether the last place before a way that ends records the packet is not documented.
        const isSeen = kept.some((here, i) => here.length > 0 && !(isCutOff && i === sights.length - 1));
        const finding = findingOf(it, all);
        named.add(finding.code);
        switch (finding.code) {
          case 'no-traffic':
            if (finding.certainty !== 'possible') expect(isSeen).toBe(true);
            break;
          case 'interface-not-captured':
            expect(isSeen).toBe(false);
            break;
          case 'filtered-by-traffic-type':
            if (finding.certainty === 'proven') expect(isSeen).toBe(false);
            break;
          case 'undetermined':
            break;
          default:
            expect(blocking).toContain(finding.code);
            if (isSettled(it)) expect(isSeen).toBe(false);
        }
        // Whatever the finding names, what stops the request is told as the oracle tells it.
        for (const reason of finding.absence) {
          if (reason.kind !== 'blocked' && reason.kind !== 'goes-no-further') continue;
          const { by } = reason;
          expect(blocking).toContain(by.kind === 'routing' ? by.at.code : blockerCode(by.at));
        }
      }),
      runs(300),
    );
    expect([...named]).toEqual(
      expect.arrayContaining([
        'no-traffic',
        'interface-not-captured',
        'no-route',
        'filtered-by-traffic-type',
      ]),
    );
  });
});
