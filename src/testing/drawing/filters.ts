import { inOrder, type NetworkAclEntry } from '../../network/network-acl.js';
import type { Peer, SecurityGroupRule } from '../../network/security-group.js';
import type { Direction } from '../../traffic/direction.js';
import { type Drawn, OWNER, piece } from './piece.js';
import { block, type TrafficText, traffic } from './written.js';

/** A rule: what, and from or to whom. The peer is a block, a group (`sg-...`) or a prefix list (`pl-...`). */
export type DrawnRule = readonly [what: TrafficText, peer: string];

const peerOf = (text: string): Peer => {
  if (text.startsWith('pl-')) return { kind: 'prefix-list', id: text };
  if (text.startsWith('sg-'))
    return { kind: 'security-group', id: text, ownerId: OWNER, vpcId: null, peeringStatus: null };
  return { kind: 'cidr', cidr: block(text) };
};

const rule =
  (direction: Direction) =>
  ([what, peer]: DrawnRule): SecurityGroupRule => ({
    id: null,
    direction,
    ...traffic(what),
    peer: peerOf(peer),
    description: null,
  });

/** A security group: what it lets in, and what it lets out. */
export const securityGroup = (
  id: string,
  vpcId: string,
  { ingress, egress }: { readonly ingress: readonly DrawnRule[]; readonly egress: readonly DrawnRule[] },
): Drawn =>
  piece('securityGroups', {
    id,
    name: id.replace(/^sg-/, ''),
    vpcId,
    ownerId: OWNER,
    ingress: ingress.map(rule('ingress')),
    egress: egress.map(rule('egress')),
  });

/** An entry: number, allow or deny, what, and from or to where. */
export type DrawnEntry = readonly [
  number: number,
  action: 'allow' | 'deny',
  what: TrafficText,
  block: string,
];

const entry =
  (direction: Direction) =>
  ([number, action, what, cidr]: DrawnEntry): NetworkAclEntry => ({
    number,
    direction,
    action,
    ...traffic(what),
    cidr: block(cidr),
  });

const FINAL: readonly DrawnEntry[] = [
  [32_767, 'deny', 'all', '0.0.0.0/0'],
  [32_768, 'deny', 'all', '::/0'],
];

/** The entries of a network ACL for each direction, as `networkAcl` takes them. */
export type DrawnEntries = {
  readonly ingress: readonly DrawnEntry[];
  readonly egress: readonly DrawnEntry[];
};

/** What the default network ACL of a VPC lets pass, and AWS's own open entries for IPv6. */
export const OPEN_ENTRIES: DrawnEntries = {
  ingress: [
    [100, 'allow', 'all', '0.0.0.0/0'],
    [101, 'allow', 'all', '::/0'],
  ],
  egress: [
    [100, 'allow', 'all', '0.0.0.0/0'],
    [101, 'allow', 'all', '::/0'],
  ],
};

const entriesOf = ({ ingress, egress }: DrawnEntries): readonly NetworkAclEntry[] =>
  inOrder([...[...ingress, ...FINAL].map(entry('ingress')), ...[...egress, ...FINAL].map(entry('egress'))]);

/** Those of a default network ACL, with the final denials. */
export const openEntries = (): readonly NetworkAclEntry[] => entriesOf(OPEN_ENTRIES);

/**
 * A network ACL of some subnets. The final denials, which nobody writes, are added; the one for IPv6 stays where the VPC has
 * IPv6. */
export const networkAcl = (
  id: string,
  vpcId: string,
  subnetIds: readonly string[],
  drawn: DrawnEntries = OPEN_ENTRIES,
): Drawn =>
  piece('networkAcls', {
    id,
    vpcId,
    isDefault: false,
    entries: entriesOf(drawn),
    subnetIds: [...subnetIds].sort(),
  });
