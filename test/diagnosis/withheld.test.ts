import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runs } from '../arbitrary/runs.js';
import { flowcause } from '../cli/cli.js';

/** Every scenario that explains a log, with one kind of answer left out: whoever reads the result is told to bring it. */

type Answers = Readonly<Record<string, unknown>>;

/** Null for a file that is no single document. */
const read = (path: string): unknown => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
};

const explains = (folder: string): boolean => {
  const question = `${folder}/question.json`;
  if (!existsSync(`${folder}/network`)) return false;
  const { command } = existsSync(question) ? (read(question) as { command?: string }) : {};
  return command === undefined || command === 'explain';
};

type Withheld = { readonly folder: string; readonly file: string; readonly key: string };

const isAnswers = (it: unknown): it is Answers =>
  typeof it === 'object' && it !== null && !Array.isArray(it) && !('resourceType' in it);

const withheld: readonly Withheld[] = readdirSync('scenarios')
  .map((name) => `scenarios/${name}`)
  .filter(explains)
  .flatMap((folder) =>
    readdirSync(`${folder}/network`).flatMap((file) => {
      const answers = read(`${folder}/network/${file}`);
      const keys = isAnswers(answers) ? Object.keys(answers) : [];
      return keys
        .filter((key) => Array.isArray((answers as Answers)[key]))
        .map((key) => ({ folder, file, key }));
    }),
  );

const root = mkdtempSync(join(tmpdir(), 'flowcause-withheld-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The scenario's folder without these answers. */
const copied = ({ folder, file, key }: Withheld, name: string): string => {
  const copy = join(root, name);
  mkdirSync(join(copy, 'network'), { recursive: true });
  for (const one of readdirSync(folder))
    if (one.startsWith('flow.log') || one === 'question.json' || one === 'scenario.md')
      writeFileSync(join(copy, one), readFileSync(join(folder, one)));
  for (const one of readdirSync(`${folder}/network`)) {
    if (one !== file) writeFileSync(join(copy, 'network', one), readFileSync(`${folder}/network/${one}`));
    else {
      const { [key]: _, ...rest } = read(`${folder}/network/${one}`) as Answers;
      if (Object.keys(rest).length > 0) writeFileSync(join(copy, 'network', one), JSON.stringify(rest));
    }
  }
  return copy;
};

type Gap = { readonly needs: string };
type Found = {
  readonly code: string;
  readonly certainty: 'proven' | 'likely' | 'possible';
  readonly missing: readonly Gap[];
  readonly alternatives: readonly { readonly missing: readonly Gap[] }[];
};

const first = async (folder: string): Promise<Found | undefined> =>
  JSON.parse((await flowcause('explain', folder, '--format', 'json')).out).findings[0];

const CERTAINTIES = ['proven', 'likely', 'possible'];

/** How calls are named for what they answer under such a key. */
const CALLS: Readonly<Record<string, RegExp>> = {
  Routes: /search-transit-gateway-routes/,
  Entries: /prefix-list-entries/,
  Reservations: /describe-instances/,
  TransitGatewayVpcAttachments: /transit-gateway/,
  TransitGatewayAttachments: /transit-gateway/,
  TransitGateways: /transit-gateway/,
};

const callOf = (key: string): RegExp =>
  CALLS[key] ?? new RegExp(`describe-${key.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}`);

const told = ({ missing, alternatives }: Found): string =>
  [...missing, ...alternatives.flatMap((it) => it.missing)].map(({ needs }) => needs).join('\n');

const chosen = withheld.filter(
  (_, i) => i % Math.max(1, Math.round(withheld.length / runs(withheld.length / 2).numRuns)) === 0,
);

describe('an answer that was left out', () => {
  it('is there to be left out', () => {
    expect(withheld.length).toBeGreaterThan(400);
  });

  it('is asked for wherever the finding is less certain without it, or another one', {
    timeout: 120_000,
  }, async () => {
    const known = new Map<string, Found | undefined>();
    const unnamed: string[] = [];
    for (const [i, one] of chosen.entries()) {
      if (!known.has(one.folder)) known.set(one.folder, await first(one.folder));
      const whole = known.get(one.folder);
      const part = await first(copied(one, `${i}`));
      if (whole === undefined || part === undefined || part.certainty === 'proven') continue;
      const isLess =
        part.code !== whole.code ||
        CERTAINTIES.indexOf(part.certainty) > CERTAINTIES.indexOf(whole.certainty);
      if (isLess && !callOf(one.key).test(told(part)))
        unnamed.push(
          `${one.folder} without ${one.key}: ${whole.code} ${whole.certainty}, then ${part.code} ${part.certainty}; asks for ${told(part)}`,
        );
    }
    expect(unnamed).toEqual([]);
  });
});
