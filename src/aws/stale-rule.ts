/** A rule that describe-stale-security-groups names, by what it has in common with the group's own rule. */
export type StaleRule = string;
