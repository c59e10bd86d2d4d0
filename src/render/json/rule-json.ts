import { print as printCidr } from '../../address/cidr.js';
import type { Deciding, MatchedPeer, NearMiss } from '../../filter/verdict.js';
import { isFinalDeny, type NetworkAclEntry } from '../../network/network-acl.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import { awsName, type ProtocolMatch } from '../../traffic/protocol.js';

const protocolValue = (protocol: ProtocolMatch): string => (protocol === 'all' ? '-1' : awsName(protocol));

export const entryJson = (entry: NetworkAclEntry) => ({
  ruleNumber: entry.number,
  direction: entry.direction,
  action: entry.action,
  protocol: protocolValue(entry.protocol),
  cidr: printCidr(entry.cidr),
  ports: entry.ports,
  icmp: entry.icmp,
  default: isFinalDeny(entry),
});

export const ruleJson = (rule: SecurityGroupRule) => ({
  ruleId: rule.id,
  direction: rule.direction,
  protocol: protocolValue(rule.protocol),
  ports: rule.ports,
  icmp: rule.icmp,
  peer: rule.peer.kind === 'cidr' ? printCidr(rule.peer.cidr) : rule.peer.id,
  description: rule.description,
});

const matchedPart = (peer: MatchedPeer): string | null =>
  peer.kind === 'security-group' ? peer.interfaceId : printCidr(peer.cidr);

export const decidingJson = (it: Deciding) => {
  switch (it.kind) {
    case 'network-acl-entry':
      return { kind: it.kind, id: it.networkAclId, ...entryJson(it.entry), shadowed: it.shadowed };
    case 'security-group-rule':
      return { kind: it.kind, id: it.groupId, ...ruleJson(it.rule), matched: matchedPart(it.peer) };
    case 'security-group':
      return {
        kind: it.kind,
        id: it.groupIds.length === 1 ? (it.groupIds[0] as string) : it.interfaceId,
        direction: it.direction,
        groups: it.groupIds,
      };
    case 'connection-tracking':
      return { kind: it.kind, id: it.interfaceId, direction: it.direction };
    case 'unfiltered-service':
      return { kind: it.kind, id: it.service, source: it.source };
    default:
      return { kind: it.kind, id: it.interfaceId };
  }
};

export const nearMissJson = (it: NearMiss) =>
  it.kind === 'network-acl-entry'
    ? { kind: it.kind, id: it.networkAclId, ...entryJson(it.entry), missed: it.missed }
    : { kind: it.kind, id: it.groupId, ...ruleJson(it.rule), missed: it.missed };
