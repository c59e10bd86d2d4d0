import type { Network } from '../network/network.js';
import { TCP } from '../traffic/protocol.js';
import type { Carried } from './carried.js';
import { replyCourse, requestCourse } from './course.js';
import { atInterface, type Ends } from './endpoint.js';
import { holdersIn } from './holder.js';
import { judgeCourse, type LegVerdict, type PathBlocker, pathBlockers } from './passage.js';
import type { Course, Translation } from './place.js';
import { ephemeralPorts } from './source-ports.js';

/** Whether a load balancer can ask a target how it is. What passes or not does not turn on it: the state of targets tells. */
export type HealthCheck = {
  /** The load balancer. */
  readonly id: string;
  readonly target: Carried['packet']['destination'];
  readonly port: number;
  readonly verdict: LegVerdict;
  readonly blockers: readonly PathBlocker[];
};

const endsOf = (network: Network, { interface: it, after }: Translation): Ends | null => {
  const { destination } = after.packet;
  const [target] = it?.vpcId == null ? [] : holdersIn(network, it.vpcId, destination);
  const own = it?.privateAddresses.find(({ family }) => family === destination.family);
  return it === null || own === undefined || target === undefined
    ? null
    : { initiator: atInterface(own, it), responder: atInterface(destination, target) };
};

const checkOne = (network: Network, translation: Translation, port: number): HealthCheck | null => {
  const ends = endsOf(network, translation);
  if (ends === null) return null;
  const { range } = ephemeralPorts(network, ends.initiator);
  const packet = {
    source: ends.initiator.address,
    destination: ends.responder.address,
    protocol: TCP,
    sourcePort: range.from,
    destinationPort: port,
    icmp: null,
  };
  const course = requestCourse(network, ends, { packet, ports: { ranges: [range], of: null } });
  const request = judgeCourse(network, course, ends, null);
  const back = replyCourse(network, ends, course);
  const reply = back === null ? null : judgeCourse(network, back, ends, course);
  const verdicts: readonly LegVerdict[] = [request.verdict, reply?.verdict ?? 'undetermined'];
  return {
    id: translation.id,
    target: ends.responder.address,
    port,
    verdict:
      (['blocked', 'undetermined', 'partial'] as const).find((one) => verdicts.includes(one)) ?? 'allowed',
    blockers: [...pathBlockers(request, false), ...(reply === null ? [] : pathBlockers(reply, false))],
  };
};

/**
 * The health checks of the load balancers on a way, from their own addresses. Their inbound rules are not asked, their
 * outbound ones are. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-register-targets.html
 */
export const healthChecks = (network: Network, { translations }: Course): readonly HealthCheck[] =>
  translations.flatMap((translation) => {
    const port = translation.healthCheckPort ?? null;
    const found = port === null ? null : checkOne(network, translation, port);
    return found === null ? [] : [found];
  });
