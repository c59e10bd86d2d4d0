import { EVIDENCE_WORDS, grown, LINE, MORE, SOURCE, SUM_WORDS, type SumPool } from './sum-pool.js';

/** Whether one place in the logs comes before another one: by the name of the file, then by the line. */
export type Before = (source: number, line: number, otherSource: number, otherLine: number) => boolean;

/** Notes where a further record of a sum stands; the first three are kept. */
export const note = (pool: SumPool, place: number, source: number, line: number, before: Before): void => {
  const at = place * SUM_WORDS;
  const { words } = pool;
  let node = words[at + MORE] as number;
  if (node === 0) {
    node = words[at + MORE] = allocateEvidence(pool);
    pool.evidence.fill(0, node * EVIDENCE_WORDS, (node + 1) * EVIDENCE_WORDS);
  }
  insert(pool, at, node * EVIDENCE_WORDS, source, line, before);
};

/** Line 0 is an empty place. */
const insert = (
  pool: SumPool,
  at: number,
  more: number,
  source: number,
  line: number,
  before: Before,
): void => {
  const { words, evidence } = pool;
  const third = evidence[more + 3] as number;
  if (third !== 0 && !before(source, line, evidence[more + 2] as number, third)) return;
  const second = evidence[more + 1] as number;
  if (second !== 0 && !before(source, line, evidence[more] as number, second)) {
    evidence[more + 2] = source;
    evidence[more + 3] = line;
    return;
  }
  evidence[more + 2] = evidence[more] as number;
  evidence[more + 3] = second;
  const isFirst = before(source, line, words[at + SOURCE] as number, words[at + LINE] as number);
  evidence[more] = isFirst ? (words[at + SOURCE] as number) : source;
  evidence[more + 1] = isFirst ? (words[at + LINE] as number) : line;
  if (!isFirst) return;
  words[at + SOURCE] = source;
  words[at + LINE] = line;
};

const allocateEvidence = (pool: SumPool): number => {
  if (pool.freeEvidence !== 0) {
    const node = pool.freeEvidence;
    pool.freeEvidence = pool.evidence[node * EVIDENCE_WORDS] as number;
    return node;
  }
  if ((pool.evidenceEnd + 1) * EVIDENCE_WORDS > pool.evidence.length)
    pool.evidence = grown(pool.evidence, EVIDENCE_WORDS);
  return pool.evidenceEnd++;
};

/** Where the first few records of a sum stand, as source and line, in the order of the files. */
export const evidenceOf = (pool: SumPool, place: number): readonly (readonly [number, number])[] => {
  const at = place * SUM_WORDS;
  const found: [number, number][] = [[pool.words[at + SOURCE] as number, pool.words[at + LINE] as number]];
  const more = (pool.words[at + MORE] as number) * EVIDENCE_WORDS;
  if (more === 0) return found;
  for (const i of [0, 2])
    if (pool.evidence[more + i + 1] !== 0)
      found.push([pool.evidence[more + i] as number, pool.evidence[more + i + 1] as number]);
  return found;
};
