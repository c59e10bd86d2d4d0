import * as fc from 'fast-check';
import { doubleFaults, scenes, simulate, singleFaults } from 'flowcause/testing';
import { diagnose } from './diagnose.mjs';
import { isInCatalogue, score, scoreHealthy } from './score.mjs';

const NOTHING_ASKED = { isAsked: false, now: null };

const NOT_ASKED = { result: 'not asked', named: null, certainty: null };

const kindOf = (faults) => faults.map(({ kind }) => kind).join(' + ') || 'nothing wrong';

const isReject = (line) => line.includes(' REJECT ');

/** What was rejected was lost on its way into the log: nobody can find it. */
const leavesNoTrace = (sightings, logs, { isAsked }) =>
  !isAsked &&
  sightings.some(({ action }) => action === 'REJECT') &&
  !logs.some(({ lines }) => lines.some(isReject));

/** What is not proven, and names nothing that would settle it or one of its alternatives. */
const unsettled = ({ all }) =>
  all
    .filter(({ certainty }) => certainty !== 'proven')
    .flatMap(({ code, missing, alternatives }) => [
      ...(missing.length === 0 ? [code] : []),
      ...alternatives.filter((it) => it.missing.length === 0).map((it) => `${code}, or ${it.code}`),
    ]);

/** Lets one world happen, asks the public engine about what it prints, and holds the answer against the truth. */
const tried = ({ scene, faults, seed }, { limit, hasConfiguration }) => {
  const { capture, ...world } = limit(scene);
  const { files, logs, sightings } = simulate({ ...world, capture, faults, seed });
  const asked = faults.find(({ expects }) => expects.isAsked)?.expects ?? NOTHING_ASKED;
  const findings = diagnose(scene, files, asked, hasConfiguration);
  if (leavesNoTrace(sightings, logs, asked)) return { kind: kindOf(faults), ...NOT_ASKED };
  const hasFlags = logs.every(({ flowLog }) => flowLog.logFormat.includes('tcp-flags'));
  const verdict =
    faults.length === 0
      ? scoreHealthy(findings)
      : score(faults, findings.target, { hasConfiguration, hasFlags });
  return { ...verdict, kind: kindOf(faults), files, unsettled: unsettled(findings) };
};

/** A question is put only where there is configuration: without any there is nothing to tell why a log is silent. */
const isTried = (faults, { hasConfiguration }) =>
  faults.every((fault) => isInCatalogue(fault) && (hasConfiguration || !fault.expects.isAsked));

const sample = (arbitrary, numRuns, seed) => fc.sample(arbitrary, { numRuns, seed });

export const singles = (worlds, seed) => sample(singleFaults(), worlds, seed);
export const doubles = (worlds, seed) => sample(doubleFaults(), worlds, seed);
export const healthy = (worlds, seed) =>
  sample(fc.tuple(scenes(), fc.nat()), worlds, seed).map(([scene, drawn]) => ({
    scene,
    faults: [],
    seed: drawn,
  }));

/** One outcome for each case; those that cannot be asked yet have the result `not in the catalogue`. */
export const outcomes = (cases, circumstances) =>
  cases.map((one, index) => {
    const { scene, faults } = one;
    const known = isTried(faults, circumstances);
    if (!known) return { index, kind: kindOf(faults), ...NOT_ASKED };
    return { index, scene, ...tried(one, circumstances) };
  });
