import { expectationsOf, type Fate, predictedFates } from '../../capture/expectation.js';
import type { EvidenceLine, Finding } from './finding.js';

/** By the cause that was named where it commits itself, else by the configuration. */
const predictions = ({ trips, predicts }: Finding): readonly (readonly Fate[])[] =>
  trips.length > 0 && predicts.includes('unknown') ? trips.map(predictedFates) : [predicts];

/** The rejection at a filter between the ends, of which no station tells. */
const isRejectedMidway = ({ blocking: [first] }: Finding, line: EvidenceLine): boolean =>
  first?.side === null &&
  line.observationPoint === first.interface.id &&
  line.leg === first.leg &&
  line.action === 'REJECT';

const isExpected = (finding: Finding, line: EvidenceLine): boolean => {
  if (isRejectedMidway(finding, line)) return true;
  const side = finding.seenAt.find((at) => at.observationPoint === line.observationPoint)?.side ?? null;
  return predictions(finding)
    .flatMap(expectationsOf)
    .some(
      (it) =>
        it.presence !== 'must-not' &&
        it.leg === line.leg &&
        (it.action === line.action || line.action === null) &&
        (side === null || it.side === side),
    );
};

/** The records behind a finding that nothing predicts: a model that explains everything leaves none. */
export const uncoveredRecords = (finding: Finding): readonly EvidenceLine[] =>
  finding.evidence.filter((line) => !isExpected(finding, line));
