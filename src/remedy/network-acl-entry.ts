import { familyOf, host } from '../address/cidr.js';
import type { Network } from '../network/network.js';
import {
  isFinalDeny,
  LAST_WRITTEN_NUMBER,
  type NetworkAcl,
  type NetworkAclEntry,
} from '../network/network-acl.js';
import type { Checkpoint } from '../path/round-trip.js';
import { type Packet, reply } from '../traffic/packet.js';
import { onePort, type PortRange } from '../traffic/ports.js';
import { hasPorts } from '../traffic/protocol.js';
import type { Change } from './change.js';
import type { Edit } from './edit.js';
import type { Caution } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';

/**
 * Entries per network ACL, for each direction and family, the final deny included. It can be raised to 40.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
const DEFAULT_QUOTA = 20;

/** The roundest number between two entries: console users count in hundreds, then tens. */
const numberBetween = (
  previous: number,
  next: number,
  isTaken: (number: number) => boolean,
): number | null => {
  for (const step of [100, 10, 1])
    for (let number = (Math.floor(previous / step) + 1) * step; number < next; number += step)
      if (!isTaken(number)) return number;
  return null;
};

/** The written entries of a direction by number: a number is taken for both families. */
const writtenEntries = (acl: NetworkAcl, { direction }: Checkpoint): ReadonlyMap<number, NetworkAclEntry> =>
  new Map(
    acl.entries
      .filter((it) => it.direction === direction && !isFinalDeny(it))
      .map((it) => [it.number, it] as const),
  );

/**
 * A free number before the entry `first`: best right before it, else the highest there is. What stands between does not
 * deny the packets in question, and the new entry is about no others, so it may go before that too.
 */
const freeNumber = (
  taken: ReadonlyMap<number, NetworkAclEntry>,
  first: number,
  isReserved: (number: number) => boolean,
): number | null => {
  const isTaken = (number: number) => taken.has(number) || isReserved(number);
  const next = Math.min(first, LAST_WRITTEN_NUMBER + 1);
  const previous = Math.max(0, ...[...taken.keys()].filter((number) => number < next));
  const best = numberBetween(previous, next, isTaken);
  if (best !== null) return best;
  for (let number = next - 1; number > 0; number--) if (!isTaken(number)) return number;
  return null;
};

/** Moves the unbroken run of entries that starts at `number` up by one, last first, so that `number` becomes free. */
const makeRoom = (
  acl: NetworkAcl,
  { direction }: Checkpoint,
  taken: ReadonlyMap<number, NetworkAclEntry>,
  number: number,
): readonly Change[] => {
  const run: NetworkAclEntry[] = [];
  for (let at = taken.get(number); at !== undefined; at = taken.get(at.number + 1)) run.unshift(at);
  return run.map((entry) => ({
    kind: 'renumber-network-acl-entry',
    networkAclId: acl.id,
    direction,
    entry,
    to: entry.number + 1,
  }));
};

const portsFor = (at: Checkpoint, packet: Packet, sourcePorts: PortRange | null): PortRange | null => {
  if (!hasPorts(packet.protocol)) return null;
  if (at.leg === 'reply') return sourcePorts;
  return packet.destinationPort === null ? null : onePort(packet.destinationPort);
};

const cautionsFor = (acl: NetworkAcl, at: Checkpoint, denying: readonly NetworkAclEntry[]): Caution[] => {
  const networkAclId = acl.id;
  const written = denying.filter((entry) => !isFinalDeny(entry)).map(({ number }) => number);
  const others = acl.subnetIds.filter((id) => id !== at.interface.subnetId);
  const family = denying[0] === undefined ? 4 : familyOf(denying[0].cidr);
  const entries = acl.entries.filter(
    (it) => it.direction === at.direction && familyOf(it.cidr) === family,
  ).length;
  return [
    ...(written.length > 0
      ? [{ kind: 'overrides-written-deny' as const, networkAclId, numbers: written }]
      : []),
    ...(others.length > 0 ? [{ kind: 'affects-subnets' as const, networkAclId, subnetIds: others }] : []),
    ...(entries >= DEFAULT_QUOTA ? [{ kind: 'quota-reached' as const, networkAclId, entries }] : []),
  ];
};

/**
 * An entry that lets this leg pass, numbered before the first entry that denies any of it. It names the one peer and
 * only the ports that are needed; for ICMP every type, since a flow log does not say which it was.
 */
export const addNetworkAclEntry = (
  network: Network,
  at: Checkpoint,
  denials: readonly Checkpoint[],
  request: Packet,
  sourcePorts: PortRange | null,
  isReserved: ReservedNumbers,
): Edit | null => {
  const deciding = denials
    .flatMap(({ verdict }) => verdict.deciding)
    .filter((it) => it.kind === 'network-acl-entry');
  const acl = network.networkAcls.get(deciding[0]?.networkAclId ?? '');
  if (acl === undefined) return null;
  const denying = deciding
    .map(({ entry }) => entry)
    .filter((entry, index, all) => all.findIndex((it) => it.number === entry.number) === index);
  const first = Math.min(...denying.map(({ number }) => number));
  const taken = writtenEntries(acl, at);
  const free = freeNumber(taken, first, (number) => isReserved(acl.id, at.direction, number));
  const packet = at.leg === 'request' ? request : reply(request);
  const entry: NetworkAclEntry = {
    number: free ?? first,
    direction: at.direction,
    action: 'allow',
    protocol: packet.protocol,
    cidr: host(at.direction === 'ingress' ? packet.source : packet.destination),
    ports: portsFor(at, packet, sourcePorts),
    icmp: null,
  };
  return {
    changes: [
      ...(free === null ? makeRoom(acl, at, taken, first) : []),
      { kind: 'add-network-acl-entry', networkAclId: acl.id, entry },
    ],
    cautions: cautionsFor(acl, at, denying),
  };
};
