import { equals, type IpAddress } from '../../address/ip-address.js';
import type { FlowLog } from '../../network/flow-log.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { Coverage } from '../../record/coverage.js';
import type { Leg } from '../../traffic/direction.js';
import type { Fate } from '../expectation.js';
import type { AskedTraffic } from '../never-logged/likeness.js';
import type { Passage, Place } from '../passage.js';
import { faultOf, type Recording, recordingAt } from '../subscription.js';
import { lastPlaceOf, passagesAt, placeId, type Way } from './way.js';

/** An interface at which the traffic asked for would be recorded, and what is known of the recording there. */
export type Watch = {
  /** Of a regional NAT gateway its own id: it has no interface and is recorded under that. */
  readonly interfaceId: string;
  /** Null: it was not described, or there is none. */
  readonly interface: NetworkInterface | null;
  /** The end of the traffic that it is, or a place between the ends; null when that is not known. */
  readonly end: 'source' | 'destination' | 'between' | null;
  /** The addresses asked for. */
  readonly asked: Pick<AskedTraffic, 'source' | 'destination'>;
  readonly recording: Recording;
  /** Null: the log holds no record of it at all. */
  readonly coverage: Coverage | null;
  /** The request as it first comes here, as far as its way is known. */
  readonly passage: Passage | null;
  /** What becomes of the request here; `absent`: it is stopped before. */
  readonly fate: Fate;
  /** What becomes of the reply here, if one is sent. */
  readonly replyFate: Fate;
  /** The request as it first comes here would be recorded for sure, if it comes here at all. */
  readonly isCertain: boolean;
  /** The request goes no further from here for want of a way. */
  readonly isLast: boolean;
};

/** What there is to look at: the log by interface, and the way if the question names enough for one. */
export type Lookout = {
  readonly network: Network;
  readonly asked: AskedTraffic;
  readonly way: Way | null;
  readonly coverage: ReadonlyMap<string, Coverage>;
};

const holds = (it: NetworkInterface, address: IpAddress | null): boolean =>
  address !== null && [...it.privateAddresses, ...it.publicAddresses].some((own) => equals(own, address));

const endOf = (
  it: NetworkInterface | null,
  { source, destination }: AskedTraffic,
  passage: Passage | null,
): Watch['end'] => {
  const [sends, gets] = [source, destination].map((address) => it !== null && holds(it, address));
  if (sends === gets) return passage === null || sends ? null : 'between';
  return sends ? 'source' : 'destination';
};

const firstAt = (way: Way | null, id: string, leg: Leg): Passage | null =>
  way === null ? null : (passagesAt(way, id, leg)[0] ?? null);

/** Beyond what stops it there is nothing, and nothing answers it. */
const fateOf = ({ way }: Lookout, id: string, leg: Leg, end: Watch['end']): Fate => {
  const isBeyond = way !== null && way.stoppers.length > 0 && (leg === 'reply' || end === 'destination');
  return firstAt(way, id, leg)?.fate ?? (isBeyond ? 'absent' : 'unknown');
};

const UNDESCRIBED = (id: string): Recording => ({
  flowLogs: [],
  missing: [
    { kind: 'interface', id, needs: `aws ec2 describe-network-interfaces --network-interface-ids ${id}` },
  ],
});

const placeOf = (network: Network, id: string): Place | null => {
  const it = network.interfaces.get(id);
  if (it !== undefined) return { kind: 'interface', interface: it };
  if (network.natGateways.has(id)) return { kind: 'regional-nat-gateway', id };
  return network.transitGatewayAttachments.has(id) ? { kind: 'transit-gateway-attachment', id } : null;
};

const watchAt =
  (lookout: Lookout) =>
  (id: string): Watch => {
    const { network, asked, way, coverage } = lookout;
    const place = placeOf(network, id);
    const it = network.interfaces.get(id) ?? null;
    const passage = firstAt(way, id, 'request');
    const end = endOf(it, asked, passage);
    return {
      interfaceId: id,
      interface: it,
      end,
      asked,
      recording: place === null ? UNDESCRIBED(id) : recordingAt(network, place),
      coverage: coverage.get(id) ?? null,
      passage,
      fate: fateOf(lookout, id, 'request', end),
      replyFate: fateOf(lookout, id, 'reply', end),
      isCertain: passage?.isCertain ?? true,
      isLast: way !== null && lastPlaceOf(way) === id,
    };
  };

/** Places on the way of the request; without one, every interface with an address that was asked for. */
const placesOnTheWay = ({ network, asked, way }: Lookout): readonly string[] => {
  const passed = (way?.passages ?? []).filter(({ leg }) => leg === 'request').map(placeId);
  const isPassed = (address: IpAddress): boolean =>
    passed.some((id) => network.interfaces.get(id)?.privateAddresses.some((own) => equals(own, address)));
  const named = [asked.source, asked.destination].flatMap((address) => {
    if (address === null) return [];
    const holders = interfacesWithAddress(network, address).map(({ id }) => id);
    return isPassed(address) ? holders.filter((id) => passed.includes(id)) : holders;
  });
  return [...new Set([...passed, ...named])];
};

/** Where a record of the traffic asked for would stand: at the interface that was named, else all along its way. */
export const watches = (lookout: Lookout): readonly Watch[] => {
  const { interfaceId } = lookout.asked;
  const ids = interfaceId === null ? placesOnTheWay(lookout) : [interfaceId];
  return ids.map(watchAt(lookout));
};

/** The flow logs of the interface that deliver. */
export const working = ({ recording }: Pick<Watch, 'recording'>): readonly FlowLog[] =>
  recording.flowLogs.filter((flowLog) => faultOf(flowLog) === null);

/** Whether all flow logs of the interface are known. */
export const isRecordingKnown = ({ recording }: Pick<Watch, 'recording'>): boolean =>
  recording.missing.length === 0;
