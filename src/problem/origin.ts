/** Where something was read: a file (or `-` for standard input), and the line (counted from 1) if there is one. */
export type Origin = { readonly source: string; readonly line: number | null };

export const origin = (source: string, line: number | null = null): Origin => ({ source, line });
