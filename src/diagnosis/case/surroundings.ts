import { print } from '../../address/ip-address.js';
import type { Group } from '../../conversation/group.js';
import { NOBODY, type Senders } from './senders.js';

/** When the last new conversation of the same service, between the same ends, went well, Unix seconds; null where none did. */
export type Served = (group: Pick<Group, 'protocol' | 'initiator' | 'responder'>) => number | null;

/** What the rest of the log says of a group. */
export type Surroundings = { readonly senders: Senders; readonly served: Served };

export const NO_SURROUNDINGS: Surroundings = { senders: NOBODY, served: () => null };

/** Both legs were accepted wherever they were recorded. */
export const wentWell = ({ sightings }: Pick<Group, 'sightings'>): boolean =>
  sightings.every(({ forward, reverse }) => forward.REJECT === null && reverse.REJECT === null) &&
  sightings.some(({ forward, reverse }) => forward.ACCEPT !== null && reverse.ACCEPT !== null);

const keyOf: (group: Parameters<Served>[0]) => string = ({ protocol, initiator, responder }) =>
  [protocol, print(initiator.address), print(responder.address), responder.port ?? '-'].join(' ');

/** Looks over all groups once. */
export const servedIn = (groups: readonly Group[]): Served => {
  const last = new Map<string, number>();
  for (const group of groups.filter(wentWell)) {
    const key = keyOf(group);
    const started = Math.max(...group.sightings.map(({ lastStart }) => lastStart));
    last.set(key, Math.max(last.get(key) ?? started, started));
  }
  return (group) => last.get(keyOf(group)) ?? null;
};
