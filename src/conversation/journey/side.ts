import { equals, print } from '../../address/ip-address.js';
import { type Conversation, type Flow, type Party, total, windowOf } from '../conversation.js';
import type { Journey } from './journey.js';

/**
 * One side of a translation, as one observation point recorded it. What both sides have in common there is the `key`: where
 * an address stands in for another one, that address and the end that is not translated.
 */
export type Side = {
  readonly journey: Journey;
  readonly at: Conversation;
  readonly key: string;
  /** The end that the translation leaves as it is; at a load balancer that ends connections, who opened this one. */
  readonly fixed: Party;
  /** As many packets and bytes each way: a translation changes neither. */
  readonly counts: string;
  readonly start: number;
  readonly end: number;
};

export const endText = ({ address, port }: Party): string => `${print(address)} ${port ?? '-'}`;

const countsText = (flow: Flow): string => `${total(flow)?.packets ?? 0} ${total(flow)?.bytes ?? 0}`;

/** What the end sent, and what was sent to it. */
const countsOf = (at: Conversation, end: Party): string => {
  const isInitiator = equals(at.initiator.address, end.address) && at.initiator.port === end.port;
  const flows = isInitiator ? [at.forward, at.reverse] : [at.reverse, at.forward];
  return flows.map(countsText).join(' ');
};

export const sideOf = (journey: Journey, at: Conversation, fixed: Party, shared: string): Side => ({
  journey,
  at,
  fixed,
  key: [at.observationPoint, at.protocol, shared].join(' '),
  counts: countsOf(at, fixed),
  ...windowOf(at),
});

/** Lists of the sides that have the same text. */
export const listsBy = (
  sides: readonly Side[],
  text: (side: Side) => string,
): ReadonlyMap<string, readonly Side[]> => {
  const map = new Map<string, Side[]>();
  for (const side of sides) {
    const list = map.get(text(side));
    if (list === undefined) map.set(text(side), [side]);
    else list.push(side);
  }
  return map;
};

export const byKey = (sides: readonly Side[]): ReadonlyMap<string, readonly Side[]> =>
  listsBy(sides, ({ key }) => key);
