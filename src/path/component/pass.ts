import type { NetworkInterface } from '../../network/network-interface.js';
import type { Carried } from '../carried.js';
import type { Stop } from '../place.js';

/** A pass through an interface, to be judged there. */
export const pass = (
  it: NetworkInterface,
  direction: 'ingress' | 'egress',
  carried: Carried,
  boundary: boolean | 'unknown',
): Stop => ({ kind: 'interface', interface: it, direction, carried, boundary });
