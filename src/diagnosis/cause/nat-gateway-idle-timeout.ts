import { PASSING } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agreesAsFarAsRecorded } from '../case/agreement.js';
import { IDLE_TIMEOUTS, ROUTE_TABLES, TCP_FLAGS } from '../case/missing-input.js';
import { forgottenByNatGateway, lacksFlags } from '../case/reset.js';
import { type Cause, survives } from './cause.js';

/**
 * A connection was silent for 350 s or more, went on, and got a reset: the NAT gateway had forgotten it. "When a
 * connection times out, a NAT gateway returns an RST packet to any resources behind the NAT gateway that attempt to
 * continue the connection (it does not send a FIN packet)": no REJECT, and two entries with ACCEPT. The far end may have
 * sent the reset as well, so this is never proven. Without flags, or in windows that hide the silence, it cannot be told
 * from a connection that is well.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export const natGatewayIdleTimeout: Cause = {
  code: 'nat-gateway-idle-timeout',
  settledBy: () => [IDLE_TIMEOUTS],
  examine: (it) => {
    const { evidence, isOnWay, isReset } = forgottenByNatGateway(it);
    if (evidence === 'ruled-out' || !agreesAsFarAsRecorded(it, PASSING)) return null;
    if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
    if (!it.observations.some(({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null))
      return null;
    const isNamed = evidence === 'shown' || (evidence === 'suspected' && (isOnWay || isReset));
    return survives(evidence === 'shown' && isOnWay ? 'likely' : 'possible', PASSING, {
      leg: 'reply',
      missing: [...(isOnWay ? [] : [ROUTE_TABLES]), ...(lacksFlags(it) ? [TCP_FLAGS] : [])],
      byConfiguration: isOnWay && it.trips.length > 0,
      onlyAlternative: !isNamed,
    });
  },
};
