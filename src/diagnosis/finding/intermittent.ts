import { type IpAddress, print } from '../../address/ip-address.js';
import type { Group } from '../../conversation/group.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { endpointOf } from '../../path/endpoint.js';
import { wentWell } from '../case/surroundings.js';
import type { Code, FindingOutcome } from '../code.js';
import type { Finding } from './finding.js';
import { bySourcePort, byTime, byValue, type Separation } from './separation.js';

const pointsOf = ({ sightings }: Group): readonly string[] =>
  sightings.map(({ observationPoint }) => observationPoint);

const interfaceOf = (network: Network, address: IpAddress): NetworkInterface | null => {
  const end = endpointOf(network, address, null);
  return end.kind === 'interface' ? end.interface : null;
};

type Key = (group: Group) => string;

const serviceOf: Key = ({ protocol, responder }) => `${protocol} ${responder.port ?? '-'}`;
const from: Key = ({ initiator }) => print(initiator.address);
const to: Key = ({ responder }) => print(responder.address);
const familyOf: Key = ({ responder }) => `IPv${responder.address.family}`;

type Comparison = {
  readonly key: Key;
  readonly by: (bad: readonly Group[], good: readonly Group[]) => readonly Separation[];
};

/** Which good conversations a bad one is compared with, and by what they may differ; the closest comparison first. */
const comparisons = (network: Network): readonly Comparison[] => {
  /** A host is the same by IPv4 and IPv6. */
  const host = (address: IpAddress): string => interfaceOf(network, address)?.id ?? print(address);
  const zoneOf = ({ initiator }: Group): readonly string[] =>
    [interfaceOf(network, initiator.address)?.availabilityZone ?? []].flat();
  return [
    {
      key: (it) => `${host(it.initiator.address)} ${host(it.responder.address)} ${serviceOf(it)}`,
      by: (bad, good) => {
        const byFamily = byValue('family', bad, good, (it) => [familyOf(it)]);
        if (byFamily.length > 0) return byFamily;
        const byPoint = byValue('interface', bad, good, pointsOf);
        return [...bySourcePort(bad, good), ...byTime(bad, good), ...byPoint];
      },
    },
    {
      key: (it) => `${to(it)} ${serviceOf(it)}`,
      by: (bad, good) => {
        const byZone = byValue('availability-zone', bad, good, zoneOf);
        return byZone.length > 0 ? byZone : byValue('initiator', bad, good, (it) => [from(it)]);
      },
    },
    {
      key: (it) => `${from(it)} ${serviceOf(it)}`,
      by: (bad, good) => byValue('target', bad, good, (it) => [to(it)]),
    },
  ];
};

const byKey = (
  groups: readonly Group[],
  key: Key,
  wanted: ReadonlySet<string>,
): ReadonlyMap<string, Group[]> => {
  const map = new Map<string, Group[]>();
  for (const group of groups) {
    const its = key(group);
    if (!wanted.has(its)) continue;
    const list = map.get(its);
    if (list === undefined) map.set(its, [group]);
    else list.push(group);
  }
  return map;
};

type Troubled = { readonly finding: Finding; readonly group: Group };

const IN_TROUBLE: readonly FindingOutcome[] = ['blocked', 'failed', 'undetermined'];

/** These come after a connection that went well, and say themselves what has become of it. */
const EXPECTED_OF_WHAT_WORKS: ReadonlySet<Code> = new Set([
  'packet-outside-tracked-connection',
  'nat-gateway-idle-timeout',
  'rules-changed-during-flow',
]);

/** Findings that are trouble, of one group each. */
const troubledOf = (findings: readonly Finding[]): readonly Troubled[] =>
  findings.flatMap((finding) =>
    finding.group === null ||
    !IN_TROUBLE.includes(finding.outcome) ||
    EXPECTED_OF_WHAT_WORKS.has(finding.code)
      ? []
      : [{ finding, group: finding.group }],
  );

/** It went well although the configuration denies it. */
const isOdd = ({ finding, group }: Troubled): boolean =>
  finding.code === 'log-contradicts-configuration' && wentWell(group);

/**
 * Neither security groups nor network ACLs nor routes look at the port that a request comes from, only at that to which its
 * reply goes: what stops requests from some ports alone, by chance or as ports are taken in order, is something else.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
const mayTell =
  ({ leg }: Finding) =>
  ({ dimension }: Separation): boolean =>
    dimension !== 'source-port' || leg !== 'request';

/** Where the ports tell them apart it is no wonder that time does, too: ports are taken in order. */
const telling =
  (finding: Finding) =>
  (separations: readonly Separation[]): readonly Separation[] => {
    const left = separations.filter(mayTell(finding));
    const isByPort = left.some(({ dimension }) => dimension === 'source-port');
    return isByPort ? left.filter(({ dimension }) => dimension !== 'time') : left;
  };

const separate = (
  network: Network,
  troubled: readonly Troubled[],
  others: readonly Group[],
): ReadonlyMap<Finding, readonly Separation[]> => {
  const found = new Map<Finding, readonly Separation[]>();
  if (troubled.length === 0 || others.length === 0) return found;
  for (const { key, by } of comparisons(network)) {
    const open = troubled.filter(({ finding }) => !found.has(finding));
    const goodOnes = byKey(others, key, new Set(open.map(({ group }) => key(group))));
    const badOnes = byKey(
      open.map(({ group }) => group),
      key,
      new Set(goodOnes.keys()),
    );
    for (const { finding, group } of open) {
      const its = goodOnes.get(key(group));
      if (its !== undefined) found.set(finding, telling(finding)(by(badOnes.get(key(group)) ?? [], its)));
    }
  }
  return found;
};

/**
 * Says of every trouble what tells it from conversations of the same service that went well: intermittent trouble is
 * explained by the dimension that separates them. First those between the same hosts are compared; only where there are
 * none those from other initiators, then those to other targets. What went well although the configuration denies it is
 * compared the other way round, with what did not.
 */
export const withSeparations = (
  network: Network,
  findings: readonly Finding[],
  well: readonly Group[],
): readonly Finding[] => {
  const troubled = troubledOf(findings);
  const odd = troubled.filter(isOdd);
  const bad = troubled.filter((it) => !isOdd(it));
  const found = new Map([
    ...separate(network, bad, well),
    ...separate(
      network,
      odd,
      bad.map(({ group }) => group),
    ),
  ]);
  return findings.map((finding) => ({ ...finding, separations: found.get(finding) ?? [] }));
};
