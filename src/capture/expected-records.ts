import type { IpAddress } from '../address/ip-address.js';
import { flowLogsCovering } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Passage } from '../path/passage.js';
import type { PathCheckpoint } from '../path/path-checkpoint.js';
import type { Reach } from '../path/reach.js';
import type { InterfaceId } from '../resource/id.js';
import type { Direction, Leg } from '../traffic/direction.js';
import type { Protocol } from '../traffic/protocol.js';

/** A record that an ALL flow log on the interface would hold, with the addresses it would show. */
export type ExpectedRecord = {
  readonly interfaceId: InterfaceId;
  readonly leg: Leg;
  readonly direction: Direction;
  readonly action: 'ACCEPT' | 'REJECT';
  /** `may`: AWS does not say whether such a packet is recorded, or the way to here is not known. */
  readonly presence: 'must' | 'may';
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** Null: any of the ports that the initiator may use. */
  readonly sourcePort: number | null;
  readonly destinationPort: number | null;
  readonly protocol: Protocol;
  /** Whether the flow logs given keep it; null when they were not given. */
  readonly captured: boolean | null;
};

/** Whether a subscription keeps records of this action; null when none was described, or a page of them is missing. */
export const isCaptured = (
  network: Network,
  interfaceId: InterfaceId,
  action: 'ACCEPT' | 'REJECT',
): boolean | null => {
  const it = network.interfaces.get(interfaceId);
  const types = it === undefined ? [] : flowLogsCovering(network, it).map(({ trafficType }) => trafficType);
  if (types.includes('ALL') || types.includes(action)) return true;
  return network.given.has('flowLogs') && !network.gaps.some(({ kind }) => kind === 'flow-logs')
    ? false
    : null;
};

/**
 * A record shows the primary private IPv4 address of its own interface, also for its secondary ones and for what it
 * passes on. https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
const shown = (it: NetworkInterface, address: IpAddress): IpAddress =>
  address.family === 4 ? (it.primaryIpv4 ?? address) : address;

type Fate = 'accepted' | 'rejected' | 'partly' | 'open';

const fateAt = (checkpoints: readonly PathCheckpoint[]): Fate => {
  const denied = checkpoints.filter(({ verdict }) => verdict.outcome === 'denied');
  if (denied.some(({ ports }) => ports === null)) return 'rejected';
  if (checkpoints.some(({ verdict }) => verdict.outcome === 'undetermined')) return 'open';
  return denied.length > 0 ? 'partly' : 'accepted';
};

const ACTIONS: Readonly<Record<Fate, readonly ExpectedRecord['action'][]>> = {
  accepted: ['ACCEPT'],
  rejected: ['REJECT'],
  partly: ['ACCEPT', 'REJECT'],
  open: ['ACCEPT', 'REJECT'],
};

const recordAt = (
  network: Network,
  [first]: readonly [PathCheckpoint, ...PathCheckpoint[]],
  action: ExpectedRecord['action'],
  presence: ExpectedRecord['presence'],
): ExpectedRecord => {
  const { interface: it, leg, direction, carried } = first;
  const { packet, ports } = carried;
  const isOne =
    ports === null || (ports.ranges.length === 1 && ports.ranges[0]?.from === ports.ranges[0]?.to);
  return {
    interfaceId: it.id,
    leg,
    direction,
    action,
    presence,
    source: direction === 'egress' ? shown(it, packet.source) : packet.source,
    destination: direction === 'ingress' ? shown(it, packet.destination) : packet.destination,
    sourcePort: leg === 'request' && !isOne ? null : packet.sourcePort,
    destinationPort: leg === 'reply' && !isOne ? null : packet.destinationPort,
    protocol: packet.protocol,
    captured: isCaptured(network, it.id, action),
  };
};

type Walked = {
  readonly records: readonly ExpectedRecord[];
  readonly ended: boolean;
  readonly open: boolean;
};

/** The records of one leg, up to where it is rejected. */
const alongLeg = (network: Network, { course, checkpoints }: Passage, startsOpen: boolean): Walked => {
  const certain = Math.min(...course.doubts.map(({ stop }) => stop), Number.POSITIVE_INFINITY);
  const records: ExpectedRecord[] = [];
  let open = startsOpen;
  for (const [index, stop] of course.stops.entries()) {
    if (stop.kind !== 'interface') continue;
    const here = checkpoints.filter((at) => at.stop === index && !at.beyond);
    const [first, ...rest] = here;
    if (first === undefined) continue;
    const fate = fateAt(here);
    // Whether a packet that goes no further for want of a route leaves an ACCEPT is not documented.
    const isLast =
      course.ending.kind === 'stopped' &&
      !course.stops.slice(index + 1).some((it) => it.kind === 'interface');
    const presence =
      open || fate === 'open' || index >= certain || (isLast && fate === 'accepted') ? 'may' : 'must';
    if (network.interfaces.has(stop.interface.id))
      for (const action of ACTIONS[fate]) records.push(recordAt(network, [first, ...rest], action, presence));
    if (fate === 'rejected') return { records, ended: true, open };
    if (fate !== 'accepted') open = true;
  }
  return { records, ended: course.ending.kind === 'stopped', open: open || course.doubts.length > 0 };
};

/** Every record of a round trip, in the order in which the packets meet the interfaces, if the responder answers. */
export const expectedRecords = (network: Network, { request, reply }: Reach): readonly ExpectedRecord[] => {
  const there = alongLeg(network, request, false);
  if (there.ended || reply === null) return there.records;
  return [...there.records, ...alongLeg(network, reply, there.open).records];
};
