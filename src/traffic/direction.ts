/** The way a packet takes through an interface, seen from the interface; for a network ACL, seen from the subnet. */
export type Direction = 'ingress' | 'egress';

/** Which half of a conversation a packet belongs to: from the initiator, or back to it. */
export type Leg = 'request' | 'reply';

export const opposite = (direction: Direction): Direction => (direction === 'ingress' ? 'egress' : 'ingress');

export const otherLeg = (leg: Leg): Leg => (leg === 'request' ? 'reply' : 'request');
