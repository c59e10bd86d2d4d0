import type { Problem } from '../problem/problem.js';
import { isTooDeep } from '../record/json-entries.js';
import type { JsonDocument } from './json-documents.js';

export type YamlRead = {
  readonly documents: readonly JsonDocument[];
  readonly problems: readonly Problem[];
};

type YamlFault = { readonly reason: string; readonly line: number | null; readonly column: number | null };

const invalid = (source: string, { reason, line, column }: YamlFault): Problem => ({
  origin: { source, line },
  kind: 'invalid-yaml',
  reason,
  column,
});

/** The package names the rule that is broken, and the place; what it found there is not repeated. */
const inWords = (code: string): string => code.toLowerCase().replaceAll('_', ' ');

/**
 * Reads the YAML of a file, one document or several: `aws ... --output yaml` and `yaml-stream` have the keys of the JSON.
 * Tags such as `!Ref` of templates are passed over, as the document is then named for what it is.
 */
export const readYaml = async (source: string, text: string): Promise<YamlRead> => {
  const { LineCounter, parseAllDocuments } = await import('yaml');
  const lines = new LineCounter();
  const documents: JsonDocument[] = [];
  const problems: Problem[] = [];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
    for (const one of 'empty' in parsed ? [] : parsed) {
      const [error] = one.errors;
      if (error !== undefined) {
        const at = lines.linePos(error.pos[0]);
        problems.push(invalid(source, { reason: inWords(error.code), line: at.line, column: at.col }));
        continue;
      }
      const json: unknown = one.toJS();
      if (isTooDeep(json))
        problems.push(invalid(source, { reason: 'nested too deeply', line: null, column: null }));
      else if (json !== null) documents.push({ source, json });
    }
  } catch (error) {
    // Nesting without end, and aliases that would unfold to more than any answer holds.
    if (!(error instanceof RangeError || error instanceof ReferenceError)) throw error;
    problems.push(invalid(source, { reason: 'nested too deeply', line: null, column: null }));
  }
  return { documents, problems };
};
