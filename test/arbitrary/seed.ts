import * as fc from 'fast-check';

/** `FLOWCAUSE_SEED=7 npx vitest run` draws the same worlds again; without it every run draws its own. */
const { FLOWCAUSE_SEED } = process.env;
if (FLOWCAUSE_SEED !== undefined)
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FLOWCAUSE_SEED) });
