import type { PlainObject } from '../../prelude/plain-object.js';
import type { Gap, GapKind } from '../../problem/gap.js';
import type { Stated } from '../stated.js';
import { text } from './attribute.js';

/** One instance of a resource, whichever kind of file it was in. */
export type TerraformResource = {
  /** `aws_security_group`, ... */
  readonly type: string;
  /** `module.vpc.aws_subnet.private[0]`. */
  readonly address: string;
  /** False: a data source, which only looked something up. */
  readonly isManaged: boolean;
  /** Attributes, with `UNKNOWN` where a plan does not know them yet. */
  readonly values: PlainObject;
};

/** Its id; before it is created its address stands for it. */
export const idOf = ({ values, address }: TerraformResource): string => text(values, 'id') ?? address;

/** The managed resources of a file, by type. */
export type TerraformWorld = { readonly of: (...types: readonly string[]) => readonly TerraformResource[] };

export const worldOf = (resources: readonly TerraformResource[]): TerraformWorld => {
  const byType = new Map<string, TerraformResource[]>();
  for (const resource of resources.filter(({ isManaged }) => isManaged)) {
    const list = byType.get(resource.type);
    if (list === undefined) byType.set(resource.type, [resource]);
    else list.push(resource);
  }
  return { of: (...types) => types.flatMap((type) => byType.get(type) ?? []) };
};

/** What a file says of one kind of resource, and what it leaves open. */
export type Reading = (world: TerraformWorld) => {
  readonly stated: readonly Stated[];
  readonly gaps: readonly Gap[];
};

/** Whether this is the address of a resource to be made, which stands for the id that it does not have yet. */
export const isAddress = (id: string): boolean => /^(?:module\.|aws_\w+\.)/.test(id);

/** What fills a gap that a plan leaves. */
export const AFTER_APPLY = 'terraform apply, then terraform show -json';

export const notKnownUntilApply = (kind: GapKind, id: string): Gap => ({
  kind,
  id,
  needs: AFTER_APPLY,
  reason: 'not-stated',
});

/** A resource that the file names and does not hold. */
export const elsewhere = (kind: GapKind, id: string, call: string): Gap => ({
  kind,
  id,
  needs: `aws ec2 ${call} ${id}`,
  reason: 'not-given',
});

/** One item for each resource of some types. */
export const each =
  (
    types: readonly string[],
    read: (it: TerraformResource, world: TerraformWorld) => readonly Stated[],
  ): Reading =>
  (world) => ({ stated: world.of(...types).flatMap((it) => read(it, world)), gaps: [] });
