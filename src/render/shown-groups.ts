import type { Report, ReportedFinding, ReportedGroup } from '../troubleshoot.js';
import { findingsOf } from './wording/group-words.js';

/** How much of a report is shown. */
export type Shown = {
  /** How many groups: in text and Markdown those that are told in full, in JSON all that are listed. */
  readonly top?: number;
};

/** More than this many nobody reads on a screen; `--top` takes another number. */
export const USUAL_TOP = 10;

/** Groups are named in one line each before they are told, where there are more than these. */
const FEW_GROUPS = 3;

/** More lines than this are no overview. */
const MOST_NAMED = 25;

export type ShownGroups = {
  /** Named in a line. */
  readonly named: readonly ReportedGroup[];
  readonly unnamed: number;
  /** Told in full: the most harmful finding, and of the others how they differ. */
  readonly told: readonly { readonly group: ReportedGroup; readonly finding: ReportedFinding }[];
  readonly untold: number;
};

/** What text and Markdown show of a report. Only findings that share a rule are told in full: others differ in their cause. */
export const shownGroups = (report: Report, { top = USUAL_TOP }: Shown): ShownGroups => {
  const { groups } = report;
  const byRule = groups.every(({ by }) => by === 'rule');
  const isOverview = !byRule || groups.length > FEW_GROUPS;
  const named = isOverview ? groups.slice(0, byRule ? Math.max(top, MOST_NAMED) : top) : [];
  const told = (byRule ? groups.slice(0, top) : []).flatMap((group) => {
    const [finding] = findingsOf(report, group);
    return finding === undefined ? [] : [{ group, finding }];
  });
  return {
    named,
    unnamed: isOverview ? groups.length - named.length : 0,
    told,
    untold: byRule ? groups.length - told.length : 0,
  };
};

/** A report with the first groups alone, and their findings. */
export const topOf = (report: Report, { top }: Shown): Report => {
  if (top === undefined) return report;
  const groups = report.groups.slice(0, top);
  const shown = new Set(groups.flatMap((group) => findingsOf(report, group)));
  return { ...report, groups, findings: report.findings.filter((it) => shown.has(it)) };
};
