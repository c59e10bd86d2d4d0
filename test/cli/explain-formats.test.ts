import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { flowcause, REJECTED, withFiles } from './cli.js';

const parsed = (name: string) => JSON.parse(readFileSync(`src/render/schema/${name}.json`, 'utf8'));

const validateLine = new Ajv.default({ strict: true, allowUnionTypes: true })
  .addSchema(parsed('explain'))
  .compile(parsed('explain-lines'));

const scenarios = readdirSync('scenarios').map((name) => join('scenarios', name));

const linesOf = async (...paths: readonly string[]) => {
  const { out } = await flowcause('explain', ...paths, '--format', 'ndjson');
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
};

describe('explain --format ndjson', () => {
  it.each(scenarios)(
    '%s gives lines of the published schema that say what the document says',
    async (folder) => {
      const lines = await linesOf(folder);
      for (const line of lines) {
        validateLine(line);
        expect(validateLine.errors).toBeNull();
      }
      const { out } = await flowcause('explain', folder, '--format', 'json');
      const { findings, groups, problems, ...summary } = JSON.parse(out);
      expect(lines).toEqual([
        ...problems.map((problem: unknown) => ({ problem })),
        ...findings.map((finding: unknown) => ({ finding })),
        ...groups.map((group: unknown) => ({ group })),
        { summary },
      ]);
    },
  );

  it('is refused by the schema when a line is of no kind', () => {
    expect(validateLine({ findings: [] })).toBe(false);
  });
});

describe('explain --format markdown', () => {
  const unescaped = (markdown: string) => markdown.replace(/\\([\\`*_{}[\]<>|#~])/g, '$1');

  it.each(scenarios)('%s holds every sentence and command of the document', async (folder) => {
    const { out: markdown } = await flowcause('explain', folder, '--format', 'markdown');
    const document = JSON.parse((await flowcause('explain', folder, '--format', 'json')).out);
    const holds = (remedies: readonly { change: readonly { commands: readonly string[] }[] }[]) => {
      for (const { change } of remedies)
        for (const { commands } of change)
          for (const command of commands) expect(markdown).toContain(command);
    };
    // Of one cause and rule the most harmful finding is told in full.
    for (const { ids, remedies: together } of document.groups) {
      const told = document.findings.find(({ id }: { id: string }) => id === ids[0]);
      for (const sentence of [told.explanation.headline, ...told.explanation.because])
        expect(unescaped(markdown)).toContain(sentence);
      holds([...told.remedies, ...together]);
    }
  });

  it('lets no name of the input become markup', () =>
    withFiles(
      { 'a|b*_<script>.log': `${REJECTED}\n`, 'bad`[x](y).log': 'what is this\n' },
      async (folder) => {
        const { out } = await flowcause('explain', folder, '--format', 'markdown');
        expect(out).toContain('a\\|b\\*\\_\\<script\\>.log:1');
        expect(out).toContain('bad\\`\\[x\\](y).log');
      },
    ));

  it('is the same bytes for the same input', async () => {
    const once = await flowcause('explain', ...scenarios, '--format', 'markdown');
    expect((await flowcause('explain', ...scenarios, '--format', 'markdown')).out).toBe(once.out);
  });
});

describe('explain --format', () => {
  it('names what it takes', async () => {
    const { code, err } = await flowcause('explain', scenarios[0] as string, '--format', 'yaml');
    expect(code).toBe(2);
    expect(err).toBe('flowcause: --format: expected text, json, ndjson or markdown, found "yaml".\n');
  });
});
