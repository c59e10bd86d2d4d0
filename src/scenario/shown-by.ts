import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The page of a scenario that shows a finding code. */
export type ScenarioPage = {
  readonly name: string;
  readonly folder: string;
  /** `explain` or `check`. */
  readonly command: string;
  /** Markdown. */
  readonly page: string;
};

type Leg = { readonly blockers?: readonly string[]; readonly doubts?: readonly string[] };

type Promised = {
  readonly findings?: readonly { readonly code: string; readonly alternatives: readonly string[] }[];
  readonly request?: Leg;
  readonly reply?: Leg;
};

/** How well a scenario shows a code: 0 is best; null when it does not. */
const rankOf = ({ findings = [], request, reply }: Promised, code: string): number | null => {
  if (findings[0]?.code === code) return findings.length === 1 ? 0 : 1;
  if (findings.some((it) => it.code === code)) return 2;
  const lines = [request, reply].flatMap((leg) => [...(leg?.blockers ?? []), ...(leg?.doubts ?? [])]);
  if (lines.some((line) => line.split(' ').includes(code))) return 3;
  return findings.some(({ alternatives }) => alternatives.includes(code)) ? 4 : null;
};

const read = (...path: readonly string[]): Promise<string | null> =>
  readFile(join(...path), 'utf8').catch(() => null);

/** The scenario of a folder of scenarios that shows this code best; null when none does, or there are none. */
export const scenarioShowing = async (scenarios: string, code: string): Promise<ScenarioPage | null> => {
  const names = (await readdir(scenarios).catch((): string[] => [])).sort();
  let best: { readonly name: string; readonly rank: number; readonly promised: Promised } | null = null;
  for (const name of names) {
    const text = await read(scenarios, name, 'expected.json');
    if (text === null) continue;
    const promised = JSON.parse(text) as Promised;
    const rank = rankOf(promised, code);
    if (rank !== null && (best === null || rank < best.rank)) best = { name, rank, promised };
  }
  if (best === null) return null;
  const page = await read(scenarios, best.name, 'scenario.md');
  const command = best.promised.findings === undefined ? 'check' : 'explain';
  return page === null ? null : { name: best.name, folder: join(scenarios, best.name), command, page };
};
