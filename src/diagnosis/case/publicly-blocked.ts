import { isPrivate } from '../../address/special-ranges.js';
import { publicAccessOf } from '../../path/component/block-public-access.js';
import type { Endpoint } from '../../path/endpoint.js';
import type { Passage } from '../../path/passage.js';
import type { Reach } from '../../path/reach.js';
import type { RoutingBlocker } from '../../path/routing-blocker.js';
import { distinct, type Gap } from '../../problem/gap.js';
import type { Leg } from '../../traffic/direction.js';
import type { Case } from './case.js';
import { ROUTE_TABLES } from './missing-input.js';
import { waysOf } from './ways.js';

/** What the configuration given says of VPC Block Public Access and a leg. */
export type PubliclyBlocked = {
  /** `unless-off`: nothing was given that says whether it is on. */
  readonly stops: 'yes' | 'perhaps' | 'unless-off';
  readonly blocker: RoutingBlocker | null;
  readonly missing: readonly Gap[];
};

const OPTIONS: Gap = {
  kind: 'block-public-access',
  id: null,
  needs:
    'aws ec2 describe-vpc-block-public-access-options; aws ec2 describe-vpc-block-public-access-exclusions',
};

const blockerOf = ({ course: { ending } }: Passage): RoutingBlocker | null =>
  ending.kind === 'stopped' && ending.blocker.code === 'block-public-access' ? ending.blocker : null;

const legsOf = (ways: readonly Reach[], leg: Leg): readonly Passage[] =>
  ways.flatMap((way) => way[leg] ?? []);

/** By the routes given: the leg goes through an internet gateway, and the switch is asked there. */
const alongRoutes = (ways: readonly Reach[], leg: Leg): PubliclyBlocked | null => {
  const legs = legsOf(ways, leg);
  const blockers = legs.map(blockerOf);
  const [blocker] = blockers;
  if (legs.length < ways.length || blocker === undefined) return null;
  if (blockers.every((it) => it !== null)) {
    const isSure = legs.every(({ course }) => course.doubts.length === 0);
    const missing = distinct(legs.flatMap((one) => one.missing));
    return { stops: isSure ? 'yes' : 'perhaps', blocker, missing: isSure ? [] : missing };
  }
  const isTaken = legs.every(({ course }) => course.assumes.includes('block-public-access-off'));
  return isTaken ? { stops: 'unless-off', blocker: null, missing: [OPTIONS] } : null;
};

const isPublicly = (end: Endpoint): boolean => end.kind === 'outside' && !isPrivate(end.address);

/** Nobody knows where the leg goes, so neither whether it meets an internet gateway. */
const isWayOpen = (ways: readonly Reach[], leg: Leg): boolean =>
  ways.some((way) => (way[leg]?.course.ending.kind ?? 'unknown') === 'unknown');

/** Without routes: one end is on the internet, and the subnet of the other lets nothing (or nobody) through. */
const byTheSwitchAlone = ({ network, ends }: Case, leg: Leg): PubliclyBlocked | null => {
  const { initiator, responder } = ends;
  const inside = [initiator, responder].find((end) => end.kind === 'interface');
  if (inside?.kind !== 'interface' || ![initiator, responder].some(isPublicly)) return null;
  const { vpcId, subnetId } = inside.interface;
  const mode = vpcId === null ? null : publicAccessOf(network, vpcId, subnetId);
  const isInbound = (inside === responder) === (leg === 'request');
  const blocks = mode === 'block-bidirectional' || (mode === 'block-ingress' && isInbound);
  return blocks ? { stops: 'perhaps', blocker: null, missing: [ROUTE_TABLES] } : null;
};

/**
 * Whether VPC Block Public Access stops a leg by the configuration given; null when it does not.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html
 */
export const publiclyBlocked = (it: Case, leg: Leg): PubliclyBlocked | null => {
  const ways = waysOf(it);
  return ways.length === 0 || isWayOpen(ways, leg) ? byTheSwitchAlone(it, leg) : alongRoutes(ways, leg);
};
