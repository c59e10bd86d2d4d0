#!/usr/bin/env node
import { EXIT, standardOutput } from './output.js';
import { run } from './run.js';

// A reader that has seen enough (`flowcause records ... | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`flowcause: could not write the output: ${error.code ?? error.message}.\n`);
  process.exit(EXIT.unusable);
});

process.exitCode = await run(process.argv.slice(2), standardOutput());
