import { isMixed } from '../../conversation/conversation.js';
import type { Leg } from '../../traffic/direction.js';
import { hasPorts, TCP } from '../../traffic/protocol.js';
import { SYN } from '../../traffic/tcp-flags.js';
import { type Case, flowOf } from './case.js';
import type { Observation } from './observation.js';

/** `tcp-flags` of the rejected packets of a leg, OR-ed; null when they were not logged. For other protocols they mean nothing. */
export const rejectedFlags = (it: Case, leg: Leg): number | null =>
  it.observations.map((at) => flowOf(at, leg).REJECT?.tcpFlags ?? null).find((flags) => flags !== null) ??
  null;

/** Packets were rejected that open nothing, and the SYN before them was answered here: it was accepted, though no record says so. */
const isAnsweredBefore = ({ group }: Case, { forward, reverse }: Observation, leg: Leg): boolean => {
  if (group.protocol !== TCP || leg === 'reply' || forward.ACCEPT !== null) return false;
  const [rejected, answer] = [forward.REJECT?.tcpFlags ?? SYN, reverse.ACCEPT?.tcpFlags ?? 0];
  return (rejected & SYN) === 0 && (answer & SYN) !== 0;
};

/** Packets of this leg were accepted and rejected at this interface. */
export const isMixedAt = (it: Case, at: Observation, leg: Leg): boolean =>
  isMixed(flowOf(at, leg)) || (at.side === 'responder' && isAnsweredBefore(it, at, leg));

/** Packets of this leg were accepted and rejected: the verdict changed while they were recorded. */
export const isLegMixed = (it: Case, leg: Leg): boolean =>
  it.observations.some((at) => isMixedAt(it, at, leg));

/**
 * Why a leg was rejected when it was neither a security group nor a network ACL: `BPA` or `EC`; null for those two, which
 * give no reason, and where the format has no such field.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const rejectReason = (it: Case, leg: Leg): string | null =>
  it.observations.flatMap((at) => flowOf(at, leg).REJECT?.rejectReasons ?? [])[0] ?? null;

/** The rejected packets were logged with a SYN: they open a connection or answer one that was just opened. */
export const hasSyn = (it: Case, leg: Leg): boolean =>
  it.group.protocol === TCP && ((rejectedFlags(it, leg) ?? 0) & SYN) !== 0;

/** The rejected packets were logged with flags, and none of them opens or answers a connection. */
export const isMidConnection = (it: Case, leg: Leg): boolean => {
  const flags = rejectedFlags(it, leg);
  return it.group.protocol === TCP && flags !== null && (flags & SYN) === 0;
};

/** No more than a few packets of each conversation were rejected: who gets no answer to a SYN sends it again and again. */
const FEW_PACKETS = 2;

/** The rejected packets may be what is left of a connection that the log does not hold: few, and no SYN among them. */
export const mayBeStray = (it: Case, leg: Leg): boolean =>
  hasPorts(it.group.protocol) &&
  !hasSyn(it, leg) &&
  it.observations.every(
    (at) => (flowOf(at, leg).REJECT?.packets ?? 0) <= FEW_PACKETS * it.group.conversations,
  );

/** The rejected packets do not open a connection, or the log holds the connection they belong to. */
export const mayBeLate = (it: Case, leg: Leg): boolean =>
  isMidConnection(it, leg) || (it.past !== null && !hasSyn(it, leg));
