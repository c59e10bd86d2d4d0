import { PASSING } from '../../capture/expectation.js';
import { blockers } from '../../path/blocker.js';
import { agreesAsFarAsRecorded } from '../agreement.js';
import { type Cause, survives } from '../cause.js';
import { ROUTE_TABLES } from '../missing-input.js';
import { isResetByNatGateway } from '../reset.js';

/**
 * A connection was silent for 350 s or more, went on, and got a reset: the NAT gateway had forgotten it. "When a
 * connection times out, a NAT gateway returns an RST packet to any resources behind the NAT gateway that attempt to
 * continue the connection (it does not send a FIN packet)": no REJECT, and two entries with ACCEPT. The far end may have
 * sent the reset as well, so this is never proven.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html
 */
export const natGatewayIdleTimeout: Cause = {
  code: 'nat-gateway-idle-timeout',
  examine: (it) => {
    const byNatGateway = isResetByNatGateway(it);
    if (byNatGateway === false || !agreesAsFarAsRecorded(it, PASSING)) return null;
    if (it.trips.some((trip) => blockers(trip).length > 0)) return null;
    return survives(byNatGateway === true ? 'likely' : 'possible', PASSING, {
      leg: 'reply',
      missing: byNatGateway === true ? [] : [ROUTE_TABLES],
      byConfiguration: byNatGateway === true && it.trips.length > 0,
    });
  },
};
