/** Something the user can mend: one line, no stack trace. */
export class UsageError extends Error {}
