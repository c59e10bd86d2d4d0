import { host } from '../address/cidr.js';
import { aclInForce, entrySet, shares } from '../filter/network-acl-set.js';
import type { Network } from '../network/network.js';
import {
  isFinalDeny,
  LAST_WRITTEN_NUMBER,
  type NetworkAcl,
  type NetworkAclEntry,
} from '../network/network-acl.js';
import * as Peers from '../traffic/peer-set.js';
import { apply, type Change } from './change.js';
import type { Edit } from './edit.js';
import { askedBy, type Need } from './need.js';
import { counted, DEFAULT_QUOTA, makeRoom, needlessIn, peerOf } from './network-acl-room.js';
import type { Caution } from './remedy.js';
import type { ReservedNumbers } from './reserved-numbers.js';

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
const writtenEntries = (acl: NetworkAcl, { direction }: Need): ReadonlyMap<number, NetworkAclEntry> =>
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

const cautionsFor = (
  acl: NetworkAcl,
  need: Need,
  denying: readonly NetworkAclEntry[],
  room: readonly Change[],
): Caution[] => {
  const networkAclId = acl.id;
  const written = denying.filter((entry) => !isFinalDeny(entry)).map(({ number }) => number);
  const others = acl.subnetIds.filter((id) => id !== need.interface.subnetId);
  const entries = counted(acl, need);
  return [
    ...(written.length > 0
      ? [{ kind: 'overrides-written-deny' as const, networkAclId, numbers: written }]
      : []),
    ...(others.length > 0 ? [{ kind: 'affects-subnets' as const, networkAclId, subnetIds: others }] : []),
    ...(entries >= DEFAULT_QUOTA && room.length === 0
      ? [{ kind: 'quota-reached' as const, networkAclId, entries }]
      : []),
  ];
};

/** The entry without its number: this one peer, and only the ports that are needed. */
const entryFor = (need: Need): Omit<NetworkAclEntry, 'number'> => ({
  direction: need.direction,
  action: 'allow',
  protocol: need.packet.protocol,
  cidr: host(peerOf(need)),
  ports: need.ports,
  // A flow log does not say which type of ICMP it was: then it is every one.
  icmp: need.packet.icmp,
});

/** The entries that deny any of it, in their order. */
const denyingIn = (acl: NetworkAcl, need: Need): readonly NetworkAclEntry[] => {
  const needed = entrySet({ ...entryFor(need), number: 0 });
  return shares(acl, need.direction, peerOf(need).family)
    .filter(
      ({ entry, decides }) => entry.action === 'deny' && !Peers.isEmpty(Peers.intersect(decides, needed)),
    )
    .map(({ entry }) => entry);
};

/**
 * An entry that lets pass what is needed, numbered before the first entry that denies any of it. In a list that is full a
 * needless one makes room.
 */
export const addNetworkAclEntry = (
  network: Network,
  need: Need,
  isReserved: ReservedNumbers,
): Edit | null => {
  const given = aclInForce(network, need.interface);
  if (given === null) return null;
  const denying = denyingIn(given, need);
  if (denying.length === 0) return null;
  const room = needlessIn(network, given, need, denying, isReserved);
  const acl = aclInForce(room.reduce(apply, network), need.interface) ?? given;
  const first = Math.min(...denying.map(({ number }) => number));
  const taken = writtenEntries(acl, need);
  const free = freeNumber(taken, first, (number) => isReserved(acl.id, need.direction, number));
  const entry: NetworkAclEntry = { ...entryFor(need), number: free ?? first };
  return {
    changes: [
      ...room,
      ...(free === null ? makeRoom(acl, need, taken, first) : []),
      { kind: 'add-network-acl-entry', networkAclId: acl.id, entry },
    ],
    cautions: cautionsFor(given, need, denying, room),
    asked: askedBy(need),
  };
};
