import { isRefused } from '../conversation/connection-state.js';
import { isNatGatewayInterface } from '../path/holder.js';
import type { Case } from './case.js';
import type { Observation } from './observation.js';
import { waysOf } from './way.js';

/** What recorded a SYN that was answered with a reset; empty unless all that recorded the group did. */
export const refusals = ({ group: { protocol }, observations }: Case): readonly Observation[] =>
  observations.every(({ forward, reverse }) => isRefused({ protocol, forward, reverse })) ? observations : [];

/** Seconds. https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html */
const NAT_GATEWAY_IDLE_TIMEOUT = 350;

/** A NAT gateway is on the way: by the routes, or as its own interface recorded the conversation. */
const goesThroughNatGateway = (it: Case): boolean | 'unknown' => {
  const isSeenThere = it.observations.some(({ observationPoint }) => {
    const at = it.network.interfaces.get(observationPoint);
    return observationPoint.startsWith('nat-') || (at !== undefined && isNatGatewayInterface(at));
  });
  if (isSeenThere) return true;
  const ways = waysOf(it);
  if (ways.length === 0) return 'unknown';
  return ways.some(({ request: { course } }) =>
    course.stops.some((stop) => stop.kind === 'component' && stop.component === 'nat-gateway'),
  );
};

/** Whether a NAT gateway may have sent the reset, as the connection had been silent for so long that it was forgotten. */
export const isResetByNatGateway = (it: Case): boolean | 'unknown' =>
  it.resetAfter !== null && it.resetAfter >= NAT_GATEWAY_IDLE_TIMEOUT && goesThroughNatGateway(it);
