import { type IpAddress, print } from '../../address/ip-address.js';
import type { Deciding } from '../../filter/verdict.js';
import type { Finding, Occurrences } from './finding.js';

/** What findings are put together by. `rule`: the cause and what decided. */
export const GROUPED_BY = ['rule', 'initiator', 'responder', 'port', 'interface'] as const;
/** What findings may have in common: one of `GROUPED_BY`. */
export type GroupedBy = (typeof GROUPED_BY)[number];

/** How many different ones there are. */
export type Spread = {
  readonly initiators: number;
  readonly responders: number;
  readonly ports: number;
  readonly interfaces: number;
};

/** Findings that have one thing in common, in sums over all of them: those, too, that are not listed one by one. */
export type FindingGroup = {
  readonly by: GroupedBy;
  /** What they have in common; stable for the same input. */
  readonly key: string;
  /** The most harmful of them. */
  readonly example: Finding;
  /** How many there are. */
  readonly findings: number;
  /** Null when no record is concerned. */
  readonly occurrences: Occurrences | null;
  readonly spread: Spread;
};

/** The part that decided, as one word or two: the same for every packet that it decides. */
export const decidingKey = (it: Deciding): string => {
  switch (it.kind) {
    case 'network-acl-entry':
      return `${it.networkAclId} ${it.direction} ${it.entry.number}`;
    case 'security-group':
      return `${it.groupIds.length === 1 ? it.groupIds[0] : it.interfaceId} ${it.direction}`;
    case 'security-group-rule':
      return `${it.groupId} ${it.direction}`;
    case 'unfiltered-service':
      return it.service;
    default:
      return it.interfaceId;
  }
};

const address = (it: IpAddress | undefined): string => (it === undefined ? '-' : print(it));

export const interfaceOf = ({ seenAt, askedInterface, absence }: Finding): string =>
  seenAt[0]?.observationPoint ?? askedInterface ?? absence[0]?.interfaceId ?? '-';

export const portKey = ({ group, asked }: Finding): string => {
  const protocol = group?.protocol ?? asked?.protocol ?? null;
  const port = group === null ? (asked?.port ?? null) : group.responder.port;
  return `${protocol ?? '-'}/${port ?? '-'}`;
};

export const initiatorKey = ({ group, asked }: Finding): string =>
  address(group?.initiator.address ?? asked?.source ?? undefined);

export const responderKey = ({ group, asked }: Finding): string =>
  address(group?.responder.address ?? asked?.destination ?? undefined);

/** Where no rule is known to have decided, the interface that rejected, or the host that did not answer. */
const decider = (finding: Finding): string => {
  const [first] = finding.deciding;
  if (finding.stopped !== null) return finding.stopped.component;
  if (first !== undefined && finding.outcome === 'blocked') return decidingKey(first);
  if (finding.outcome === 'blocked') return interfaceOf(finding);
  return `${responderKey(finding)} ${portKey(finding)}`;
};

const KEYS: Readonly<Record<GroupedBy, (finding: Finding) => string>> = {
  rule: (finding) => `${finding.code} ${decider(finding)}`,
  initiator: initiatorKey,
  responder: responderKey,
  port: portKey,
  interface: interfaceOf,
};

/** What a finding has in common with others of its group. */
export const groupKey = (by: GroupedBy, finding: Finding): string => KEYS[by](finding);
