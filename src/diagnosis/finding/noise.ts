import { WANTED } from '../case/missing-input.js';
import type { Finding } from './finding.js';
import { initiatorKey, portKey, responderKey } from './finding-group.js';
import { MOST_EVIDENCE, together } from './fold.js';

export const isNoise = ({ code }: Finding): boolean => code === 'internet-background-noise';

/** A stream tells its noise when it knows of so many senders and targets, and begins anew. */
const MOST_KNOWN = 100_000;

/**
 * Background noise is one finding: nobody reads it sender by sender, and whoever asks for one of them is told of it. Takes
 * the findings one by one and keeps their sums.
 */
export const noiseCollector = () => {
  const [senders, targets] = [new Set<string>(), new Set<string>()];
  const [interfaces, natGateways] = [new Set<string>(), new Set<string>()];
  let sum: Finding | null = null;
  return {
    add: (finding: Finding): void => {
      senders.add(initiatorKey(finding));
      targets.add(`${responderKey(finding)} ${portKey(finding)}`);
      for (const { observationPoint } of finding.seenAt) interfaces.add(observationPoint);
      if (finding.stopped !== null) natGateways.add(finding.stopped.component);
      const known = sum?.alternatives ?? [];
      const more = finding.alternatives.filter(({ code }) => known.every((other) => other.code !== code));
      sum = {
        ...(sum ?? finding),
        // What is only possible of some is likely of all when it is of others.
        certainty: [sum?.certainty, finding.certainty].includes('likely') ? 'likely' : finding.certainty,
        occurrences: together(sum?.occurrences ?? null, finding.occurrences),
        evidence: [...(sum?.evidence ?? []), ...finding.evidence].slice(0, MOST_EVIDENCE),
        alternatives: [...known, ...more.map((it) => ({ ...it, missing: [WANTED] }))],
      };
    },
    isFull: (): boolean => senders.size + targets.size >= MOST_KNOWN,
    /** One, or none. */
    findings: (): readonly Finding[] =>
      sum === null
        ? []
        : [
            {
              ...sum,
              id: sum.code,
              group: null,
              seenAt: [],
              trips: [],
              stopped: null,
              disproved: [],
              assumes: [],
              missing: [WANTED],
              meanings: [],
              noise: {
                senders: senders.size,
                targets: targets.size,
                interfaces: [...interfaces].sort(),
                natGateways: [...natGateways].sort(),
              },
            },
          ],
  };
};

export type NoiseCollector = ReturnType<typeof noiseCollector>;
