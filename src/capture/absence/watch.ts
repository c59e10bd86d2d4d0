import type { IpAddress } from '../../address/ip-address.js';
import { equals } from '../../address/ip-address.js';
import type { FlowLog } from '../../network/flow-log.js';
import { interfacesWithAddress } from '../../network/look-up.js';
import type { Network } from '../../network/network.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import type { RoundTrip } from '../../path/round-trip.js';
import type { InterfaceId } from '../../resource/id.js';
import type { Leg } from '../../traffic/direction.js';
import type { Fate } from '../expectation.js';
import type { AskedTraffic } from '../never-logged/likeness.js';
import { interfaceOf, passagesOf } from '../passage.js';
import { faultOf, keeps, type Recording, recordingAt } from '../subscription.js';

/** What a log shows of one interface. Unix seconds. */
export type PointCoverage = {
  readonly firstStart: number;
  /** The watermark: the latest end of any record. Beyond it the absence of a record says nothing. */
  readonly lastEnd: number;
  readonly ok: number;
  readonly nodata: number;
  /** Windows in which AWS lost records. */
  readonly skipped: readonly { readonly start: number; readonly end: number }[];
};

/** An interface at which the traffic asked for would be recorded, and what is known of the recording there. */
export type Watch = {
  readonly interfaceId: InterfaceId;
  /** Null: it was not described. */
  readonly interface: NetworkInterface | null;
  /** The end of the traffic that it is; null for one in between, or when only the interface was named. */
  readonly end: 'source' | 'destination' | null;
  /** The address asked for at this end. */
  readonly asked: IpAddress | null;
  readonly recording: Recording;
  /** Null: the log holds no record of it at all. */
  readonly coverage: PointCoverage | null;
  /** What becomes of the request here; `absent`: it is stopped before. */
  readonly fate: Fate;
  /** What becomes of the reply here, if one is sent. */
  readonly replyFate: Fate;
};

/** What there is to look at: the log by interface, and the judged round trip if the question names enough for one. */
export type Lookout = {
  readonly network: Network;
  readonly asked: AskedTraffic;
  readonly trip: RoundTrip | null;
  readonly coverage: ReadonlyMap<string, PointCoverage>;
};

const holds = (it: NetworkInterface, address: IpAddress | null): boolean =>
  address !== null && [...it.privateAddresses, ...it.publicAddresses].some((own) => equals(own, address));

const endOf = (it: NetworkInterface | null, { source, destination }: AskedTraffic): Watch['end'] => {
  const [sends, gets] = [source, destination].map((address) => it !== null && holds(it, address));
  if (sends === gets) return null;
  return sends ? 'source' : 'destination';
};

const fateAt = (trip: RoundTrip | null, id: InterfaceId, leg: Leg): Fate => {
  const passages = trip === null ? [] : passagesOf(trip).filter((passage) => passage.leg === leg);
  return passages.find((passage) => interfaceOf(passage)?.id === id)?.fate ?? 'unknown';
};

const UNDESCRIBED = (id: InterfaceId): Recording => ({
  flowLogs: [],
  missing: [
    { kind: 'interface', id, needs: `aws ec2 describe-network-interfaces --network-interface-ids ${id}` },
  ],
});

const watchAt =
  ({ network, asked, trip, coverage }: Lookout) =>
  (id: InterfaceId): Watch => {
    const it = network.interfaces.get(id) ?? null;
    const end = endOf(it, asked);
    return {
      interfaceId: id,
      interface: it,
      end,
      asked: end === null ? null : asked[end],
      recording: it === null ? UNDESCRIBED(id) : recordingAt(network, { kind: 'interface', interface: it }),
      coverage: coverage.get(id) ?? null,
      fate: fateAt(trip, id, 'request'),
      replyFate: fateAt(trip, id, 'reply'),
    };
  };

/** The ends that the round trip settled on; without one, every interface with an address that was asked for. */
const endInterfaces = ({ network, asked, trip }: Lookout): readonly InterfaceId[] => {
  const judged = trip === null ? [] : passagesOf(trip).flatMap((passage) => interfaceOf(passage)?.id ?? []);
  const isJudged = (address: IpAddress): boolean =>
    judged.some((id) => network.interfaces.get(id)?.privateAddresses.some((own) => equals(own, address)));
  const named = [asked.source, asked.destination].flatMap((address) => {
    if (address === null) return [];
    const holders = interfacesWithAddress(network, address).map(({ id }) => id);
    return isJudged(address) ? holders.filter((id) => judged.includes(id)) : holders;
  });
  return [...new Set([...judged, ...named])];
};

/** Where a record of the traffic asked for would stand: at the interface that was named, else at both ends. */
export const watches = (lookout: Lookout): readonly Watch[] => {
  const { interfaceId } = lookout.asked;
  const ids = interfaceId === null ? endInterfaces(lookout) : [interfaceId];
  return ids.map(watchAt(lookout));
};

type Action = 'ACCEPT' | 'REJECT';

const ACTIONS: Readonly<Record<Fate, readonly Action[]>> = {
  accepted: ['ACCEPT'],
  rejected: ['REJECT'],
  absent: [],
  changed: ['ACCEPT', 'REJECT'],
  unknown: ['ACCEPT', 'REJECT'],
};

/** The actions that a record of the request could have here. */
export const requestActions = ({ fate }: Pick<Watch, 'fate'>): readonly Action[] => ACTIONS[fate];

/** The actions that any record of it could have here, that of a reply too. */
export const possibleActions = ({ fate, replyFate }: Pick<Watch, 'fate' | 'replyFate'>): readonly Action[] =>
  fate === 'absent' ? [] : [...new Set([...ACTIONS[fate], ...ACTIONS[replyFate]])];

/** The flow logs of the interface that deliver. */
export const working = ({ recording }: Pick<Watch, 'recording'>): readonly FlowLog[] =>
  recording.flowLogs.filter((flowLog) => faultOf(flowLog) === null);

/** Whether all flow logs of the interface are known. */
export const isRecordingKnown = ({ recording }: Pick<Watch, 'recording'>): boolean =>
  recording.missing.length === 0;

/** Whether some working flow log keeps this action; null when that is not known. */
export const isKept = (watch: Watch, action: Action): boolean | null => {
  const kept = working(watch).map((flowLog) => keeps(flowLog, action));
  if (kept.includes(true)) return true;
  return kept.includes(null) || !isRecordingKnown(watch) ? null : false;
};
