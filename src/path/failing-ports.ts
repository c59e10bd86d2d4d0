import type { PortRange } from '../traffic/ports.js';
import type { Passage } from './passage.js';
import { merged } from './port-classes.js';
import type { Reach } from './reach.js';

/**
 * The ports that a component on the way chose for which a leg dies: whatever the initiator uses, a NAT gateway or a load
 * balancer may take one of them.
 */
export const failingChosenPorts = ({
  checkpoints,
}: Passage): readonly { readonly chosenBy: string; readonly ranges: readonly PortRange[] }[] => {
  const some = checkpoints.flatMap(({ ports, carried, verdict }) => {
    const chosenBy = carried.ports?.of ?? null;
    if (chosenBy === null || verdict.outcome !== 'denied') return [];
    return [{ chosenBy, ranges: ports?.denied ?? carried.ports?.ranges ?? [] }];
  });
  return [...new Set(some.map(({ chosenBy }) => chosenBy))].map((chosenBy) => ({
    chosenBy,
    ranges: merged(some.flatMap((one) => (one.chosenBy === chosenBy ? one.ranges : []))),
  }));
};

/** The initiator's source ports for which a leg dies. */
export const failingPorts = (
  { sourcePorts }: Reach,
  { verdict, checkpoints }: Passage,
): readonly PortRange[] => {
  if (sourcePorts === null) return [];
  if (verdict === 'blocked') return [sourcePorts.range];
  return merged(
    checkpoints.flatMap(({ ports }) => (ports !== null && ports.of === null ? ports.denied : [])),
  );
};
