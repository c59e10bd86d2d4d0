import { print as printCidr } from '../../address/cidr.js';
import { isFinalDeny, type NetworkAclEntry } from '../../network/network-acl.js';
import type { Route } from '../../network/route-table.js';
import type { SecurityGroupRule } from '../../network/security-group.js';
import type { SecurityGroupId } from '../../resource/id.js';
import type { Direction } from '../../traffic/direction.js';
import { printable } from './phrase.js';
import { destinationName, targetName } from './route-words.js';
import type { Table } from './table.js';
import { peerName, rulePorts, ruleProtocol, ruleType } from './traffic-words.js';

const peerTitle = (direction: Direction): string => (direction === 'ingress' ? 'Source' : 'Destination');

/** The number as the console shows it: the final deny is `*`. */
export const entryNumber = (entry: NetworkAclEntry): string =>
  isFinalDeny(entry) ? '*' : String(entry.number);

const action = ({ action: does }: NetworkAclEntry): string => (does === 'allow' ? 'Allow' : 'Deny');

/** Entries of a network ACL in the columns of the console. */
export const networkAclTable = (direction: Direction, entries: readonly NetworkAclEntry[]): Table => ({
  head: ['Rule number', 'Type', 'Protocol', 'Port range', peerTitle(direction), 'Allow/Deny'],
  rows: entries.map((entry) => [
    entryNumber(entry),
    ruleType(entry),
    ruleProtocol(entry),
    rulePorts(entry),
    printCidr(entry.cidr),
    action(entry),
  ]),
});

export type GroupRule = { readonly groupId: SecurityGroupId; readonly rule: SecurityGroupRule };

/** Rules of security groups in the columns of the console. */
export const securityGroupTable = (direction: Direction, rules: readonly GroupRule[]): Table => ({
  head: ['Security group', 'Type', 'Protocol', 'Port range', peerTitle(direction), 'Description'],
  rows: rules.map(({ groupId, rule }) => [
    rule.id === null ? groupId : `${groupId} (${rule.id})`,
    ruleType(rule),
    ruleProtocol(rule),
    rulePorts(rule),
    peerName(rule.peer),
    printable(rule.description ?? '-'),
  ]),
});

/** Rules of one security group as its page in the console shows them. */
export const groupRulesTable = (direction: Direction, rules: readonly SecurityGroupRule[]): Table => ({
  head: ['Type', 'Protocol', 'Port range', peerTitle(direction), 'Description'],
  rows: rules.map((rule) => [
    ruleType(rule),
    ruleProtocol(rule),
    rulePorts(rule),
    peerName(rule.peer),
    printable(rule.description ?? '-'),
  ]),
});

/** An entry in one phrase: `rule 100 (All traffic, 0.0.0.0/0, Allow)`. */
export const entryPhrase = (entry: NetworkAclEntry): string =>
  `rule ${entryNumber(entry)} (${[
    ...(isFinalDeny(entry) ? [`number ${entry.number}`] : []),
    ruleType(entry),
    ...(entry.ports === null && entry.icmp === null ? [] : [rulePorts(entry)]),
    printCidr(entry.cidr),
    action(entry),
  ].join(', ')})`;

/** A rule in one phrase: `HTTPS 443 from 10.0.0.0/16`. */
export const rulePhrase = (rule: SecurityGroupRule): string => {
  const ports = rule.ports === null && rule.icmp === null ? '' : ` ${rulePorts(rule)}`;
  return `${ruleType(rule)}${ports} ${rule.direction === 'ingress' ? 'from' : 'to'} ${peerName(rule.peer)}`;
};

/** Routes in the columns of the console. */
export const routeTable = (routes: readonly Route[]): Table => ({
  head: ['Destination', 'Target'],
  rows: routes.map((route) => [destinationName(route), targetName(route.target)]),
});
