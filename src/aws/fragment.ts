import type { ResourceKind, ResourceOf } from '../network/network.js';
import type { StaleRule } from './stale-rule.js';

/** What answers say of a resource beside the fields it has in the model. */
type Beside = {
  readonly securityGroups: { readonly stale: readonly StaleRule[] };
};

/** Fields that an answer states. A field that it leaves out is absent, so that a richer answer can state it. */
export type Says<K extends ResourceKind> = Partial<
  Omit<ResourceOf<K>, 'id'> & (K extends keyof Beside ? Beside[K] : unknown)
>;

/** What one item of an answer says of one resource. A resource is put together from all that is said of it. */
export type Fragment<K extends ResourceKind = ResourceKind> = K extends ResourceKind
  ? { readonly kind: K; readonly id: string; readonly says: Says<K> }
  : never;

export const fragment = <K extends ResourceKind>(kind: K, id: string, says: Says<K>): Fragment<K> =>
  ({ kind, id, says }) as unknown as Fragment<K>;

type Stated<T> = { readonly [F in keyof T]?: Exclude<T[F], null | undefined> };

/** The fields that are not null: in AWS's answers null, absent and empty text say the same, which is nothing. */
export const stated = <T extends object>(fields: T): Stated<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Stated<T>;
