import { requestsFor, widest } from '../capture/coverage/create-flow-logs.js';
import { captureAt } from '../capture/traffic-type.js';
import type { Finding } from '../diagnosis/finding/finding.js';
import type { Network } from '../network/network.js';
import type { InterfaceId } from '../resource/id.js';
import { apply, type Change } from './change.js';
import type { Remedy } from './remedy.js';

const interfacesWith = (finding: Finding, kind: 'not-captured' | 'traffic-type'): readonly InterfaceId[] => [
  ...new Set(finding.absence.flatMap((it) => (it.kind === kind ? [it.interfaceId] : []))),
];

/**
 * Flow logs for the interfaces that nobody records, and beside those that keep one action only: a flow log cannot be
 * changed. The proof is that the flow logs then keep both actions at each of these interfaces.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html
 */
export const flowLogRemedies = (network: Network, finding: Finding): readonly Remedy[] => {
  const [dark, half] = [interfacesWith(finding, 'not-captured'), interfacesWith(finding, 'traffic-type')];
  const changes = [
    ...requestsFor(network, widest(network, dark), 'not-captured'),
    ...requestsFor(network, half, 'traffic-type'),
  ].map((request): Change => ({ kind: 'create-flow-logs', request }));
  if (changes.length === 0) return [];
  const changed = changes.reduce(apply, network);
  const isKept = [...dark, ...half].every((id) => captureAt(changed, id) === 'all');
  return [
    {
      changes,
      cautions: [],
      sourcePorts: null,
      proof: {
        scope: 'capture',
        outcome: isKept ? 'passes' : 'undetermined',
        remaining: [],
        missing: [],
        appliances: [],
      },
      opens: [],
    },
  ];
};
