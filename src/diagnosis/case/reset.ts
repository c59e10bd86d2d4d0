import { isOnlyReset, isRefused } from '../../conversation/connection-state.js';
import { flagsIn, isSilent } from '../../conversation/conversation.js';
import { isNatGatewayInterface } from '../../path/holder.js';
import { TCP } from '../../traffic/protocol.js';
import { RST, SYN } from '../../traffic/tcp-flags.js';
import { PORTS_LOOKED_AT } from './accepted-before.js';
import { type Case, NAT_GATEWAY_IDLE_TIMEOUT } from './case.js';
import type { Observation } from './observation.js';
import { leavesVpc } from './reply-delivery.js';
import { waysOf } from './ways.js';

/** All that was recorded here is the reset that answered: the record of the SYN is lost, or in no window of the log. */
const isLoneReset = ({ forward, reverse }: Observation): boolean =>
  isSilent(forward) && reverse.ACCEPT?.tcpFlags === RST && reverse.REJECT === null;

/** Nothing but the SYN was recorded here: the reset is lost, on its way or on that of its record. */
const isLoneSyn = ({ forward, reverse }: Observation): boolean =>
  isSilent(reverse) && forward.ACCEPT?.tcpFlags === SYN && forward.REJECT === null;

/** What recorded a SYN that was answered with a reset; empty unless nothing else was recorded of the group anywhere. */
export const refusals = ({ group: { protocol }, observations }: Case): readonly Observation[] => {
  const refused = observations.filter(({ forward, reverse }) => isRefused({ protocol, forward, reverse }));
  const isPart = (at: Observation) => refused.includes(at) || isLoneReset(at) || isLoneSyn(at);
  return observations.every(isPart) ? refused : [];
};

/** A NAT gateway is on the way: by the routes, or as its own interface recorded the conversation. */
const goesThroughNatGateway = (it: Case): boolean | 'unknown' => {
  const isSeenThere = it.observations.some(({ observationPoint }) => {
    const at = it.network.interfaces.get(observationPoint);
    return observationPoint.startsWith('nat-') || (at !== undefined && isNatGatewayInterface(at));
  });
  if (isSeenThere) return true;
  const ways = waysOf(it);
  if (ways.length === 0) return leavesVpc(it.ends) && !isSeenAtBothEnds(it) ? 'unknown' : false;
  const courses = ways.map(({ request: { course } }) => course);
  const isOnWay = courses.some(({ stops }) =>
    stops.some((stop) => stop.kind === 'component' && stop.component === 'nat-gateway'),
  );
  return (
    isOnWay || (courses.some(({ doubts }) => doubts.length > 0) && !isSeenAtBothEnds(it) ? 'unknown' : false)
  );
};

/** Both ends recorded it under the same addresses: nothing in between has translated them. */
const isSeenAtBothEnds = ({ observations }: Case): boolean =>
  (['initiator', 'responder'] as const).every((side) =>
    observations.some((at) => at.side === side && !at.forwards && !at.standsIn),
  );

/** No flags tell what came back somewhere. */
export const lacksFlags = ({ group: { protocol }, observations }: Case): boolean =>
  protocol === TCP && observations.some(({ reverse }) => reverse.ACCEPT?.tcpFlags === null);

/** What the flags tell of a reset that came back. `unknown`: there may have been one. */
type Reset = 'only' | 'in-the-end' | 'among-others' | 'unknown' | 'none';

const isAcceptedBothWays = ({ forward, reverse }: Observation): boolean =>
  forward.ACCEPT !== null && reverse.ACCEPT !== null;

/** A NAT gateway sends resets to what is behind it: who answers never sees them. */
const behindGateway = ({ observations }: Case): readonly Observation[] =>
  observations.filter(({ side, standsIn }) => side !== 'responder' || standsIn);

const resetOf = (it: Case): Reset => {
  const { conversations, protocol } = it.group;
  const seen = behindGateway(it);
  if (protocol !== TCP || seen.length === 0) return 'none';
  if (seen.every((at) => isAcceptedBothWays(at) && isOnlyReset({ protocol, ...at }))) return 'only';
  const resets = seen.filter(({ reverse }) => (flagsIn(reverse) & RST) !== 0);
  if (conversations === 1 && resets.length === seen.length) return 'in-the-end';
  if (resets.length > 0) return 'among-others';
  return seen.some(({ reverse }) => reverse.ACCEPT?.tcpFlags === null) ? 'unknown' : 'none';
};

/**
 * How much speaks for a NAT gateway that forgot a connection and reset what went on. `shown`: a reset after the silence;
 * `suspected`: a reset after what may have been such a silence, or such a silence and no flags that tell what came then;
 * `hidden`: the records leave room for both; `ruled-out`: they do not, or there is no NAT gateway.
 */
export type Forgotten = {
  readonly evidence: 'shown' | 'suspected' | 'hidden' | 'ruled-out';
  /** A NAT gateway is on the way for sure. */
  readonly isOnWay: boolean;
  /** The flags show a reset that came back. */
  readonly isReset: boolean;
};

/** After its reset a connection is over: ports that are used more often, or many that are, are used again. */
const isResumedOnce = ({ conversations, sourcePorts }: Case['group']): boolean =>
  conversations <= 2 * sourcePorts.length && sourcePorts.length <= PORTS_LOOKED_AT;

const isLong = (seconds: number): boolean => seconds >= NAT_GATEWAY_IDLE_TIMEOUT;

const evidenceOf = (it: Case, reset: Reset): Forgotten['evidence'] => {
  const { shown, roomInAll, roomInAny, isResumed } = it.pauses;
  if (reset === 'none') return 'ruled-out';
  if ((reset === 'only' || reset === 'in-the-end') && isLong(shown)) return 'shown';
  if (reset === 'only' && (isLong(roomInAll) || isResumed)) return 'suspected';
  if (reset === 'unknown' && isLong(shown) && isResumedOnce(it.group)) return 'suspected';
  return isLong(roomInAny) ? 'hidden' : 'ruled-out';
};

const known = new WeakMap<Case, Forgotten>();

/** Whether a NAT gateway may have forgotten the connection, by what was recorded of silences and resets. */
export const forgottenByNatGateway = (it: Case): Forgotten => {
  const found = known.get(it) ?? find(it);
  known.set(it, found);
  return found;
};

const find = (it: Case): Forgotten => {
  const reset = resetOf(it);
  const evidence = evidenceOf(it, reset);
  const through = evidence === 'ruled-out' ? false : goesThroughNatGateway(it);
  return {
    evidence: through === false ? 'ruled-out' : evidence,
    isOnWay: through === true,
    isReset: reset !== 'unknown' && reset !== 'none',
  };
};
