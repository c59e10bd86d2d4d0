import type { Datagram } from '../datagram.js';
import type { Running } from '../running.js';
import type { Party } from '../world.js';
import { arrive } from './arriving.js';
import type { Fate } from './fate.js';
import { follow } from './following.js';
import { comeIn } from './internet-gateway.js';
import { leave } from './leaving.js';
import { lost, type Step } from './step.js';

/** A packet that goes round in circles is dropped, as its time to live runs out. */
const TIME_TO_LIVE = 64;

const take = (run: Running, step: Exclude<Step, { does: 'end' }>): Step => {
  switch (step.does) {
    case 'leave':
      return leave(run, step.interface, step.packet, step.forwards);
    case 'follow':
      return follow(run, step.spot, step.route, step.packet, step.link);
    case 'arrive':
      return arrive(run, step.interface, step.packet, step.arrival);
    case 'come-in':
      return comeIn(run, step.packet);
  }
};

export type Travelled = {
  readonly fate: Fate;
  /** What became of the answer that a component on the way gave in place of the destination. */
  readonly answer: Fate | null;
};

const travel = (run: Running, first: Step): Travelled => {
  let step = first;
  for (let left = TIME_TO_LIVE; step.does !== 'end'; left--)
    step = left === 0 ? lost('nobody-there') : take(run, step);
  const { fate, answeredBy } = step;
  return { fate, answer: answeredBy === undefined ? null : travel(run, answeredBy).fate };
};

/** Sends a packet on its way; whatever it passes sees it now. */
export const send = (run: Running, from: Party, packet: Datagram): Travelled => {
  if (from.kind === 'outside') return travel(run, { does: 'come-in', packet });
  const it = run.network().interfaces.get(from.id);
  if (it === undefined) return { fate: { kind: 'lost', because: 'nobody-there' }, answer: null };
  return travel(run, { does: 'leave', interface: it, packet, forwards: false });
};
