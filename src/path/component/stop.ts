import type { Carried } from '../carried.js';
import type { ComponentKind, PeerIdentity, Stop } from '../place.js';

type Traits = {
  readonly after?: Carried;
  readonly identity?: PeerIdentity;
  /** Where the two directions differ. */
  readonly peerGroups?: Extract<Stop, { kind: 'component' }>['peerGroups'];
  readonly tracks?: boolean | 'unknown';
};

/**
 * Groups are known by private addresses. Where a packet goes is still told by its address; who sent what comes from beyond
 * is not. https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
const BY_ADDRESS = { egress: 'kept', ingress: 'lost' } as const;

/** A component on the way; unless said otherwise it hides who sent the packet and tracks nothing. */
export const componentStop = (
  component: ComponentKind,
  id: string,
  carried: Carried,
  { after, identity, peerGroups, tracks = false }: Traits = {},
): Stop => ({
  kind: 'component',
  component,
  id,
  carried,
  after: after ?? null,
  peerGroups: peerGroups ?? (identity === undefined ? BY_ADDRESS : { ingress: identity, egress: identity }),
  tracks,
});
