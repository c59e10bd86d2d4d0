import type { Network } from '../network/network.js';
import type { EphemeralPorts } from '../path/source-ports.js';
import { unionAll } from '../prelude/set-algebra.js';
import { headerSets } from '../traffic/header-set.js';
import type { Edit } from './edit.js';
import { openings } from './opening.js';
import type { Proof, Remedy } from './remedy.js';

/** The edits that were made, as one remedy: in their order, with all that they open together. */
export const remedyOf = (
  before: Network,
  after: Network,
  edits: readonly Edit[],
  sourcePorts: EphemeralPorts | null,
  proof: Proof,
): Remedy => {
  const changes = edits.flatMap((edit) => edit.changes);
  const asked = unionAll(headerSets)(edits.map((edit) => edit.asked));
  return {
    changes,
    cautions: edits.flatMap((edit) => edit.cautions),
    sourcePorts,
    proof,
    opens: openings(before, after, changes, asked),
  };
};
