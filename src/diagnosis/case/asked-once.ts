import { isSilent } from '../../conversation/conversation.js';
import { TCP } from '../../traffic/protocol.js';
import { SYN } from '../../traffic/tcp-flags.js';
import type { Case } from './case.js';

/**
 * One SYN for each attempt, and nothing came back anywhere. Who gets no answer sends the SYN again, after a second at first;
 * who gets one does not. https://www.rfc-editor.org/rfc/rfc6298
 */
export const isAskedOnce = ({ group, observations }: Case): boolean =>
  group.protocol === TCP &&
  observations.every(
    ({ forward: { ACCEPT, REJECT }, reverse, absenceCounts }) =>
      isSilent(reverse) &&
      absenceCounts.reply &&
      REJECT === null &&
      (ACCEPT === null || (ACCEPT.tcpFlags === SYN && ACCEPT.packets <= group.conversations)),
  );
