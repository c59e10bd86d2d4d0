import { type Cidr, familyOf } from '../address/cidr.js';
import type { Family } from '../address/ip-address.js';
import type { NetworkAclId, SubnetId, VpcId } from '../resource/id.js';
import type { Direction } from '../traffic/direction.js';
import type { IcmpMatch } from '../traffic/icmp.js';
import type { PortRange } from '../traffic/ports.js';
import type { ProtocolMatch } from '../traffic/protocol.js';

/**
 * A network ACL: numbered entries, the lowest number that matches decides; no memory of earlier packets.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export type NetworkAcl = {
  readonly id: NetworkAclId;
  readonly vpcId: VpcId | null;
  readonly isDefault: boolean;
  /** Sorted by direction, family and number. */
  readonly entries: readonly NetworkAclEntry[];
  readonly subnetIds: readonly SubnetId[];
};

/**
 * One numbered entry of a network ACL for one direction; the lowest number that matches decides.
 * https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
 */
export type NetworkAclEntry = {
  /** 1 to 32766 for written entries; 32767 (IPv4) and 32768 (IPv6) is the final deny that the console shows as `*`. */
  readonly number: number;
  readonly direction: Direction;
  readonly action: 'allow' | 'deny';
  readonly protocol: ProtocolMatch;
  /** Source of an ingress entry, destination of an egress entry. */
  readonly cidr: Cidr;
  /** Destination ports; null when every port is meant or the protocol has none. */
  readonly ports: PortRange | null;
  /** Null when every type and code is meant or the entry is not about ICMP. */
  readonly icmp: IcmpMatch | null;
  /** AWS's fixed default, which the input did not state and every network ACL has. */
  readonly filledIn?: true;
};

/**
 * Numbers from 32767 on are AWS's own: the final deny of each family.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html
 */
export const LAST_WRITTEN_NUMBER = 32766;

export const isFinalDeny = (entry: NetworkAclEntry): boolean => entry.number > LAST_WRITTEN_NUMBER;

/** The entries that judge packets of this direction and family, in the order of evaluation. */
export const entriesFor = (
  acl: NetworkAcl,
  direction: Direction,
  family: Family,
): readonly NetworkAclEntry[] =>
  acl.entries.filter((entry) => entry.direction === direction && familyOf(entry.cidr) === family);

/** Orders entries by direction, family and number, which is the order of evaluation within each. */
export const inOrder = (entries: readonly NetworkAclEntry[]): readonly NetworkAclEntry[] =>
  [...entries].sort(
    (a, b) =>
      Number(a.direction === 'egress') - Number(b.direction === 'egress') ||
      familyOf(a.cidr) - familyOf(b.cidr) ||
      a.number - b.number,
  );
