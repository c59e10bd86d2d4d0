import type { Terminal } from './progress.js';

export { UsageError } from '../scenario/question/usage-error.js';

/** Where a command writes. `write` resolves when more may be written, so that a slow reader slows the command down. */
export type Output = {
  readonly write: (text: string) => Promise<void>;
  readonly complain: (text: string) => void;
  /** For the progress line of commands that print only at their end. */
  readonly terminal: Terminal;
  /** For the progress line of commands that print as they go: a terminal only when what they print goes elsewhere. */
  readonly asideTerminal: Terminal;
};

/** Exit codes, a public promise. */
export const EXIT = { done: 0, blocked: 1, unusable: 2, undetermined: 3 } as const;

const terminalWhen = (isTerminal: boolean): Terminal => ({
  isTerminal,
  write: (text) => {
    process.stderr.write(text);
  },
  now: () => performance.now(),
});

export const standardOutput = (): Output => ({
  write: (text) =>
    process.stdout.write(text)
      ? Promise.resolve()
      : new Promise((resolve) => {
          process.stdout.once('drain', resolve);
        }),
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
  terminal: terminalWhen(process.stderr.isTTY === true),
  asideTerminal: terminalWhen(process.stderr.isTTY === true && process.stdout.isTTY !== true),
});
