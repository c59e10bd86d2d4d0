import { styleText } from 'node:util';
import type { Paint } from '../index.js';
import type { Terminal } from './progress.js';

export { UsageError } from '../scenario/question/usage-error.js';

/** Where a command writes. `write` resolves when more may be written, so that a slow reader slows the command down. */
export type Output = {
  readonly write: (text: string) => Promise<void>;
  /** Null where no colours are shown: `write` goes to no terminal, or NO_COLOR is set. */
  readonly paint: Paint | null;
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

const PAINT: Paint = {
  title: (text) => styleText('bold', text),
  bad: (text) => styleText(['bold', 'red'], text),
  doubt: (text) => styleText('yellow', text),
  good: (text) => styleText('green', text),
};

/** https://no-color.org */
const showsColours = (): boolean =>
  process.stdout.isTTY === true && !process.env.NO_COLOR && process.stdout.hasColors();

export const standardOutput = (): Output => ({
  write: (text) =>
    process.stdout.write(text)
      ? Promise.resolve()
      : new Promise((resolve) => {
          process.stdout.once('drain', resolve);
        }),
  paint: showsColours() ? PAINT : null,
  complain: (text) => {
    process.stderr.write(`${text}\n`);
  },
  terminal: terminalWhen(process.stderr.isTTY === true),
  asideTerminal: terminalWhen(process.stderr.isTTY === true && process.stdout.isTTY !== true),
});
