import type { ResourceKind, ResourceOf } from '../../network/network.js';

/** One resource of a drawing. */
export type Piece = {
  readonly [K in ResourceKind]: { readonly kind: K; readonly resource: ResourceOf<K> };
}[ResourceKind];

/** Several resources that belong together. */
export type Drawn = Piece | readonly Drawn[];

export const OWNER = '111122223333';

export const piece = <K extends ResourceKind>(kind: K, resource: ResourceOf<K>): Piece =>
  ({ kind, resource }) as unknown as Piece;
