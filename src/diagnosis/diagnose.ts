import { print } from '../address/ip-address.js';
import { entriesOf } from '../conversation/conversation.js';
import { blockers, componentOf } from '../path/blocker.js';
import type { Checkpoint } from '../path/round-trip.js';
import type { Gap } from '../problem/gap.js';
import type { Case } from './case/case.js';
import { furtherOn } from './case/further-on.js';
import type { Observation } from './case/observation.js';
import { isLegKnown, isLegSure, oriented, turned } from './case/orientation.js';
import { disprovedDenials } from './case/passed.js';
import type { Cause, Examination } from './cause/cause.js';
import { CAUSES } from './cause/causes.js';
import { settling } from './cause/settling.js';
import type { Certainty } from './certainty.js';
import { entryOf } from './code.js';
import { assumptionsOf } from './finding/assumptions.js';
import { evidenceAt, occurrencesOf } from './finding/evidence.js';
import { type Alternative, asAlternative, type Finding } from './finding/finding.js';
import { meaningsOf } from './finding/meaning.js';

type Survivor = {
  readonly cause: Cause;
  readonly examination: Examination;
  /** What would settle it, were it not proven. */
  readonly settling: readonly Gap[];
};

const RANK: Readonly<Record<Certainty, number>> = { proven: 0, likely: 1, possible: 2 };

/** The causes that records and configuration leave standing, the most certain first. */
const survivorsOf = (it: Case): readonly [Survivor, ...Survivor[]] => {
  const survivors = CAUSES.flatMap((cause): readonly Survivor[] => {
    const examination = cause.examine(it);
    return examination === null ? [] : [{ cause, examination, settling: settling(it, cause, examination) }];
  });
  // `undetermined` always survives, so there is a first one; sorting is stable, so the order of CAUSES breaks ties.
  const rank = ({ certainty, onlyAlternative, goesFirst }: Examination) =>
    RANK[certainty] + (onlyAlternative ? 3 : 0) - (goesFirst ? 3 : 0);
  return survivors.toSorted((a, b) => rank(a.examination) - rank(b.examination)) as unknown as readonly [
    Survivor,
    ...Survivor[],
  ];
};

/**
 * Blockers that deny together are no alternatives to each other; "one of the two filters" has the two as its halves; and
 * "undetermined" is none to anything.
 */
const isAlternative =
  (named: Survivor) =>
  ({ cause, examination }: Survivor): boolean =>
    cause.code !== 'undetermined' &&
    !(blamesSomething(examination) && blamesSomething(named.examination)) &&
    !(named.cause.code === 'security-group-or-network-acl-blocks' && isHalf(cause.code));

const blamesSomething = ({ blames, stopped }: Examination): boolean => blames.length > 0 || stopped !== null;

const isHalf = (code: string): boolean =>
  /^(security-group|network-acl)-(egress|ingress)-(lacks-rule|denies-request)$/.test(code);

const alternativesTo = (
  named: Survivor,
  others: readonly Survivor[],
  disproved: boolean,
): readonly Alternative[] =>
  named.examination.certainty === 'proven' && !disproved
    ? []
    : others
        .filter(isAlternative(named))
        .map((it) => asAlternative(it.cause.code, it.examination.certainty, it.settling));

const sameBlocker = (a: Checkpoint, b: Checkpoint): boolean =>
  a.filter === b.filter &&
  a.leg === b.leg &&
  a.direction === b.direction &&
  componentOf(a) === componentOf(b);

/** What the records would mean if the other side had spoken first. */
const otherWayRound = (it: Case, named: string): readonly Alternative[] => {
  const other = turned(it);
  if (other === null) return [];
  const [first, ...others] = survivorsOf(other);
  const { cause, settling: missing } = first;
  const possible = (it: Alternative): Alternative => ({ ...it, certainty: 'possible' });
  // The same either way: then what else it may be that way round.
  if (cause.code === named) return alternativesTo(first, others, false).map(possible);
  const explains = !['undetermined', 'log-contradicts-configuration'].includes(cause.code);
  return explains ? [{ code: cause.code, certainty: 'possible', missing }] : [];
};

const eachOnce = (alternatives: readonly Alternative[]): readonly Alternative[] =>
  alternatives.filter(({ code }, i) => alternatives.findIndex((other) => other.code === code) === i);

const distinctPlaces = (checkpoints: readonly Checkpoint[]): readonly Checkpoint[] =>
  checkpoints.filter((at, index) => checkpoints.findIndex((other) => sameBlocker(at, other)) === index);

/** Every blocker on the round trips, those of the named cause first, each once. */
const blockingOf = (
  it: Case,
  named: Examination,
  disproved: readonly Checkpoint[],
): readonly Checkpoint[] => {
  if (named.blames.length === 0 && named.stopped === null) return [];
  const all = [...named.blames, ...it.trips.flatMap(blockers)].filter((at) => !disproved.includes(at));
  return all.filter((at, index) => all.findIndex((other) => sameBlocker(at, other)) === index);
};

/** The observation point that shows the finding best: the blocking interface, else one with a rejection, else the first. */
const foremost = (it: Case, named: Examination): readonly Observation[] => {
  const blamed = named.blames[0]?.interface.id;
  const rank = (at: Observation): number => {
    if (at.observationPoint === blamed) return 0;
    return at.forward.REJECT !== null || at.reverse.REJECT !== null ? 1 : 2;
  };
  return it.observations.toSorted((a, b) => rank(a) - rank(b));
};

const idOf = (code: string, { group }: Case): string =>
  [
    code,
    print(group.initiator.address),
    print(group.responder.address),
    group.protocol,
    ...(group.responder.port === null ? [] : [group.responder.port]),
  ].join('/');

/**
 * What the records disprove of the configuration in one place makes it no proof in another; and without configuration a
 * leg that is not sure makes everything that follows from it less than likely.
 */
const weakened = (
  { examination: { certainty, byConfiguration } }: Survivor,
  disproved: boolean,
  legSure: boolean,
): Certainty => {
  if (certainty === 'proven' && disproved) return 'likely';
  return certainty === 'likely' && !legSure && !byConfiguration ? 'possible' : certainty;
};

/** Holds every cause against one case and states the one that stands best, with the others that still stand. */
export const diagnose = (given: Case): Finding => {
  const it = oriented(given);
  const [named, ...others] = survivorsOf(it);
  const { code } = named.cause;
  const { outcome, leg } = entryOf(code);
  const seenAt = foremost(it, named.examination);
  const first = seenAt[0] as Observation;
  const legSure = isLegSure(it);
  const disproved = legSure ? disprovedDenials(it) : [];
  const weakest = weakened(named, disproved.length > 0 && outcome === 'blocked', legSure);
  const alternatives = eachOnce([
    ...alternativesTo(named, others, disproved.length > 0),
    ...(isLegKnown(it) ? [] : otherWayRound(it, code)),
  ]);
  // Nothing is proven while something else may have been it.
  const certainty = weakest === 'proven' && alternatives.length > 0 ? 'likely' : weakest;
  const noSurer = (it: Alternative): Alternative => (certainty === 'possible' ? { ...it, certainty } : it);
  return {
    id: idOf(code, it),
    code,
    outcome,
    leg: leg ?? named.examination.leg,
    certainty,
    entries: entriesOf(first),
    group: it.group,
    seenAt,
    stopped: named.examination.stopped,
    blocking: outcome === 'allowed' ? [] : blockingOf(it, named.examination, disproved),
    disproved: distinctPlaces(disproved),
    legSure,
    deciding: named.examination.deciding,
    nearest: named.examination.nearest,
    alternatives: alternatives.map(noSurer),
    missing: certainty === 'proven' ? named.examination.missing : named.settling,
    assumes: assumptionsOf(it, named.examination),
    evidence: seenAt.flatMap(evidenceAt),
    occurrences: occurrencesOf(it, first),
    trips: it.trips,
    predicts: named.examination.predicts,
    late: named.examination.late,
    otherDoor: named.examination.otherDoor,
    lostAt: named.examination.lostAt,
    oneLegReason: named.examination.oneLegReason,
    neverLogged: code === 'log-contradicts-configuration' ? (it.unexpected?.row ?? null) : null,
    unexpected: code === 'log-contradicts-configuration' ? (it.unexpected?.likely ?? []) : [],
    asked: null,
    askedInterface: null,
    keeps: null,
    stoppers: blamesSomething(named.examination) ? furtherOn(it, named.examination.stopped) : [],
    absence: [],
    meanings: meaningsOf(it, named.examination),
    separations: [],
    noise: null,
  };
};
