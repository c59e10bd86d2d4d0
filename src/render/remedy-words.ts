import { familyOf, print as printCidr } from '../address/cidr.js';
import type { NetworkAclEntry } from '../network/network-acl.js';
import type { SecurityGroupRule } from '../network/security-group.js';
import { componentOf } from '../path/blocker.js';
import type { Change } from '../remedy/change.js';
import type { Caution, Remedy } from '../remedy/remedy.js';
import { print as printPorts } from '../traffic/ports.js';
import { awsName, hasPorts, isIcmp, type ProtocolMatch } from '../traffic/protocol.js';
import { networkAclTable, securityGroupTable } from './rule-tables.js';
import { PORT_REASONS } from './source-port-words.js';
import { listed, plural, type Table } from './text-table.js';
import { directionWord, peerName, protocolName } from './traffic-words.js';

const networkAclCommand = (verb: string, id: string, number: number, entry: NetworkAclEntry): string => {
  const family = familyOf(entry.cidr) === 4 ? '--cidr-block' : '--ipv6-cidr-block';
  const ports = entry.ports ?? { from: 0, to: 65535 };
  const traffic =
    entry.protocol !== 'all' && hasPorts(entry.protocol)
      ? ` --port-range From=${ports.from},To=${ports.to}`
      : entry.protocol !== 'all' && isIcmp(entry.protocol)
        ? ` --icmp-type-code Type=${anyAsMinusOne(entry.icmp?.type)},Code=${anyAsMinusOne(entry.icmp?.code)}`
        : '';
  return `aws ec2 ${verb} --network-acl-id ${id} --${entry.direction} --rule-number ${number} --protocol ${entry.protocol === 'all' ? -1 : entry.protocol}${traffic} ${family} ${printCidr(entry.cidr)} --rule-action ${entry.action}`;
};

const anyAsMinusOne = (value: number | 'any' | undefined): number =>
  value === undefined || value === 'any' ? -1 : value;

const portFields = (rule: SecurityGroupRule): string => {
  const { protocol, ports, icmp } = rule;
  if (protocol === 'all') return '';
  if (isIcmp(protocol)) return `,FromPort=${anyAsMinusOne(icmp?.type)},ToPort=${anyAsMinusOne(icmp?.code)}`;
  return hasPorts(protocol) ? `,FromPort=${ports?.from ?? 0},ToPort=${ports?.to ?? 65535}` : '';
};

const peerFields = ({ peer }: SecurityGroupRule): string => {
  switch (peer.kind) {
    case 'cidr':
      return familyOf(peer.cidr) === 4
        ? `IpRanges=[{CidrIp=${printCidr(peer.cidr)}}]`
        : `Ipv6Ranges=[{CidrIpv6=${printCidr(peer.cidr)}}]`;
    case 'prefix-list':
      return `PrefixListIds=[{PrefixListId=${peer.id}}]`;
    case 'security-group':
      return `UserIdGroupPairs=[{GroupId=${peer.id}}]`;
  }
};

/** The AWS CLI commands that make a change; nothing else of the configuration is touched. */
export const commandsFor = (change: Change): readonly string[] => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return [
        networkAclCommand('create-network-acl-entry', change.networkAclId, change.entry.number, change.entry),
      ];
    case 'renumber-network-acl-entry':
      return [
        networkAclCommand('create-network-acl-entry', change.networkAclId, change.to, change.entry),
        `aws ec2 delete-network-acl-entry --network-acl-id ${change.networkAclId} --${change.direction} --rule-number ${change.entry.number}`,
      ];
    case 'add-security-group-rule':
      return [
        `aws ec2 authorize-security-group-${change.rule.direction} --group-id ${change.groupId} --ip-permissions 'IpProtocol=${awsName(change.rule.protocol)}${portFields(change.rule)},${peerFields(change.rule)}'`,
      ];
  }
};

/** The change as a sentence, and as the row to enter in the console. */
export const changeWords = (change: Change): { readonly sentence: string; readonly table: Table | null } => {
  switch (change.kind) {
    case 'add-network-acl-entry':
      return {
        sentence: `Add to the ${directionWord(change.entry.direction)} rules of network ACL ${change.networkAclId}:`,
        table: networkAclTable(change.entry.direction, [change.entry]),
      };
    case 'renumber-network-acl-entry':
      return {
        sentence: `Make room in the ${directionWord(change.direction)} rules of network ACL ${change.networkAclId}: give rule ${change.entry.number} the number ${change.to}.`,
        table: null,
      };
    case 'add-security-group-rule':
      return {
        sentence: `Add to the ${directionWord(change.rule.direction)} rules of security group ${change.groupId}:`,
        table: securityGroupTable(change.rule.direction, [{ groupId: change.groupId, rule: change.rule }]),
      };
  }
};

const traffic = (protocol: ProtocolMatch, ports: NetworkAclEntry['ports'], isIcmpAny: boolean): string => {
  const range = ports === null ? '' : ` ${ports.from === ports.to ? 'port' : 'ports'} ${printPorts(ports)}`;
  return `${protocolName(protocol)}${range}${isIcmpAny ? ' of every type' : ''}`;
};

const isIcmpAny = (protocol: ProtocolMatch, icmp: unknown): boolean =>
  protocol !== 'all' && isIcmp(protocol) && icmp === null;

/** What becomes possible that was not, and nothing more. */
export const opensPhrase = (change: Change): readonly string[] => {
  switch (change.kind) {
    case 'add-network-acl-entry': {
      const { entry } = change;
      const peer = `${entry.direction === 'ingress' ? 'from' : 'to'} ${printCidr(entry.cidr)}`;
      return [
        `${traffic(entry.protocol, entry.ports, isIcmpAny(entry.protocol, entry.icmp))} ${peer} (${change.networkAclId})`,
      ];
    }
    case 'renumber-network-acl-entry':
      return [];
    case 'add-security-group-rule': {
      const { rule } = change;
      const peer = `${rule.direction === 'ingress' ? 'from' : 'to'} ${peerName(rule.peer)}`;
      return [
        `${traffic(rule.protocol, rule.ports, isIcmpAny(rule.protocol, rule.icmp))} ${peer} (${change.groupId})`,
      ];
    }
  }
};

export const opensSentence = ({ changes }: Remedy): string =>
  `It opens ${listed(changes.flatMap(opensPhrase))}, and nothing else.`;

/** Whether it was shown to work, and how far that goes. */
export const proofSentence = ({ proof, sourcePorts, changes }: Remedy): string => {
  const after = `${changes.length === 1 ? 'with this change' : 'with these changes'} made`;
  const ports =
    sourcePorts === null
      ? ''
      : ` for every source port from ${printPorts(sourcePorts.range)}, ${PORT_REASONS[sourcePorts.reason]}`;
  const scope =
    proof.scope === 'round-trip'
      ? `the filters at both ends let request and reply pass${ports}`
      : `the filters of this interface let request and reply pass${ports}. The other end is outside the input and was not judged`;
  switch (proof.outcome) {
    case 'passes':
      return `Checked: ${after}, ${scope}.`;
    case 'undetermined':
      return `Not fully checked: ${after}, nothing known blocks it, but the input does not say what ${listed([...new Set(proof.remaining.map(componentOf))])} does.`;
    case 'blocked':
      return `Not enough: ${after}, ${listed([...new Set(proof.remaining.map(componentOf))])} still blocks it.`;
  }
};

/** What whoever makes the change should know first. */
export const cautionSentence = (caution: Caution): string => {
  switch (caution.kind) {
    case 'overrides-written-deny':
      return `Somebody wrote the deny in rule ${listed(caution.numbers.map(String))} of ${caution.networkAclId}. This change goes before it: find out first why it is there.`;
    case 'affects-subnets':
      return `${caution.networkAclId} also serves ${plural(caution.subnetIds.length, 'other subnet')}: ${listed(caution.subnetIds)}.`;
    case 'affects-interfaces':
      return `${caution.groupId} is also carried by ${plural(caution.interfaceIds.length, 'other interface')}: ${listed(caution.interfaceIds.slice(0, 5))}${caution.interfaceIds.length > 5 ? ', ...' : ''}.`;
    case 'rule-quota-reached':
      return `${caution.groupId} already has ${caution.rules} rules for this direction and family; the default quota is 60.`;
    case 'quota-reached':
      return `${caution.networkAclId} already has ${caution.entries} entries for this direction and family; the default quota is 20.`;
  }
};
