import type { Carried } from '../carried.js';
import type { ComponentKind, PeerIdentity, Stop } from '../place.js';

type Traits = {
  readonly after?: Carried;
  readonly identity?: PeerIdentity;
  /** Where the two directions differ. */
  readonly peerGroups?: Extract<Stop, { kind: 'component' }>['peerGroups'];
  readonly tracks?: boolean | 'unknown';
};

/** A component on the way; unless said otherwise it hides who sent the packet and tracks nothing. */
export const componentStop = (
  component: ComponentKind,
  id: string,
  carried: Carried,
  { after, identity = 'lost', peerGroups, tracks = false }: Traits = {},
): Stop => ({
  kind: 'component',
  component,
  id,
  carried,
  after: after ?? null,
  peerGroups: peerGroups ?? { ingress: identity, egress: identity },
  tracks,
});
