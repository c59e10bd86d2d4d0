import { notCaptured, notDelivered } from '../../capture/absence/absence.js';
import { workingFlowLog } from '../cause/settling.js';
import { telling } from './silence.js';
import { explains, type SilenceCause } from './silence-cause.js';

/**
 * No working flow log covers the interfaces that the traffic crosses: none is attached to the interface, its subnet or its
 * VPC, or none of them delivers.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-troubleshooting.html
 */
export const interfaceNotCaptured: SilenceCause = {
  code: 'interface-not-captured',
  settledBy: (it) => telling(it).map(({ interfaceId }) => workingFlowLog(interfaceId)),
  examine: (it) => {
    const watches = telling(it);
    const isDark = watches.map((at) => notCaptured(at) !== null || notDelivered(at).length > 0);
    if (isDark.length === 0 || isDark.includes(false)) return null;
    // What was delivered before the failure, or in spite of it, leaves room for other reasons.
    return explains(watches.every(({ coverage }) => coverage === null) ? 'proven' : 'likely');
  },
};
