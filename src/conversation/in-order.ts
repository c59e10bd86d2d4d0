import { print } from '../address/ip-address.js';
import type { Conversation, Party } from './conversation.js';
import { type Flow, total } from './conversation.js';
import type { Tally } from './tally.js';

const partyText = ({ address, port }: Party): string => `${print(address)} ${port ?? '-'}`;

const startOf = (it: Conversation): number =>
  Math.min(
    ...[total(it.forward), total(it.reverse)].map((tally) => tally?.firstSeen ?? Number.POSITIVE_INFINITY),
  );

/** The ends of a conversation, whoever speaks first. */
export const endsText = (it: Pick<Conversation, 'protocol' | 'initiator' | 'responder'>): string =>
  `${it.protocol} ${[partyText(it.initiator), partyText(it.responder)].sort().join(' ')}`;

const tallyText = (it: Tally | null): string =>
  it === null
    ? '-'
    : [it.firstSeen, it.lastSeen, it.records, it.packets, it.bytes, it.tcpFlags, it.flowDirection]
        .concat(it.rejectReasons)
        .join(' ');

const flowText = ({ ACCEPT, REJECT, none }: Flow): string => [ACCEPT, REJECT, none].map(tallyText).join(' ');

/** What a conversation says, wherever its records stand in the files. */
export const contentText = (it: Conversation): string =>
  [
    partyText(it.initiator),
    partyText(it.responder),
    it.standIn === null ? '-' : `${print(it.standIn.address)} ${print(it.standIn.for)}`,
    flowText(it.forward),
    flowText(it.reverse),
    it.copies,
  ].join(' ');

/** Orders texts. */
export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An order of conversations that does not depend on that of the records: by observation point, then by what they say. */
export const byPointAndContent = (a: Conversation, b: Conversation): number =>
  byText(a.observationPoint, b.observationPoint) || (a === b ? 0 : byText(contentText(a), contentText(b)));

/** An order that does not depend on that of the records: by observation point, ends and time. */
export const inOrderOfNames = (all: readonly Conversation[]): readonly Conversation[] =>
  all
    .map((it) => ({ it, name: `${it.observationPoint} ${endsText(it)}`, start: startOf(it) }))
    .sort((a, b) => byText(a.name, b.name) || a.start - b.start || byPointAndContent(a.it, b.it))
    .map(({ it }) => it);
