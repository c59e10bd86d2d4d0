import type { Report, ReportedGroup } from '../../troubleshoot.js';
import { remedyJson } from '../remedy/remedy-json.js';
import { findingsOf } from '../wording/group-words.js';
import { decidingJson } from './rule-json.js';

/** A group as JSON. `ids` are those of its findings that are listed; `remedies` mend all of them at once. */
export const groupJson = (report: Report) => (group: ReportedGroup) => {
  const { by, key, example, findings, occurrences, spread } = group;
  const [first] = example.deciding;
  return {
    by,
    key,
    code: by === 'rule' ? example.code : null,
    outcome: example.outcome,
    deciding: by === 'rule' && first !== undefined ? decidingJson(first) : null,
    findings,
    occurrences,
    spread,
    ids: findingsOf(report, group).map(({ id }) => id),
    remedies: group.remedies.map(remedyJson),
  };
};
