import { print } from '../../address/ip-address.js';
import { communityId } from '../../conversation/community-id.js';
import { connectionState } from '../../conversation/connection-state.js';
import {
  actionsOf,
  type Conversation,
  entriesOf,
  type Flow,
  isMixed,
  type Party,
  windowOf,
} from '../../conversation/conversation.js';
import type { CorrelationSummary } from '../../conversation/correlation.js';
import type { Group } from '../../conversation/group.js';
import type { Journey, JourneyDoubt } from '../../conversation/journey/journey.js';
import { type ConversationStatistics, oneSidedOf } from '../../conversation/statistics.js';
import type { RecordSummary } from '../../record/summary.js';
import { entriesSentence } from '../wording/entries.js';

const partyJson = ({ address, port }: Party) => ({ address: print(address), port });

/** By action, as far as there are records: `ACCEPT`, `REJECT`, or `none` for records without an action. */
const flowJson = (flow: Flow) => Object.fromEntries(actionsOf(flow).map((action) => [action, flow[action]]));

const endsJson = (it: Pick<Journey, 'protocol' | 'initiator' | 'responder'>) => ({
  protocol: it.protocol,
  initiator: partyJson(it.initiator),
  responder: partyJson(it.responder),
});

const directionJson = ({
  directionMethod,
  directionEvidence,
}: Pick<Journey, 'directionMethod' | 'directionEvidence'>) => ({ directionMethod, directionEvidence });

const verdictChanged = ({ forward, reverse }: Pick<Conversation, 'forward' | 'reverse'>) => [
  ...(isMixed(forward) ? ['request'] : []),
  ...(isMixed(reverse) ? ['reply'] : []),
];

/** What one observation point recorded. */
const sightingJson = (it: Conversation) => {
  const { start, end } = windowOf(it);
  return {
    observationPoint: it.observationPoint,
    entries: entriesOf(it),
    text: entriesSentence(it),
    oneSided: oneSidedOf(it),
    verdictChanged: verdictChanged(it),
    connState: connectionState(it),
    firstSeen: start,
    lastSeen: end,
    forward: flowJson(it.forward),
    reverse: flowJson(it.reverse),
    standIn: it.standIn === null ? null : { address: print(it.standIn.address), for: print(it.standIn.for) },
    flowEndReason: it.flowEndReason,
    doubts: it.doubts,
    copies: it.copies,
  };
};

/** One conversation at one observation point, as `flowcause conversations` prints it. */
export const conversationJson = (it: Conversation) => ({
  ...endsJson(it),
  ...directionJson(it),
  communityId: communityId(it),
  ...sightingJson(it),
});

export type JourneyDocument = ReturnType<typeof endsJson> &
  ReturnType<typeof directionJson> & {
    readonly communityId: string | null;
    readonly observations: readonly ReturnType<typeof sightingJson>[];
    readonly beyond: {
      readonly observationPoint: string;
      readonly joinedBy: string;
      readonly journey: JourneyDocument;
    } | null;
    readonly doubts: readonly JourneyDoubt[];
  };

/** One conversation at all observation points that recorded it. */
export const journeyJson = (it: Journey): JourneyDocument => ({
  ...endsJson(it),
  ...directionJson(it),
  communityId: communityId(it),
  observations: it.conversations.map(sightingJson),
  beyond:
    it.beyond === null
      ? null
      : {
          observationPoint: it.beyond.observationPoint,
          joinedBy: it.beyond.joinedBy,
          journey: journeyJson(it.beyond.journey),
        },
  doubts: it.doubts,
});

/** Numbers in order as ranges: `[[40000, 40003], [50000, 50000]]`. */
const rangesOf = (numbers: readonly number[]): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
};

/** Journeys that differ in the initiator's port and in time. */
export const groupJson = (it: Group) => ({
  ...endsJson(it),
  ...directionJson(it),
  conversations: it.conversations,
  sourcePorts: rangesOf(it.sourcePorts),
  firstSeen: it.firstSeen,
  lastSeen: it.lastSeen,
  begun: it.begun,
  observations: it.sightings.map((at) => ({
    observationPoint: at.observationPoint,
    entries: entriesOf(at),
    text: entriesSentence({ ...at, directionMethod: it.directionMethod }),
    forward: flowJson(at.forward),
    reverse: flowJson(at.reverse),
  })),
});

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((10_000 * part) / whole) / 100;

/** Of the records that conversations count: those that another flow log had written as well are in none. */
const pairedPercent = (
  { inConversations, duplicates, copies }: CorrelationSummary,
  statistics: ConversationStatistics,
): number | null => percent(statistics.paired, inConversations - duplicates - copies - statistics.copies);

/** The last line of `flowcause conversations`: what became of every record, and how sure the conversations are. */
export const conversationsSummaryJson = (
  records: RecordSummary,
  correlation: CorrelationSummary,
  statistics: ConversationStatistics,
) => ({
  ...records,
  inConversations: correlation.inConversations,
  duplicates: correlation.duplicates,
  copies: statistics.copies + correlation.copies,
  late: correlation.late,
  unpairable: correlation.unpairable,
  conversations: statistics.conversations,
  twoSided: statistics.twoSided,
  paired: statistics.paired,
  pairedPercent: pairedPercent(correlation, statistics),
  certain: statistics.certain,
  doubts: statistics.doubts,
  oneSided: statistics.oneSided,
  directionEvidence: statistics.directionEvidence,
  ambiguous: statistics.ambiguous,
  mixed: statistics.mixed,
  flowEndReasons: statistics.flowEndReasons,
});
