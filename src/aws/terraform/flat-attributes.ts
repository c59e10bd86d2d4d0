import { isPlainObject, type PlainObject } from '../../prelude/plain-object.js';

type Branch = Map<string, string | Branch>;

const branchOf = (flat: PlainObject): Branch => {
  const root: Branch = new Map();
  for (const [path, value] of Object.entries(flat)) {
    const steps = path.split('.');
    const last = steps.pop() as string;
    let at = root;
    for (const step of steps) {
      const next = at.get(step);
      const branch: Branch = next instanceof Map ? next : new Map();
      at.set(step, branch);
      at = branch;
    }
    if (!(at.get(last) instanceof Map)) at.set(last, String(value));
  }
  return root;
};

const grown = (branch: Branch): unknown => {
  const entries = [...branch].filter(([key]) => key !== '#' && key !== '%');
  const values = entries.map(([key, value]) => [key, value instanceof Map ? grown(value) : value] as const);
  return branch.has('#') ? values.map(([, value]) => value) : Object.fromEntries(values);
};

/**
 * Attributes as states before version 4 keep them, one text for each leaf: `ingress.#`, `ingress.2214680975.cidr_blocks.0`.
 * The numbers of a set are hashes.
 */
export const grownFrom = (flat: PlainObject): PlainObject => {
  const values = grown(branchOf(flat));
  return isPlainObject(values) ? values : {};
};
