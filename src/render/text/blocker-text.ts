import { awsExplanationCode, blockerCode, componentOf } from '../../path/blocker.js';
import type { PathBlocker } from '../../path/passage.js';
import type { Leg } from '../../traffic/direction.js';
import type { PortRange } from '../../traffic/ports.js';
import { checkpointSentence, nearMissSentence } from '../words/checkpoint-words.js';
import { routingSentence } from '../words/routing-words.js';
import { failingPortsPhrase } from '../words/source-port-words.js';
import { wrap } from './text-table.js';

export const blockerLines = (leg: Leg | 'health check', blocker: PathBlocker): readonly string[] => {
  const beyond = `${blocker.beyond ? ' (beyond another blocker)' : ''}${blocker.conditional ? ' (only if the packet comes this way)' : ''}`;
  const title = (code: string, component: string, aws: string | null) =>
    `  ${leg}: ${code} at ${component}${aws === null ? '' : ` [${aws}]`}${beyond}`;
  if (blocker.kind === 'routing') {
    const { code, component, awsExplanationCode: aws } = blocker.at;
    return [title(code, component, aws), ...wrap(routingSentence(blocker.at), '    ')];
  }
  const { at } = blocker;
  const [nearest] = at.verdict.nearest;
  const ports: readonly PortRange[] = at.ports?.denied ?? [];
  return [
    title(blockerCode(at), componentOf(at), awsExplanationCode(at)),
    ...wrap(checkpointSentence(at, at.packet), '    '),
    ...(ports.length === 0
      ? []
      : wrap(
          `Only for the ports ${failingPortsPhrase(ports)}${at.ports?.of == null ? '' : `, of which ${at.ports.of} may choose any`}.`,
          '    ',
        )),
    ...(nearest === undefined ? [] : wrap(nearMissSentence(nearest, at.packet), '    ')),
  ];
};
