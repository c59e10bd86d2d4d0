import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/run.js';

/** What a command line printed, and how it ended. */
export type Outcome = { readonly code: number; readonly out: string; readonly err: string };

/** Where no progress is shown. */
export const NO_TERMINAL = { isTerminal: false, write: () => {}, now: () => 0 };

export const flowcause = async (...argv: readonly string[]): Promise<Outcome> => {
  let out = '';
  let err = '';
  const code = await run(argv, {
    write: async (text) => {
      out += text;
    },
    paint: null,
    complain: (text) => {
      err += `${text}\n`;
    },
    terminal: NO_TERMINAL,
    asideTerminal: NO_TERMINAL,
  });
  return { code, out, err };
};

/** A folder that exists while `use` runs, with these files in it. */
export const withFiles = async (
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<void>,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'flowcause-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const REJECTED =
  '2 123456789010 eni-1235b8ca123456789 172.31.9.69 172.31.9.12 49761 3389 6 20 4249 1418530010 1418530070 REJECT OK';
export const ACCEPTED =
  '2 123456789010 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK';
