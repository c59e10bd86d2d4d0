import {
  type AbsenceReason,
  blockedBefore,
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
import { type Lookout, type PointCoverage, type Watch, watches } from '../../capture/absence/watch.js';
import type { AskedTraffic } from '../../capture/never-logged/likeness.js';
import { neverLogged } from '../../capture/never-logged/match.js';
import type { NeverLogged } from '../../capture/never-logged/never-logged.js';
import type { Network } from '../../network/network.js';
import { endpointOf } from '../../path/endpoint.js';
import { type RoundTrip, roundTrip } from '../../path/round-trip.js';
import { hasPorts, TCP } from '../../traffic/protocol.js';
import type { Question } from '../question.js';

/** What was asked and has no record, with every place where one would stand: what causes of silence are held against. */
export type Silence = {
  readonly network: Network;
  readonly asked: AskedTraffic;
  readonly neverLogged: NeverLogged | null;
  /** Null when the question does not name enough of a packet, or neither end is an interface of the input. */
  readonly trip: RoundTrip | null;
  /** A port was asked for without a protocol, and TCP was judged. */
  readonly assumesTcp: boolean;
  readonly watches: readonly Watch[];
  readonly now: number | null;
};

const tripOf = (network: Network, asked: AskedTraffic): RoundTrip | null => {
  const { source, destination, port, sourcePort } = asked;
  const protocol = asked.protocol ?? (port === null ? null : TCP);
  if (source === null || destination === null || protocol === null) return null;
  if (hasPorts(protocol) && port === null) return null;
  const vpcOf = (it: ReturnType<typeof endpointOf>) => (it.kind === 'interface' ? it.interface.vpcId : null);
  const first = endpointOf(network, source, null);
  const responder = endpointOf(network, destination, vpcOf(first));
  const initiator = first.kind === 'interface' ? first : endpointOf(network, source, vpcOf(responder));
  if (initiator.kind === 'outside' && responder.kind === 'outside') return null;
  const packet = { source, destination, protocol, sourcePort, destinationPort: port, icmp: null };
  return roundTrip(network, { initiator, responder }, packet);
};

export const silenceOf = (
  network: Network,
  coverage: ReadonlyMap<string, PointCoverage>,
  { filter, interfaceId, now }: Question,
): Silence => {
  const asked: AskedTraffic = { ...filter, interfaceId };
  const trip = tripOf(network, asked);
  const lookout: Lookout = { network, asked, trip, coverage };
  return {
    network,
    asked,
    neverLogged: neverLogged(network, asked),
    trip,
    assumesTcp: trip !== null && filter.protocol === null,
    watches: watches(lookout),
    now,
  };
};

/** Why this interface can hold no record of it, whatever the log: nobody records it there, or it never gets there. */
export const structural = ({ trip }: Silence, watch: Watch): readonly AbsenceReason[] => {
  const blocked = blockedBefore(watch, trip);
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
  it.watches.filter((watch) => structural(it, watch).length === 0);

/** Everything that speaks for the silence, place by place. */
export const reasonsOf = (it: Silence): readonly AbsenceReason[] =>
  it.watches.flatMap((watch) => {
    const certain = structural(it, watch);
    if (certain.length > 0) return certain;
    const quiet = silent(watch);
    const open = [
      wrongTrafficType(watch),
      otherAddress(watch),
      pending(watch, it.now),
      skipped(watch),
      quiet,
      notInLog(watch),
      quiet === null ? logEnds(watch) : null,
    ];
    return open.filter((reason) => reason !== null);
  });
