import { type Cidr, host } from '../../address/cidr.js';
import type { NetworkAclEntry } from '../../network/network-acl.js';
import type { Leg } from '../../traffic/direction.js';
import { peerAddress } from '../../traffic/packet.js';
import { TCP } from '../../traffic/protocol.js';
import { decidingEntry, networkAclAt } from '../simulator/filter/network-acl.js';
import { withEntries } from './edit.js';
import {
  directionOf,
  expects,
  type FaultMaker,
  interfaceAt,
  packetAt,
  reconfigures,
  type Scene,
  type Side,
} from './scene.js';

type Place = { readonly side: Side; readonly leg: Leg };

/** The two ends are in one subnet, inside which no network ACL is asked. */
const isInsideOneSubnet = (scene: Scene): boolean => {
  const [a, b] = [interfaceAt(scene, 'client'), interfaceAt(scene, 'server')];
  return a !== null && b !== null && a.subnetId === b.subnetId;
};

const judgedAt = (scene: Scene, { side, leg }: Place) => {
  const it = interfaceAt(scene, side);
  const acl = it === null ? null : networkAclAt(scene.network, it.subnetId);
  if (acl === null || isInsideOneSubnet(scene)) return null;
  const direction = directionOf(side, leg);
  const packet = packetAt(scene, side, leg);
  const deciding = decidingEntry(acl, direction, packet);
  return deciding === null
    ? null
    : { acl, direction, packet, deciding, peer: peerAddress(direction, packet) };
};

/** A free number just before the one that decides. */
const numberBefore = (
  entries: readonly NetworkAclEntry[],
  { number, direction }: NetworkAclEntry,
): number => {
  const taken = entries.filter((it) => it.direction === direction).map((it) => it.number);
  let free = number - 1;
  while (taken.includes(free)) free--;
  return free;
};

const code = ({ side, leg }: Place): string => `network-acl-${directionOf(side, leg)}-denies-${leg}`;

/** A denial before the entry that let the packet pass: of this very traffic, or of all from or to that block. */
const deniesAt =
  (place: Place, isBroad: boolean): FaultMaker =>
  (scene) => {
    const at = judgedAt(scene, place);
    if (at === null) return null;
    const number = numberBefore(at.acl.entries, at.deciding);
    const { protocol, destinationPort: port } = at.packet;
    const narrow = {
      protocol,
      ports: port === null ? null : { from: port, to: port },
      icmp: null,
      cidr: host(at.peer),
    };
    const broad = { protocol: 'all', ports: null, icmp: null, cidr: at.deciding.cidr as Cidr } as const;
    const denial: NetworkAclEntry = {
      number,
      direction: at.direction,
      action: 'deny',
      ...(isBroad ? broad : narrow),
    };
    return {
      kind: code(place),
      ...reconfigures((network) => withEntries(network, at.acl.id, (entries) => [...entries, denial])),
      expects: expects([code(place)], {
        component: at.acl.id,
        entry: { number, direction: at.direction },
      }),
    };
  };

/** The range for replies does not hold the port that the client chose. */
const rangeTooNarrow =
  (side: Side): FaultMaker =>
  (scene) => {
    const place = { side, leg: 'reply' } as const;
    const at = judgedAt(scene, place);
    const port = at?.packet.destinationPort ?? null;
    if (at === null || port === null) return null;
    const ports = port < 49_152 ? { from: 49_152, to: 65_535 } : { from: 1024, to: 49_151 };
    const narrowed = (entry: NetworkAclEntry): NetworkAclEntry =>
      entry === at.deciding ? { ...entry, protocol: at.packet.protocol, ports, icmp: null } : entry;
    return {
      kind: `${code(place)}, range too narrow`,
      ...reconfigures((network) => withEntries(network, at.acl.id, (entries) => entries.map(narrowed))),
      expects: expects([code(place)], {
        component: at.acl.id,
        entry: { number: at.peer.family === 4 ? 32_767 : 32_768, direction: at.direction },
      }),
    };
  };

/** Somebody adds the denial while a connection is open: what passed before no longer does. */
export const deniedMidway: FaultMaker = (scene) => {
  const denies = deniesAt({ side: 'server', leg: 'request' }, false)(scene);
  const { exchange } = scene.target;
  if (denies === null || exchange.protocol !== TCP) return null;
  const lasting = { ...exchange, rounds: 4, pause: 20, closes: 'never' as const };
  return {
    ...denies,
    kind: 'network ACL denies midway',
    inject: (world) => ({
      ...world,
      traffic: world.traffic.map((it) => (it === exchange ? lasting : it)),
      changes: [
        ...world.changes,
        { at: exchange.at + 30, apply: (network) => denies.inject({ ...world, network }).network },
      ],
    }),
    expects: { ...denies.expects, codes: ['rules-changed-during-flow', ...denies.expects.codes] },
  };
};

const PLACES: readonly Place[] = [
  { side: 'client', leg: 'request' },
  { side: 'server', leg: 'request' },
  { side: 'server', leg: 'reply' },
  { side: 'client', leg: 'reply' },
];

export const NETWORK_ACL_FAULTS: readonly FaultMaker[] = [
  ...PLACES.map((place) => deniesAt(place, false)),
  ...PLACES.map((place) => deniesAt(place, true)),
  rangeTooNarrow('server'),
  rangeTooNarrow('client'),
];
