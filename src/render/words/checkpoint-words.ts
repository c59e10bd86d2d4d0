import { print as printCidr } from '../../address/cidr.js';
import { print } from '../../address/ip-address.js';
import type { Deciding, MatchedPeer, MissedField, NearMiss } from '../../filter/verdict.js';
import type { Checkpoint } from '../../path/round-trip.js';
import type { Packet } from '../../traffic/packet.js';
import { gapSentence } from './gap-words.js';
import { listed } from './phrase.js';
import { entryPhrase, rulePhrase } from './rule-tables.js';
import { directionWord, serviceName, wayWord } from './traffic-words.js';

/** What the words tell of, wherever it was judged. */
type Judged = Omit<Checkpoint, 'side'>;

const groupsOf = ({ interface: it }: Judged): string => {
  const ids = it.securityGroupIds ?? [];
  return ids.length === 1 ? `security group ${ids[0]}` : `security groups ${listed(ids)}`;
};

const verb = ({ interface: it }: Judged, one: string, many: string): string =>
  it.securityGroupIds?.length === 1 ? one : many;

const peerOf = ({ direction }: Judged, packet: Packet): string =>
  direction === 'ingress' ? `from ${print(packet.source)}` : `to ${print(packet.destination)}`;

/** The entry of a prefix list that matched: the list's name alone does not show why. */
const entryOf = (peer: MatchedPeer): string =>
  peer.kind === 'prefix-list' ? `, by its entry ${printCidr(peer.cidr)}` : '';

/** A rule allowed it; or nothing had to. */
const allowedBy = (at: Judged, deciding: Deciding | undefined): string => {
  const way = wayWord(at.direction);
  switch (deciding?.kind) {
    case 'security-group-rule':
      return `Security group ${deciding.groupId} lets the ${at.leg} ${way}: ${rulePhrase(deciding.rule)}${entryOf(deciding.peer)}.`;
    case 'connection-tracking':
      return `Security groups are stateful: having let the request pass, ${groupsOf(at)} ${verb(at, 'lets', 'let')} its reply ${way}, whatever the ${directionWord(at.direction)} rules say.`;
    case 'no-security-groups':
      return `${at.interface.id} carries no security group; only the network ACL of its subnet filters it.`;
    case 'network-acl-entry':
      return `Network ACL ${deciding.networkAclId} lets the ${at.leg} ${way}: ${directionWord(at.direction)} ${entryPhrase(deciding.entry)} is the first that matches.`;
    case 'same-subnet':
      return `The packet does not cross the boundary of subnet ${at.interface.subnetId} here, so its network ACL is not asked.`;
    case 'unfiltered-service':
      return `Neither security groups nor network ACLs filter ${deciding.service}.`;
    default:
      return `The ${at.leg} passes ${way}.`;
  }
};

const deniedBy = (at: Judged, packet: Packet, deciding: Deciding | undefined): string => {
  if (deciding?.kind === 'network-acl-entry') {
    const stateless =
      at.leg === 'reply' ? 'Network ACLs are stateless: the reply is judged on its own. ' : '';
    const subnet = at.interface.subnetId === null ? '' : ` of ${at.interface.subnetId}`;
    return `${stateless}Network ACL ${deciding.networkAclId}${subnet} denies the ${at.leg} on its way ${wayWord(at.direction)}: ${directionWord(at.direction)} ${entryPhrase(deciding.entry)} is the first that matches.`;
  }
  const traffic = serviceName(packet.protocol, packet.destinationPort);
  return `No ${directionWord(at.direction)} rule of ${groupsOf(at)} allows ${traffic} ${peerOf(at, packet)}. Security groups deny what no rule allows.`;
};

/** What one filter said of one leg, in a sentence. `packet` is the packet of that leg. */
export const checkpointSentence = (at: Judged, packet: Packet): string => {
  const [deciding] = at.verdict.deciding;
  switch (at.verdict.outcome) {
    case 'allowed':
      return allowedBy(at, deciding);
    case 'denied':
      return deniedBy(at, packet, deciding);
    case 'undetermined': {
      const filter = at.filter === 'network-acl' ? 'the network ACL' : 'the security groups';
      const needs = at.verdict.missing.map(gapSentence);
      return `Whether ${filter} of ${at.interface.id} ${at.filter === 'network-acl' ? 'lets' : 'let'} the ${at.leg} ${wayWord(at.direction)} is not known. Missing: ${needs.join('; ')}.`;
    }
  }
};

const missedWord = (field: MissedField, packet: Packet): string => {
  switch (field) {
    case 'protocol':
      return `is ${serviceName(packet.protocol, packet.destinationPort)}`;
    case 'port':
      return `goes to port ${packet.destinationPort}`;
    case 'icmp':
      return 'has another ICMP type or code';
    case 'source':
      return `comes from ${print(packet.source)}`;
    case 'destination':
      return `goes to ${print(packet.destination)}`;
  }
};

/** The rule that came nearest and what it missed: `sg-1 allows HTTPS 443 from 10.0.2.0/24; the packet comes from 10.0.3.7`. */
export const nearMissSentence = (miss: NearMiss, packet: Packet): string => {
  const differs = `the packet ${listed(miss.missed.map((field) => missedWord(field, packet)))}`;
  return miss.kind === 'security-group-rule'
    ? `Nearest rule: ${miss.groupId} allows ${rulePhrase(miss.rule)}; ${differs}.`
    : `Nearest entry: ${directionWord(miss.direction)} ${entryPhrase(miss.entry)} of ${miss.networkAclId}; ${differs}.`;
};
