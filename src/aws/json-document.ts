/** A JSON document and the name of the file it came from. */
export type JsonDocument = { readonly source: string; readonly json: unknown };
