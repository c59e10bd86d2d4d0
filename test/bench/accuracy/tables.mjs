const RESULTS = ['right', 'cause only', 'open', 'wrong'];

const countOf = (found, test) => found.filter(test).length;

const asked = (found) => found.filter(({ result }) => result !== 'not asked');

const percent = (part, whole) => (whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`);

/** What a test holds against its thresholds. */
export const summary = ({ part, circumstances, found }) => ({
  part,
  circumstances,
  worlds: found.length,
  asked: asked(found).length,
  ...Object.fromEntries(RESULTS.map((name) => [name, countOf(found, ({ result }) => result === name)])),
  provenWrong: asked(found)
    .filter(isProvenWrong)
    .map(({ index, kind, named }) => ({ index, kind, named })),
  unsettled: [...new Set(asked(found).flatMap((it) => it.unsettled))],
  missed: asked(found)
    .filter(({ result }) => result !== 'right')
    .map(({ index, kind, named, result, certainty }) => ({ index, kind, named, result, certainty })),
});

const isProvenWrong = ({ result, certainty }) => result === 'wrong' && certainty === 'proven';

const markdown = (head, rows) =>
  [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('');

export const circumstancesTable = (results) =>
  markdown(
    ['worlds', 'asked', 'cause and rule right', 'cause only', 'left open', 'wrong', 'proven wrong'],
    results.map(({ part, circumstances, found }) => {
      const all = asked(found);
      const share = (name) =>
        percent(
          countOf(all, ({ result }) => result === name),
          all.length,
        );
      return [`${part}, ${circumstances}`, all.length, ...RESULTS.map(share), countOf(all, isProvenWrong)];
    }),
  );

const grouped = (found, keyOf) => {
  const groups = new Map();
  for (const it of found) groups.set(keyOf(it), [...(groups.get(keyOf(it)) ?? []), it]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
};

/** The confusion matrix: what was injected, and what was named. */
export const kindsTable = (results) => {
  const { found } = results.find(({ part }) => part === 'single');
  const namesIn = (some) =>
    grouped(
      some,
      ({ named, result }) =>
        `${named ?? 'not in the catalogue yet'}${result === 'cause only' ? ' (other rule)' : ''}`,
    )
      .map(([named, same]) => `${named} ${same.length}`)
      .join(', ');
  return markdown(
    ['injected', 'worlds', 'right', 'named'],
    grouped(found, ({ kind }) => kind).map(([kind, some]) => [
      kind,
      some.length,
      percent(
        countOf(some, ({ result }) => result === 'right'),
        asked(some).length,
      ),
      namesIn(some),
    ]),
  );
};

/** How often a finding is right that calls itself proven, likely or possible. */
export const calibrationTable = (results) =>
  markdown(
    ['certainty', 'findings', 'right', 'wrong'],
    ['proven', 'likely', 'possible'].map((certainty) => {
      const some = results.flatMap(({ found }) => asked(found)).filter((it) => it.certainty === certainty);
      const right = countOf(some, ({ result }) => result === 'right');
      const wrong = countOf(some, ({ result }) => result === 'wrong' || result === 'cause only');
      return [certainty, some.length, percent(right, some.length), percent(wrong, some.length)];
    }),
  );

export const missesTable = (results) =>
  results
    .flatMap(({ part, circumstances, found }) =>
      found
        .filter(({ result }) => result === 'wrong' || result === 'cause only')
        .map(
          ({ index, kind, named, certainty, result }) =>
            `${part}, ${circumstances}, world ${index}: ${kind}: ${named} (${certainty}, ${result})`,
        ),
    )
    .join('\n');
