import type { FlowLog } from '../network/flow-log.js';
import type { Network } from '../network/network.js';
import type { RoundTrip, Side } from '../path/round-trip.js';
import type { FlowLogId, InterfaceId, NatGatewayId, TransitGatewayAttachmentId } from '../resource/id.js';
import type { Direction, Leg } from '../traffic/direction.js';
import { type Expectation, PRESENCES } from './expectation.js';
import { neverLogged } from './never-logged/match.js';
import type { NeverLogged } from './never-logged/never-logged.js';
import { interfaceOf, type Passage, passagesOf } from './passage.js';
import type { Foretold, Shown } from './shown/foretold.js';
import { everyFieldAt, shown } from './shown/shown-field.js';
import { arrivesBy, faultOf, formatOfFlowLog, keeps, type Recording, recordingAt } from './subscription.js';

/** What is known of the traffic beyond its path. */
export type Circumstances = {
  /** Unix seconds; null when nobody says. */
  readonly sentAt: number | null;
  /** Whether the responder answers what reaches it. */
  readonly answers: boolean | 'unknown';
};

export const ANSWERED: Circumstances = { sentAt: null, answers: true };

/** What one flow log makes of a record. */
export type RecordedBy = {
  readonly flowLogId: FlowLogId;
  /** `unknown`: its answer does not say which actions it keeps. */
  readonly state: 'kept' | 'filtered' | 'not-delivered' | 'not-created-yet' | 'unknown';
  /** What each field of its format shows, in its order. */
  readonly shows: ReadonlyMap<string, Shown>;
  /**
   * The record starts and ends in here: the aggregation interval, and the 60 s by which AWS's times may be off. Nitro
   * instances write intervals of 60 s at most, whatever the flow log is set to. Unix seconds.
   */
  readonly window: { readonly start: number; readonly end: number } | null;
  /** When it should be there to read, at best effort; null where AWS gives no time. */
  readonly arrivesBy: number | null;
};

/** One record that a flow log of that interface must, may or must not hold. */
export type ExpectedRecord = {
  readonly presence: Expectation['presence'];
  readonly basis: Expectation['basis'];
  readonly interfaceId: InterfaceId | null;
  /** The regional NAT gateway or the transit gateway's attachment that records it; then there is no interface. */
  readonly resourceId: NatGatewayId | TransitGatewayAttachmentId | null;
  readonly side: Side | null;
  readonly leg: Leg;
  readonly direction: Direction;
  /** Null in the records of transit gateways, which have none. */
  readonly action: 'ACCEPT' | 'REJECT' | null;
  /** What every field shows, whatever the format; null where nothing is foretold. */
  readonly shows: ReadonlyMap<string, Shown>;
  /** Whether some flow log keeps it; null when the flow logs are not known. */
  readonly captured: boolean | null;
  readonly recordedBy: readonly RecordedBy[];
  /** Why there is no record although the packet passes. */
  readonly neverLogged: NeverLogged | null;
};

/** "up to 60 seconds after the packet was transmitted or received": https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html */
const COLLECTOR_SECONDS = 60;

const stateIn = (
  flowLog: FlowLog,
  action: Foretold['action'],
  sentAt: number | null,
): RecordedBy['state'] => {
  if (keeps(flowLog, action) === false) return 'filtered';
  if (sentAt !== null && flowLog.created !== null && sentAt < flowLog.created) return 'not-created-yet';
  if (faultOf(flowLog) !== null) return 'not-delivered';
  return keeps(flowLog, action) === null ? 'unknown' : 'kept';
};

const windowIn = ({ maxAggregationInterval }: FlowLog, sentAt: number | null): RecordedBy['window'] => {
  if (sentAt === null) return null;
  const reach = maxAggregationInterval + COLLECTOR_SECONDS;
  return { start: sentAt - reach, end: sentAt + reach };
};

const recordedBy =
  (it: Foretold, { sentAt }: Circumstances) =>
  (flowLog: FlowLog): RecordedBy => ({
    flowLogId: flowLog.id,
    state: stateIn(flowLog, it.action, sentAt),
    shows: shown(formatOfFlowLog(flowLog), it),
    window: windowIn(flowLog, sentAt),
    arrivesBy: sentAt === null ? null : arrivesBy(flowLog, sentAt),
  });

const isCaptured = (found: readonly RecordedBy[], { missing }: Recording): boolean | null => {
  if (found.some(({ state }) => state === 'kept')) return true;
  return missing.length > 0 || found.some(({ state }) => state === 'unknown') ? null : false;
};

/** A reply may never be sent, and what is not certain to come so far may not be there. */
const ifItComes = (
  presence: Expectation['presence'],
  { leg, isCertain }: Passage,
  { answers }: Circumstances,
): Expectation['presence'] => {
  if (leg === 'reply' && answers === false) return 'must-not';
  const isSure = isCertain && (leg === 'request' || answers === true);
  return presence === 'must' && !isSure ? 'may' : presence;
};

const rowFor = (network: Network, { packet, ...passage }: Passage): NeverLogged | null =>
  neverLogged(network, {
    source: packet.source,
    destination: packet.destination,
    protocol: packet.protocol,
    port: packet.destinationPort,
    sourcePort: packet.sourcePort,
    interfaceId: interfaceOf(passage)?.id ?? null,
  });

/** What is never logged must not be there; where AWS does not say so, it may. */
const tempered = (
  presence: Expectation['presence'],
  row: NeverLogged | null,
): Pick<ExpectedRecord, 'presence' | 'basis'> => {
  if (row === null || presence === 'must-not') return { presence, basis: 'documented' };
  return { presence: row.basis === 'documented' ? 'must-not' : 'may', basis: row.basis };
};

const recordAt = (
  network: Network,
  passage: Passage,
  action: Foretold['action'],
  circumstances: Circumstances,
): Omit<ExpectedRecord, 'presence' | 'basis' | 'neverLogged'> => {
  const { at, side, leg, direction } = passage;
  const recording = recordingAt(network, at);
  const foretold: Foretold = { ...passage, network, action };
  const found = recording.flowLogs.map(recordedBy(foretold, circumstances));
  return {
    interfaceId: interfaceOf(passage)?.id ?? null,
    resourceId: at.kind === 'interface' ? null : at.id,
    side,
    leg,
    direction,
    action,
    shows: shown(everyFieldAt(at), foretold),
    captured: isCaptured(found, recording),
    recordedBy: found,
  };
};

const recordsAt =
  (network: Network, circumstances: Circumstances) =>
  (passage: Passage): readonly ExpectedRecord[] => {
    const row = rowFor(network, passage);
    const [accept, reject] = PRESENCES[passage.fate];
    const record = (action: Foretold['action'], presence: Expectation['presence']): ExpectedRecord => ({
      ...tempered(ifItComes(presence, passage, circumstances), row),
      ...recordAt(network, passage, action, circumstances),
      neverLogged: row,
    });
    // What is lost in a transit gateway is counted in its records.
    if (passage.at.kind === 'transit-gateway-attachment') return [record(null, accept)];
    return [record('ACCEPT', accept), record('REJECT', reject)];
  };

/**
 * The records that a flow log which keeps both actions would hold of these passages, each with what the flow logs of the
 * network make of it. Packets, bytes and exact times are never foretold.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html
 */
export const recordsOf = (
  network: Network,
  passages: readonly Passage[],
  circumstances: Circumstances = ANSWERED,
): readonly ExpectedRecord[] => passages.flatMap(recordsAt(network, circumstances));

/** The records of a round trip, in the order in which the packets reach the interfaces. */
export const expectedRecords = (
  network: Network,
  trip: RoundTrip,
  circumstances: Circumstances = ANSWERED,
): readonly ExpectedRecord[] => recordsOf(network, passagesOf(trip), circumstances);
