import { createRequire } from 'node:module';
import { type Command, FLAGS, type Parsed, parseCommand } from './arguments.js';
import { check } from './check.js';
import { codes } from './codes.js';
import { conversations } from './conversations.js';
import { coverage } from './coverage.js';
import { explain } from './explain.js';
import { HELP, OVERVIEW } from './help.js';
import { lint } from './lint.js';
import { network } from './network.js';
import { EXIT, type Output, UsageError } from './output.js';
import { records } from './records.js';
import { scenario } from './scenario.js';

const commands: Readonly<Record<Command, (args: Parsed, output: Output) => Promise<number>>> = {
  explain,
  check,
  lint,
  conversations,
  coverage,
  records,
  network,
  scenario,
  codes,
};

const isCommand = (name: string): name is Command => Object.hasOwn(FLAGS, name);

/** The version of the package, which lies two folders above the built file. */
const version = (): string => {
  const { version: found } = createRequire(import.meta.url)('../../package.json') as { version: string };
  return found;
};

const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

const dispatch = async (argv: readonly string[], output: Output): Promise<number> => {
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    await output.write(OVERVIEW);
    return name === undefined ? EXIT.unusable : EXIT.done;
  }
  if (name === '--version' || name === 'version') {
    await output.write(`${version()}\n`);
    return EXIT.done;
  }
  if (!isCommand(name))
    throw new UsageError(`There is no command "${name}". The commands are ${Object.keys(FLAGS).join(', ')}.`);
  if (asksForHelp(args)) {
    await output.write(HELP[name]);
    return EXIT.done;
  }
  return commands[name](parseCommand(name, args), output);
};

/** Runs a command line and gives its exit code. Bad input is one line on standard error and exit code 2. */
export const run = async (argv: readonly string[], output: Output): Promise<number> => {
  try {
    return await dispatch(argv, output);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    output.complain(`flowcause: ${error.message}`);
    return EXIT.unusable;
  }
};
