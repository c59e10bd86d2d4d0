import type { Report } from '../../troubleshoot.js';
import { remediesLines } from '../remedy/remedy-text.js';
import type { ShownGroups } from '../shown-groups.js';
import { groupLabel, groupSentences, moreOthers, othersOf, sharedSentences } from '../wording/group-words.js';
import { plural } from '../words/phrase.js';
import { findingText } from './finding-text.js';
import { indentedTable, wrap } from './text-table.js';

/** Groups in two or three lines each, numbered; nothing where there are few. */
export const overviewText = ({ named, unnamed }: ShownGroups): readonly string[] => [
  ...named.flatMap((group, i) => {
    const number = `${String(i + 1).padStart(3)}. `;
    return [
      ...wrap(groupLabel(group), '     ', '  ').map((line, j) => (j === 0 ? number + line.slice(5) : line)),
      ...groupSentences(group).flatMap((sentence) => wrap(sentence, '     ', '  ')),
    ];
  }),
  ...(unnamed > 0 ? [`     ... and ${plural(unnamed, 'more', 'more')}; --top shows them.`] : []),
];

/** The most harmful finding of a group in full, and a table of the others. */
export const groupText = (
  report: Report,
  { group, finding }: ShownGroups['told'][number],
): readonly string[] => {
  const others = othersOf(report, group);
  return [
    ...findingText(finding),
    ...(others === null
      ? []
      : [
          '',
          ...wrap(others.title, '  '),
          ...indentedTable(others.table, '    '),
          ...(others.more > 0 ? [`    ${moreOthers(others.more)}`] : []),
        ]),
    ...sharedSentences(group).flatMap((sentence) => ['', ...wrap(sentence, '  ')]),
    ...remediesLines(group.remedies),
  ];
};

export const untoldSentence = (untold: number): string =>
  `... and ${plural(untold, 'more cause')}; --top N tells more in full, --format json all.`;
