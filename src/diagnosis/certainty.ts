/**
 * `proven`: the given configuration, taken as in force, denies this packet at this interface whatever the log does not
 * carry, and the records agree (or the log alone shows it). `likely` and `possible` come with their alternatives.
 */
export type Certainty = 'proven' | 'likely' | 'possible';
