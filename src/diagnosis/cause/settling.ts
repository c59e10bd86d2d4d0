import { print } from '../../address/ip-address.js';
import { isPrivate } from '../../address/special-ranges.js';
import { missingForCapture } from '../../capture/traffic-type.js';
import type { Endpoint } from '../../path/endpoint.js';
import type { Side } from '../../path/round-trip.js';
import { distinct, type Gap } from '../../problem/gap.js';
import type { Case } from '../case/case.js';
import { BOTH_ACTIONS, CONFIGURATION_OF_THE_TIME, LONGER_LOG, ROUTE_TABLES } from '../case/missing-input.js';
import { leavesVpc } from '../case/reply-delivery.js';
import { waysOf } from '../case/ways.js';
import type { Cause, Examination } from './cause.js';

/** A host of ours, or of a network that is joined to ours. */
const isOurs = (end: Endpoint): boolean => end.kind === 'interface' || isPrivate(end.address);

/** What a host itself sends and receives: every packet, with its flags, whatever a flow log made of it. */
export const packetCaptureOf = (address: string, ours: boolean): Gap => ({
  kind: 'packet-capture',
  id: address,
  needs: ours
    ? 'tcpdump on that host, or a traffic mirror session of its interface'
    : 'whoever runs that host can see (tcpdump)',
});

/** A flow log that records what crosses this interface from now on. */
export const workingFlowLog = (interfaceId: string): Gap => ({
  kind: 'flow-logs',
  id: interfaceId,
  needs: 'one that covers it, keeps ACCEPT and REJECT, and delivers; then the traffic again',
});

/** The packets at this end. */
export const packetsAt = ({ ends }: Case, side: Side): readonly Gap[] => [
  packetCaptureOf(print(ends[side].address), isOurs(ends[side])),
];

/** The log of an end of ours, of which nothing was given: it shows what came there. */
export const logsOfTheEnds = ({ unseen }: Case): readonly Gap[] =>
  unseen
    .filter(({ isInLog }) => !isInLog)
    .map(({ interface: { id } }) => ({
      kind: 'log-window',
      id,
      needs: 'the flow log records of this interface at the time of the traffic',
    }));

/** What would show a record that is not there, if it exists: what the log keeps, and how far it reaches. */
const unseenRecords = (it: Case): readonly Gap[] => {
  const { network, observations } = it;
  return [
    ...observations.flatMap(({ observationPoint }) => missingForCapture(network, observationPoint)),
    ...logsOfTheEnds(it),
    ...(observations.some(({ capture }) => capture === 'accept' || capture === 'reject')
      ? [BOTH_ACTIONS]
      : []),
    ...(observations.some(({ covered }) => !covered.request || !covered.reply) ? [LONGER_LOG] : []),
  ];
};

/** Something that passes on what comes to it, by routes: a load balancer, an endpoint, a NAT gateway. */
const passesOn = (end: Endpoint): boolean =>
  end.kind === 'interface' && end.interface.instanceId === null && end.interface.type !== 'interface';

/** What would tell where request and reply go, beyond one VPC or through something of it, where the answers given do not. */
export const unknownWay = (it: Case): readonly Gap[] => {
  const isLocal = !leavesVpc(it.ends) && !passesOn(it.ends.initiator) && !passesOn(it.ends.responder);
  if (isLocal || it.trips.length === 0) return [];
  const ways = waysOf(it);
  return ways.length === 0 ? [ROUTE_TABLES] : ways.flatMap(({ missing }) => missing);
};

/** Where every record that can be is there, the packets themselves tell. */
export const recordsOrPacketsAt = (it: Case, side: Side): readonly Gap[] => {
  const open = [...it.masked.map(({ gap }) => gap), ...unknownWay(it), ...unseenRecords(it)];
  return open.length > 0 ? open : packetsAt(it, side);
};

/** Where a filter or a route was judged, the answers may be of another time than the records. */
export const otherTimes = ({ trips }: Case): readonly Gap[] =>
  trips.length === 0 ? [] : [CONFIGURATION_OF_THE_TIME];

/** What would settle a cause that is left open: what it lacks in this case, else what tells wherever it is met. */
export const settling = (it: Case, { settledBy }: Cause, { missing }: Examination): readonly Gap[] =>
  distinct(missing.length > 0 ? missing : settledBy(it));
