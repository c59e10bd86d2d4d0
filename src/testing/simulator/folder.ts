import type { FlowLog } from '../../network/flow-log.js';
import type { Network } from '../../network/network.js';
import { answers } from './describe/answers.js';
import { fieldsOf } from './log/record-line.js';

/** Files in Amazon S3 begin with the names of their fields. */
const logText = (flowLog: FlowLog, lines: readonly string[]): string =>
  `${[fieldsOf(flowLog).join(' '), ...lines].join('\n')}\n`;

/** A world as the folder that `flowcause explain` reads: file names and their text. */
export const folderOf = (
  network: Network,
  logs: readonly { readonly flowLog: FlowLog; readonly lines: readonly string[] }[],
): ReadonlyMap<string, string> =>
  new Map([
    ...answers(network).map(
      ([name, json]) => [`network/${name}.json`, `${JSON.stringify(json, null, 2)}\n`] as const,
    ),
    ...logs.map(
      ({ flowLog, lines }, i) =>
        [i === 0 ? 'flow.log' : `flow.log.${i + 1}`, logText(flowLog, lines)] as const,
    ),
  ]);
