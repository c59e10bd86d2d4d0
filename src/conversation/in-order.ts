import { print } from '../address/ip-address.js';
import type { Conversation, Party } from './conversation.js';
import { total } from './conversation.js';

const partyText = ({ address, port }: Party): string => `${print(address)} ${port ?? '-'}`;

const startOf = (it: Conversation): number =>
  Math.min(
    ...[total(it.forward), total(it.reverse)].map((tally) => tally?.firstSeen ?? Number.POSITIVE_INFINITY),
  );

/** The ends of a conversation, whoever speaks first. */
export const endsText = (it: Pick<Conversation, 'protocol' | 'initiator' | 'responder'>): string =>
  `${it.protocol} ${[partyText(it.initiator), partyText(it.responder)].sort().join(' ')}`;

/** An order that does not depend on that of the records: by observation point, ends and time. */
export const inOrderOfNames = (all: readonly Conversation[]): readonly Conversation[] =>
  all
    .map((it) => ({ it, name: `${it.observationPoint} ${endsText(it)}`, start: startOf(it) }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.start - b.start))
    .map(({ it }) => it);
