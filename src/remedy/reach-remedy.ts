import type { Network } from '../network/network.js';
import { componentOf } from '../path/blocker.js';
import type { PathBlocker } from '../path/passage.js';
import type { Doubt } from '../path/place.js';
import { blockersOf, type Reach, type ReachQuestion, reach } from '../path/reach.js';
import type { RoutingBlocker } from '../path/routing-blocker.js';
import { apply, type Change } from './change.js';
import type { Edit } from './edit.js';
import { editRules } from './edit-rules.js';
import { askedBy, needOnPath } from './need.js';
import type { Caution, Proof, Remedy } from './remedy.js';
import { remedyOf } from './remedy-of.js';
import type { ReservedNumbers } from './reserved-numbers.js';
import { type Mending, routeEdits } from './route-edit.js';

/** A route and two filters at each end of each leg, and as many again on the way. */
const MOST_EDITS = 12;

const allBlockers = (found: Reach): readonly PathBlocker[] => {
  const { request, reply } = blockersOf(found);
  return [...request, ...reply];
};

const idOf = (blocker: PathBlocker): string =>
  blocker.kind === 'routing' ? blocker.at.component : componentOf(blocker.at);

/** The packet that the table did not carry, to whatever port. */
const askedOf = ({ packet }: RoutingBlocker) => askedBy({ packet, ports: null });

/** The first route that gets the packet past this table without another table or gateway refusing it on the same leg. */
const routeFor = (
  network: Network,
  question: ReachQuestion,
  blocker: Extract<PathBlocker, { kind: 'routing' }>,
  leg: 'request' | 'reply',
  mending: Mending,
): Edit | null => {
  for (const change of routeEdits(network, blocker.at, mending)) {
    const [first, ...more] = blockersOf(reach(apply(network, change), question))[leg].filter(
      ({ kind }) => kind === 'routing',
    );
    const isFurther =
      first === undefined ||
      (more.length === 0 && first.kind === 'routing' && isOtherTable(first.at, blocker.at));
    if (isFurther) return { changes: [change], cautions: [], asked: askedOf(blocker.at) };
  }
  return null;
};

/** The next table on the way lacks its route too; a gateway that refuses the packet shows that the target is wrong. */
const isOtherTable = (next: RoutingBlocker, before: RoutingBlocker): boolean =>
  next.component.startsWith('rtb-') && next.component !== before.component;

const editFor = (
  network: Network,
  question: ReachQuestion,
  found: Reach,
  isReserved: ReservedNumbers,
  mending: Mending,
): Edit | null => {
  const { request, reply } = blockersOf(found);
  const [blocker] = [...request, ...reply];
  if (blocker === undefined) return null;
  if (blocker.kind === 'filter') return editRules(network, needOnPath(blocker.at), isReserved);
  return routeFor(network, question, blocker, request.length > 0 ? 'request' : 'reply', mending);
};

const HAVE_RULES: readonly Doubt['component'][] = ['appliance', 'gateway-load-balancer-endpoint'];

const appliancesOn = ({ request, reply }: Reach): readonly string[] => {
  const doubts = [request, ...(reply === null ? [] : [reply])].flatMap(({ course }) => course.doubts);
  const ids = doubts.flatMap(({ reason, component, id }) =>
    reason === 'not-modelled' && HAVE_RULES.includes(component) && id !== null ? [id] : [],
  );
  return [...new Set(ids)];
};

const prove = (found: Reach): Proof => ({
  scope: 'path',
  outcome:
    found.verdict === 'allowed' ? 'passes' : found.verdict === 'undetermined' ? 'undetermined' : 'blocked',
  remaining: [...allBlockers(found).map(idOf), ...found.missing.map(({ id, kind }) => id ?? kind)],
  missing: found.missing,
  appliances: appliancesOn(found),
});

const changedBy = (network: Network, edits: readonly Edit[]): Network =>
  edits.flatMap(({ changes }) => changes).reduce(apply, network);

/** Without the edits that a later one made needless: an entry for all ports of a reply may hold that of a request. */
const needed = (network: Network, question: ReachQuestion, made: readonly Edit[]): readonly Edit[] =>
  made.reduce<readonly Edit[]>((kept, edit) => {
    const others = kept.filter((it) => it !== edit);
    return reach(changedBy(network, others), question).verdict === 'allowed' ? others : kept;
  }, made);

const mended = (
  network: Network,
  question: ReachQuestion,
  isReserved: ReservedNumbers,
  mending: Mending,
): Remedy | null => {
  const made: Edit[] = [];
  let changed = network;
  let found = reach(changed, question);
  const { sourcePorts } = found;
  for (let edits = 0; edits < MOST_EDITS; edits++) {
    const edit = editFor(changed, question, found, isReserved, mending);
    if (edit === null) break;
    made.push(edit);
    changed = edit.changes.reduce(apply, changed);
    found = reach(changed, question);
  }
  const proof = prove(found);
  if (made.length === 0 || proof.outcome === 'blocked') return null;
  const edits = proof.outcome === 'passes' ? needed(network, question, made) : made;
  return remedyOf(network, changedBy(network, edits), edits, sourcePorts, proof);
};

const INSTEAD: Caution = { kind: 'instead-of-the-first' };

type Replacement = Extract<Change, { kind: 'replace-route' }>;

const replacementsOf = ({ changes }: Remedy): readonly Replacement[] =>
  changes.filter((change) => change.kind === 'replace-route');

/** It gives a route another target that the first remedy leaves as it is. */
const isOtherWay = (second: Remedy, first: Remedy): boolean =>
  replacementsOf(second).some(
    ({ replaces }) => !replacementsOf(first).some((made) => made.replaces === replaces),
  );

/**
 * Mends everything that stands in the way of a request and its reply, blocker by blocker, along the whole way: rules,
 * and routes where what the network holds tells the right target. Where a route is dead there are two ways, the one that
 * opens least first. Empty where something remains that no such change mends: a peering connection that nobody accepted, an
 * address that is missing.
 */
export const reachRemedies = (
  network: Network,
  question: ReachQuestion,
  isReserved: ReservedNumbers = () => false,
): readonly Remedy[] => {
  const beside = mended(network, question, isReserved, 'beside');
  if (beside !== null && !beside.changes.some(({ kind }) => kind === 'add-route')) return [beside];
  const inPlace = mended(network, question, isReserved, 'in-place');
  if (beside === null || inPlace === null) return [beside ?? inPlace].filter((it) => it !== null);
  return isOtherWay(inPlace, beside)
    ? [beside, { ...inPlace, cautions: [INSTEAD, ...inPlace.cautions] }]
    : [beside];
};
