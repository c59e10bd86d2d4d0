import type { LintFinding } from '../../filter/lint.js';
import type { LintReport } from '../lint-report.js';
import { lintWords } from '../words/lint-words.js';
import { problemJson } from './report-json.js';
import { entryJson, ruleJson } from './rule-json.js';

const factsOf = (found: LintFinding) => {
  switch (found.kind) {
    case 'shadowed-entry':
    case 'redundant-entry':
      return {
        id: found.networkAclId,
        direction: found.direction,
        entry: entryJson(found.entry),
        coveredBy: found.coveredBy.map(entryJson),
      };
    case 'duplicate-rule':
    case 'redundant-rule':
      return {
        id: found.groupId,
        direction: found.direction,
        rule: ruleJson(found.rule),
        coveredBy: found.coveredBy.map(ruleJson),
        dependsOn: found.dependsOn,
        changesTracking: found.changesTracking,
      };
    case 'unreachable-rule':
      return {
        id: found.groupId,
        direction: found.direction,
        rule: ruleJson(found.rule),
        reason: found.reason,
      };
    case 'unattached-group':
      return { id: found.groupId, interfaces: found.interfaces, referencedBy: found.referencedBy };
  }
};

const findingJson = (found: LintFinding) => {
  const { sentence, packets, notes } = lintWords(found);
  return { kind: found.kind, ...factsOf(found), packets, message: sentence.replace(/:$/, '.'), notes };
};

/** The document of `lint --format json`; its schema is `flowcause/schema/lint.json`. */
export const lintJson = ({ findings, missing, network, problems }: LintReport) => ({
  schemaVersion: 1,
  input: { network },
  findings: findings.map(findingJson),
  missing,
  problems: problems.first.map(problemJson),
  problemCounts: Object.fromEntries(problems.counts),
});
