import { counts } from '../../network/network.js';
import type { NetworkReport } from '../network-report.js';
import { problemJson } from './report-json.js';

/** The document of `network --format json`; its schema is `flowcause/schema/network.json`. */
export const networkJson = ({ given, unused, dangling, stale, calls, problems }: NetworkReport) => ({
  schemaVersion: 1,
  counts: counts(given.network),
  complete: [...given.network.given].sort(),
  gaps: given.network.gaps,
  unusedGroups: unused?.map(({ id, name, vpcId }) => ({ id, name, vpcId })) ?? null,
  danglingGroups: dangling,
  staleRules: stale,
  commands: calls.map(({ account, region, call, command }) => ({
    account,
    region,
    arguments: call.words,
    file: call.file,
    command,
  })),
  problems: problems.first.map(problemJson),
  problemCounts: Object.fromEntries(problems.counts),
});
