/** What is shown as a table; columns named in `right` are numbers. */
export type Table = {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly right?: readonly number[];
};
