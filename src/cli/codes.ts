import { CATALOGUE, catalogueEntry, codesJson, codesText, codeText } from '../index.js';
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
  await output.write(form === 'json' ? `${JSON.stringify(codesJson([entry]), null, 2)}\n` : codeText(entry));
  return EXIT.done;
};
