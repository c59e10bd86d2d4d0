import type { FlowLog } from '../../../network/flow-log.js';
import type { Network } from '../../../network/network.js';
import type { NetworkInterface } from '../../../network/network-interface.js';
import type { Chance } from '../chance.js';
import type { Sighting } from '../sighting.js';
import type { Silences } from '../silences.js';
import type { Capture } from '../world.js';
import { aggregated } from './aggregation.js';
import { emptyLine, recordLine } from './record-line.js';
import { covered, delivers, keeps } from './subscription.js';
import { type Window, windows } from './windows.js';

export type Span = { readonly from: number; readonly to: number };

type Written = { readonly line: string; readonly end: number };

type Service = {
  readonly chance: Chance;
  readonly silences: Silences;
  readonly capture: Capture;
  readonly network: Network;
};

const timesOf = (
  { silences }: Service,
  window: Window,
  of: { readonly first: number; readonly last: number },
) =>
  silences.timesOfTheWindow
    ? { start: window.start, end: window.end }
    : { start: Math.floor(of.first), end: Math.ceil(of.last) };

const isSkipped = ({ capture, chance }: Service, it: NetworkInterface, window: Window): boolean =>
  chance.happens(capture.skips) ||
  capture.skipped.some((one) => one.interfaceId === it.id && one.from < window.to && window.from < one.to);

const ofWindow = (
  service: Service,
  flowLog: FlowLog,
  it: NetworkInterface,
  window: Window,
  sightings: readonly Sighting[],
): readonly Written[] => {
  const { capture, chance, silences, network } = service;
  const { end } = window;
  const empty = (status: 'NODATA' | 'SKIPDATA') => [{ line: emptyLine(flowLog, it, window, status), end }];
  if (isSkipped(service, it, window)) return empty('SKIPDATA');
  const kept = aggregated(
    sightings.filter((seen) => keeps(flowLog, seen)),
    window,
  );
  const isQuiet = kept.length === 0 && aggregated(sightings, window).length === 0;
  if (kept.length === 0) {
    const isWritten = silences.writesNoData && (isQuiet || silences.noDataBesideFiltered);
    return isWritten && !chance.happens(capture.loss) ? empty('NODATA') : [];
  }
  return kept
    .filter(() => !chance.happens(capture.loss))
    .map((one) => ({ line: recordLine(network, flowLog, one, timesOf(service, window, one)), end }));
};

/**
 * Seconds from the end of a window until its records can be read: "about 5 minutes" in CloudWatch Logs, "about 10 minutes"
 * in Amazon S3. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const delay = (chance: Chance, { destination }: FlowLog): number =>
  destination === 's3' ? chance.integer(120, 590) : chance.integer(40, 290);

/** The lines that one flow log leaves of what was seen, as they can be read when the log is taken. */
export const written = (
  service: Service,
  flowLog: FlowLog,
  sightings: readonly Sighting[],
  span: Span,
): readonly string[] => {
  if (!delivers(flowLog)) return [];
  const { capture, network } = service;
  const all = covered(network, flowLog).flatMap((it) => {
    const chance = service.chance.branch(`${flowLog.id} at ${it.id}`);
    const here = sightings.filter((seen) => seen.interface.id === it.id);
    return windows(chance, span, flowLog.maxAggregationInterval).flatMap((window) => {
      const lines = ofWindow({ ...service, chance }, flowLog, it, window, here);
      const isThere = capture.takenAt === null || window.end + delay(chance, flowLog) <= capture.takenAt;
      return isThere && (flowLog.created === null || window.from >= flowLog.created) ? lines : [];
    });
  });
  const ordered = capture.reorders ? service.chance.shuffled(all) : all.toSorted((a, b) => a.end - b.end);
  return ordered.map(({ line }) => line);
};
