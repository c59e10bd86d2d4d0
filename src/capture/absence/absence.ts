import type { IpAddress } from '../../address/ip-address.js';
import type { FlowLog } from '../../network/flow-log.js';
import type { FlowLogId } from '../../resource/id.js';
import { deliverySeconds, FIRST_RECORDS_SECONDS, faultOf } from '../subscription.js';
import { isKept, possibleActions, requestActions } from './kept.js';
import { showing, shownInPlace } from './shown-address.js';
import { isRecordingKnown, type Watch, working } from './watch.js';
import type { Stopper, Way } from './way.js';

type Window = { readonly start: number; readonly end: number };

/** Why a record is not there, with the evidence for it. Times are Unix seconds. */
export type AbsenceReason =
  | { readonly kind: 'not-captured'; readonly interfaceId: string }
  | {
      readonly kind: 'not-delivered';
      readonly interfaceId: string;
      readonly flowLogId: FlowLogId;
      /** `DeliverLogsErrorMessage`, or the status. */
      readonly fault: string;
    }
  | {
      readonly kind: 'traffic-type';
      readonly interfaceId: string;
      readonly flowLogIds: readonly FlowLogId[];
      /** The action that the flow logs leave out. */
      readonly leavesOut: 'ACCEPT' | 'REJECT';
      /** By the configuration it is the one that every record of it would have, that of a reply too. */
      readonly isForetold: boolean;
    }
  /** The request is stopped before it reaches `interfaceId`. */
  | { readonly kind: 'blocked'; readonly interfaceId: string; readonly by: Stopper }
  /** The request goes no further from here; AWS does not say whether such a packet is recorded here. */
  | { readonly kind: 'goes-no-further'; readonly interfaceId: string; readonly by: Stopper }
  | {
      readonly kind: 'pending';
      readonly interfaceId: string;
      readonly flowLogIds: readonly FlowLogId[];
      /** What was sent after this may still be on its way. */
      readonly after: number;
      readonly now: number;
      /** The log reaches as far as can be expected at that time. */
      readonly isUpToDate: boolean;
    }
  | { readonly kind: 'skipped'; readonly interfaceId: string; readonly windows: readonly Window[] }
  | {
      readonly kind: 'silent';
      readonly interfaceId: string;
      readonly end: Watch['end'];
      /** Up to the watermark. */
      readonly window: Window;
      readonly ok: number;
      readonly nodata: number;
      /** Windows in it of which nothing is known, as AWS lost records. */
      readonly lost: number;
    }
  | { readonly kind: 'log-ends'; readonly interfaceId: string; readonly at: number }
  | { readonly kind: 'not-in-log'; readonly interfaceId: string }
  | {
      readonly kind: 'other-address';
      readonly interfaceId: string;
      readonly end: Watch['end'];
      readonly asked: IpAddress;
      readonly shown: IpAddress;
    };

type Kind = AbsenceReason['kind'];
type Reason<K extends Kind> = Extract<AbsenceReason, { readonly kind: K }>;

/** No flow log covers the interface, and the log bears it out. */
export const notCaptured = (watch: Watch): Reason<'not-captured'> | null =>
  isRecordingKnown(watch) && watch.recording.flowLogs.length === 0 && watch.coverage === null
    ? { kind: 'not-captured', interfaceId: watch.interfaceId }
    : null;

/** Flow logs cover the interface, and none of them delivers. */
export const notDelivered = (watch: Watch): readonly Reason<'not-delivered'>[] => {
  const { flowLogs } = watch.recording;
  if (!isRecordingKnown(watch) || working(watch).length > 0) return [];
  return flowLogs.map((flowLog) => ({
    kind: 'not-delivered',
    interfaceId: watch.interfaceId,
    flowLogId: flowLog.id,
    fault: faultOf(flowLog) as string,
  }));
};

/** The flow logs keep only the other action: of the record foretold, or of one of the two that may be. */
export const wrongTrafficType = (watch: Watch): Reason<'traffic-type'> | null => {
  const leavesOut = requestActions(watch).find((action) => isKept(watch, action) === false);
  if (leavesOut === undefined || working(watch).length === 0) return null;
  return {
    kind: 'traffic-type',
    interfaceId: watch.interfaceId,
    flowLogIds: showing(watch).map(({ id }) => id),
    leavesOut,
    isForetold: possibleActions(watch).every((action) => isKept(watch, action) === false),
  };
};

/** The request is stopped on its way to the interface. */
export const blockedBefore = (watch: Watch, way: Way | null): Reason<'blocked'> | null =>
  watch.fate === 'absent' && way?.stoppers[0] !== undefined
    ? { kind: 'blocked', interfaceId: watch.interfaceId, by: way.stoppers[0] }
    : null;

/** The request comes to the interface and finds no way on. */
export const goesNoFurther = (watch: Watch, way: Way | null): Reason<'goes-no-further'> | null =>
  watch.isLast && way?.stoppers[0] !== undefined
    ? { kind: 'goes-no-further', interfaceId: watch.interfaceId, by: way.stoppers[0] }
    : null;

const slowest = (flowLogs: readonly FlowLog[]): number | null => {
  const seconds = flowLogs.map((flowLog) => {
    const delivery = deliverySeconds(flowLog);
    return delivery === null ? null : delivery + flowLog.maxAggregationInterval;
  });
  const known = seconds.filter((it) => it !== null);
  return known.length === 0 ? null : Math.max(...known);
};

const isNew = (flowLogs: readonly FlowLog[], now: number): boolean =>
  flowLogs.length > 0 &&
  flowLogs.every(
    ({ created, maxAggregationInterval }) =>
      created !== null && now < created + FIRST_RECORDS_SECONDS + maxAggregationInterval,
  );

/**
 * What was sent lately is not there to read yet. Records take an aggregation interval and about 5 minutes to CloudWatch
 * Logs, 10 to Amazon S3, at best effort; the first ones of a new flow log take longer.
 */
export const pending = (watch: Watch, now: number | null): Reason<'pending'> | null => {
  const flowLogs = working(watch);
  const delay = slowest(flowLogs);
  if (now === null || delay === null) return null;
  const reached = watch.coverage?.lastEnd ?? null;
  if (reached !== null && reached >= now) return null;
  return {
    kind: 'pending',
    interfaceId: watch.interfaceId,
    flowLogIds: flowLogs.map(({ id }) => id),
    after: Math.max(reached ?? Number.NEGATIVE_INFINITY, now - delay),
    now,
    isUpToDate: reached === null ? isNew(flowLogs, now) : reached >= now - delay,
  };
};

/** AWS lost records of this interface (SKIPDATA): what was sent then may be among them. */
export const skipped = ({ interfaceId, coverage }: Watch): Reason<'skipped'> | null =>
  coverage === null || coverage.skipped.length === 0
    ? null
    : { kind: 'skipped', interfaceId, windows: coverage.skipped };

/** A working flow log keeps whatever the record would be, and the log holds other windows of the interface. */
export const silent = (watch: Watch): Reason<'silent'> | null => {
  const { interfaceId, coverage } = watch;
  const actions = requestActions(watch);
  const isSeen = actions.length > 0 && actions.every((action) => isKept(watch, action) === true);
  if (coverage === null || !isSeen) return null;
  const { firstStart, lastEnd, ok, nodata, skipped: lost } = coverage;
  return {
    kind: 'silent',
    interfaceId,
    // Where it is not documented that such a packet is recorded, silence does not say that there was none.
    end: watch.isCertain ? watch.end : null,
    window: { start: firstStart, end: lastEnd },
    ok,
    nodata,
    lost: lost.length,
  };
};

/** Beyond the watermark the log says nothing of the interface. */
export const logEnds = ({ interfaceId, coverage }: Watch): Reason<'log-ends'> | null =>
  coverage === null ? null : { kind: 'log-ends', interfaceId, at: coverage.lastEnd };

/** The log holds not one record of the interface, not even one that says that there was no traffic. */
export const notInLog = ({ interfaceId, coverage }: Watch): Reason<'not-in-log'> | null =>
  coverage === null ? { kind: 'not-in-log', interfaceId } : null;

/** The records of the interface show the traffic under another address than the one that was asked for. */
export const otherAddress = (watch: Watch): Reason<'other-address'> | null => {
  const found = shownInPlace(watch);
  return found === null
    ? null
    : { kind: 'other-address', interfaceId: watch.interfaceId, end: watch.end, ...found };
};
