import {
  type AbsenceReason,
  blockedBefore,
  goesNoFurther,
  logEnds,
  notCaptured,
  notDelivered,
  notInLog,
  otherAddress,
  pending,
  silent,
  skipped,
  wrongTrafficType,
} from '../../capture/absence/absence.js';
import { type Watch, watches } from '../../capture/absence/watch.js';
import { type Way, wayBetweenEnds } from '../../capture/absence/way.js';
import type { AskedTraffic } from '../../capture/never-logged/likeness.js';
import { neverLogged } from '../../capture/never-logged/match.js';
import type { NeverLogged } from '../../capture/never-logged/never-logged.js';
import type { Network } from '../../network/network.js';
import type { RoundTrip } from '../../path/round-trip.js';
import type { Coverage } from '../../record/coverage.js';
import type { Question } from '../question.js';
import { packetOf, routedWay, tripOf } from './asked-way.js';

/** What was asked and has no record, with every place where one would stand: what causes of silence are held against. */
export type Silence = {
  readonly network: Network;
  readonly asked: AskedTraffic;
  readonly neverLogged: NeverLogged | null;
  /** Null when the question does not name enough of a packet, or neither end is an interface of the input. */
  readonly trip: RoundTrip | null;
  /** The way of it, along the routes where they are given; null where `trip` is, too, and no routes tell more. */
  readonly way: Way | null;
  /** The way was walked along route tables. */
  readonly isRouted: boolean;
  /** A port was asked for without a protocol, and TCP was judged. */
  readonly assumesTcp: boolean;
  readonly watches: readonly Watch[];
  readonly now: number | null;
};

export const silenceOf = (
  network: Network,
  coverage: ReadonlyMap<string, Coverage>,
  { filter, interfaceId, now }: Question,
): Silence => {
  const asked: AskedTraffic = { ...filter, interfaceId };
  const packet = packetOf(asked);
  const trip = packet === null ? null : tripOf(network, packet);
  const routed = packet === null ? null : routedWay(network, packet);
  const way = routed ?? (trip === null ? null : wayBetweenEnds(trip));
  return {
    network,
    asked,
    neverLogged: neverLogged(network, asked),
    trip,
    way,
    isRouted: routed !== null,
    assumesTcp: way !== null && filter.protocol === null,
    watches: watches({ network, asked, way, coverage }),
    now,
  };
};

/** Between the ends a record may show other addresses, whatever is sent: there is nothing to miss there. */
const canShow = (watch: Watch): boolean => watch.end !== 'between' || otherAddress(watch) === null;

/** The places whose silence counts. */
export const telling = ({ watches: all }: Pick<Silence, 'watches'>): readonly Watch[] => all.filter(canShow);

/** Why this interface can hold no record of it, whatever the log: nobody records it there, or it never gets there. */
export const structural = ({ way }: Silence, watch: Watch): readonly AbsenceReason[] => {
  const blocked = blockedBefore(watch, way);
  const untaken = notCaptured(watch);
  const filtered = wrongTrafficType(watch);
  return [
    ...(blocked === null ? [] : [blocked]),
    ...(untaken === null ? [] : [untaken]),
    ...notDelivered(watch),
    ...(filtered?.isForetold === true ? [filtered] : []),
  ];
};

/** The interfaces where a record would be, if the traffic was sent while the log was written. */
export const openWatches = (it: Silence): readonly Watch[] =>
  telling(it).filter((watch) => structural(it, watch).length === 0);

/** Everything that speaks for the silence, place by place. */
export const reasonsOf = (it: Silence): readonly AbsenceReason[] =>
  it.watches.flatMap((watch) => {
    const last = [goesNoFurther(watch, it.way)].filter((reason) => reason !== null);
    const certain = structural(it, watch);
    if (certain.length > 0) return [...last, ...certain];
    const other = otherAddress(watch);
    if (other !== null) return [...last, other, ...[notInLog(watch)].filter((reason) => reason !== null)];
    const quiet = silent(watch);
    const open = [
      ...last,
      wrongTrafficType(watch),
      pending(watch, it.now),
      skipped(watch),
      quiet,
      notInLog(watch),
      quiet === null ? logEnds(watch) : null,
    ];
    return open.filter((reason) => reason !== null);
  });
