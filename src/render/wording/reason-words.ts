import type { TargetHealth } from '../../diagnosis/case/health-check.js';
import type { Finding } from '../../diagnosis/finding/finding.js';
import type { Meaning } from '../../diagnosis/finding/meaning.js';
import type { Separation, Span } from '../../diagnosis/finding/separation.js';
import { listed, plural, time } from '../words/phrase.js';
import { WORDING } from './codes.js';

/** More names than these nobody reads. */
const MOST_NAMES = 4;

const names = (all: readonly string[]): string =>
  all.length <= MOST_NAMES
    ? listed(all)
    : `${all.slice(0, MOST_NAMES).join(', ')} and ${all.length - MOST_NAMES} more`;

const ports = ([from, to]: Span): string => (from === to ? `${from}` : `${from}-${to}`);

const PLACES: Readonly<
  Record<'interface' | 'availability-zone' | 'initiator' | 'family' | 'target', string>
> = {
  interface: 'recorded at',
  'availability-zone': 'from Availability Zone',
  initiator: 'from',
  family: 'over',
  target: 'to',
};

const separationSentence = (it: Separation): string => {
  switch (it.dimension) {
    case 'time':
      return it.bad[0] > it.good[1]
        ? `Until ${time(it.good[1])} the same went well, and from ${time(it.bad[0])} on it did not: something changed in between.`
        : `Until ${time(it.bad[1])} it failed, and from ${time(it.good[0])} on the same went well: something changed in between.`;
    case 'source-port':
      return `It fails for the initiator's ports ${ports(it.bad)} and went well for ${ports(it.good)}: replies go to these ports.`;
    default:
      return `It fails ${PLACES[it.dimension]} ${names(it.bad)}, and the same service went well ${PLACES[it.dimension]} ${names(it.good)}.`;
  }
};

/** What the health of the targets means for the traffic of clients. */
const healthWords = (health: TargetHealth | null): string => {
  if (health === null) return '';
  const { state, healthy, targets } = health;
  return healthy === 0
    ? ` It says ${state} of this one, and none of its targets is healthy: so it sends to all of them all the same ("fail open").`
    : ` It says ${state} of this one; ${healthy} of ${plural(targets, 'target')} ${healthy === 1 ? 'is healthy and gets' : 'are healthy and get'} the traffic.`;
};

/** Without the list the change is for the one address that was seen. */
const LIST_OF_CHECKERS =
  ' With describe-managed-prefix-lists and get-managed-prefix-list-entries of com.amazonaws.REGION.route53-healthchecks in the input the rule is for all of them.';

const meaningSentence = (it: Meaning): string => {
  switch (it.kind) {
    case 'written-deny':
      return `Rule ${it.ruleNumber} of ${it.networkAclId} is a deny that somebody wrote: it may be meant. Find out why it is there before changing anything.`;
    case 'scan':
      return `The sender was rejected on ${it.targets} addresses and ports and never let in: it looks around, as a scanner does.`;
    case 'health-check':
      return it.isCheckPort
        ? `The sender is load balancer ${it.loadBalancer}, and this port is that of its health checks: while they fail it takes the target for unhealthy.${healthWords(it.health)}`
        : `The sender is load balancer ${it.loadBalancer}: these are its health checks, or what it forwards of its clients.`;
    case 'route-53-health-check':
      return `The sender is a health checker of Route 53 (${it.prefixListId === null ? 'its records say ROUTE53_HEALTHCHECKS' : `${it.prefixListId} lists its address`}): while its requests get no answer Route 53 takes the endpoint for unhealthy, and may answer DNS queries without it. Checkers come from many addresses: let in the whole list by a rule of the security group, and its blocks by the network ACL.${it.prefixListId === null ? LIST_OF_CHECKERS : ''}`;
  }
};

/** Why, what the traffic is, and what tells it from what went well. A contradiction says itself what its time tells. */
export const reasonsOf = (finding: Finding): readonly string[] => [
  ...WORDING[finding.code].because(finding),
  ...finding.meanings.map(meaningSentence),
  ...(finding.code === 'log-contradicts-configuration' ? [] : finding.separations.map(separationSentence)),
];
