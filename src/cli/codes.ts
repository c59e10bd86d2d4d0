import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE, type CatalogueEntry, catalogueEntry, codesJson, codesText, codeText } from '../index.js';
import { type ScenarioPage, scenarioShowing } from '../scenario/shown-by.js';
import { choiceFrom, type Parsed } from './arguments.js';
import { EXIT, type Output, UsageError } from './output.js';

const alike = (asked: string): readonly string[] =>
  CATALOGUE.map(({ code }) => code).filter((code) =>
    asked.split('-').some((word) => code.split('-').includes(word)),
  );

const unknown = (asked: string): UsageError => {
  const near = alike(asked).slice(0, 5);
  return new UsageError(
    `There is no finding code "${asked}". ${near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'flowcause codes lists them all.'}`,
  );
};

/** The scenarios that come with the package, two folders above the built file. */
const SCENARIOS = fileURLToPath(new URL('../../scenarios', import.meta.url));

const jsonOf = (entry: CatalogueEntry, scenario: ScenarioPage | null): string => {
  const document = codesJson([entry]);
  const shown = scenario === null ? null : { name: scenario.name, page: scenario.page };
  const codes = document.codes.map((code) => ({ ...code, scenario: shown }));
  return `${JSON.stringify({ ...document, codes }, null, 2)}\n`;
};

/** The command that shows the case itself. */
const seeIt = ({ command, folder }: ScenarioPage): string =>
  `\n  See it: flowcause ${command} ${relative(process.cwd(), folder) || '.'}\n`;

/** `flowcause codes`. */
export const codes = async ({ values, paths }: Parsed, output: Output): Promise<number> => {
  const form = choiceFrom(values, 'format', ['text', 'json']) ?? 'text';
  const [asked, ...more] = paths;
  if (more.length > 0) throw new UsageError(`Ask for one code at a time; found also ${more.join(' ')}.`);
  if (asked === undefined) {
    await output.write(form === 'json' ? `${JSON.stringify(codesJson(), null, 2)}\n` : codesText());
    return EXIT.done;
  }
  const entry = catalogueEntry(asked);
  if (entry === undefined) throw unknown(asked);
  const scenario = await scenarioShowing(SCENARIOS, asked);
  await output.write(
    form === 'json'
      ? jsonOf(entry, scenario)
      : `${codeText(entry, scenario?.page ?? null)}${scenario === null ? '' : seeIt(scenario)}`,
  );
  return EXIT.done;
};
