import type { Finding } from '../diagnosis/finding/finding.js';
import { membersOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import { ruleKey } from '../network/rule-key.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { blockers, undecided } from '../path/blocker.js';
import { unionAll } from '../prelude/set-algebra.js';
import type { SecurityGroupId } from '../resource/id.js';
import { headerSets } from '../traffic/header-set.js';
import { apply, type Change } from './change.js';
import { askedBy } from './need.js';
import type { Remedy } from './remedy.js';
import { remedyOf } from './remedy-of.js';
import { judge, type Unit, unitOf } from './unit.js';

type Mended = Finding & { readonly remedies: readonly Remedy[] };
type AddRule = Extract<Change, { kind: 'add-security-group-rule' }>;

/** A finding that one new rule for the address of one interface mends. */
type Single = {
  readonly unit: Unit;
  readonly remedy: Remedy;
  readonly change: AddRule;
  readonly peer: NetworkInterface;
};

const singleOf = (network: Network, finding: Mended): Single | null => {
  const [remedy, ...others] = finding.remedies;
  const [change, ...more] = remedy?.changes ?? [];
  const unit = unitOf(network, finding);
  if (remedy === undefined || unit === null || others.length + more.length > 0) return null;
  if (change?.kind !== 'add-security-group-rule' || change.rule.peer.kind !== 'cidr') return null;
  const peer = change.rule.direction === 'ingress' ? unit.ends.initiator : unit.ends.responder;
  return peer.kind === 'interface' ? { unit, remedy, change, peer: peer.interface } : null;
};

/** The rules differ in the peer alone, and provide for the same source ports. */
const isLike =
  (a: Single) =>
  (b: Single): boolean =>
    a.change.groupId === b.change.groupId &&
    ruleKey({ ...a.change.rule, peer: b.change.rule.peer }) === ruleKey(b.change.rule) &&
    a.remedy.sourcePorts?.range.from === b.remedy.sourcePorts?.range.from &&
    a.remedy.sourcePorts?.range.to === b.remedy.sourcePorts?.range.to;

/** The groups of that VPC that all peers carry, the one with the fewest members first. */
const inCommon = (
  network: Network,
  all: readonly Single[],
  own: SecurityGroupId,
): readonly SecurityGroupId[] => {
  const vpcId = network.securityGroups.get(own)?.vpcId ?? null;
  const [first, ...others] = all.map(({ peer }) => peer.securityGroupIds ?? []);
  return (first ?? [])
    .filter((id) => others.every((ids) => ids.includes(id)))
    .filter((id) => vpcId !== null && network.securityGroups.get(id)?.vpcId === vpcId)
    .toSorted((a, b) => membersOf(network, a).length - membersOf(network, b).length);
};

const naming = (network: Network, { change }: Single, id: SecurityGroupId): AddRule => {
  const { ownerId, vpcId } = network.securityGroups.get(id) ?? { ownerId: null, vpcId: null };
  const peer: SecurityGroupRule['peer'] = { kind: 'security-group', id, ownerId, vpcId, peeringStatus: null };
  return { ...change, rule: { ...change.rule, peer } };
};

const passesAll = (changed: Network, all: readonly Single[]): boolean =>
  all.every(({ unit }) =>
    judge(changed, unit).every((trip) => blockers(trip).length + undecided(trip).length === 0),
  );

/**
 * One rule that names the security group that all peers carry, in the place of a rule for the address of each: what an
 * operator would write, and the next instance of the group needs no other. It opens more than was asked where the group has
 * other members, which `opens` says. Empty where the findings are not of two peers at least, or nothing joins them.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export const sharedRemedy = (network: Network, findings: readonly Mended[]): readonly Remedy[] => {
  const all = findings.flatMap((finding) => singleOf(network, finding) ?? []);
  const [first] = all;
  if (first === undefined || all.length < findings.length || !all.every(isLike(first))) return [];
  if (new Set(all.map(({ peer }) => peer.id)).size < 2) return [];
  for (const id of inCommon(network, all, first.change.groupId)) {
    const change = naming(network, first, id);
    const changed = apply(network, change);
    if (!passesAll(changed, all)) continue;
    const asked = unionAll(headerSets)(
      all.map(({ unit: { packet } }) => askedBy({ packet, ports: change.rule.ports })),
    );
    const { cautions, proof, sourcePorts } = first.remedy;
    return [remedyOf(network, changed, [{ changes: [change], cautions, asked }], sourcePorts, proof)];
  }
  return [];
};
