import { print } from '../address/ip-address.js';
import { type NeverLogged, neverLogged } from '../capture/never-logged.js';
import { captureOver } from '../capture/traffic-type.js';
import { flowLogsCovering } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { Gap } from '../problem/gap.js';
import type { InterfaceId } from '../resource/id.js';
import type { TrafficFilter } from '../traffic/traffic-filter.js';
import { type Code, entryOf } from './code.js';
import type { Certainty, Finding } from './finding.js';
import type { Question } from './question.js';

const idOf = (code: Code, { source, destination, protocol, port }: TrafficFilter): string =>
  [
    code,
    ...[source, destination].map((end) => (end === null ? '*' : print(end))),
    protocol ?? '*',
    port ?? '*',
  ].join('/');

type Asked = { readonly asked: TrafficFilter; readonly interfaceId: InterfaceId | null };

/** The interfaces that some flow log covers, as far as the configuration tells. */
const recordedInterfaces = (network: Network): readonly InterfaceId[] =>
  [...network.interfaces.values()]
    .filter((it) => flowLogsCovering(network, it).length > 0)
    .map(({ id }) => id);

const silent = (
  network: Network,
  code: Code,
  certainty: Certainty,
  { asked, interfaceId }: Asked,
  row: NeverLogged | null,
  missing: readonly Gap[],
): Finding => {
  const { outcome, leg } = entryOf(code);
  return {
    id: idOf(code, asked),
    code,
    outcome,
    leg,
    certainty,
    entries: 'none',
    group: null,
    seenAt: [],
    blocking: [],
    disproved: [],
    legSure: true,
    deciding: [],
    nearest: [],
    alternatives: [],
    missing,
    assumes: [],
    evidence: [],
    occurrences: null,
    trips: [],
    predicts: [],
    oneLegReason: null,
    neverLogged: row,
    asked,
    askedInterface: interfaceId,
    keeps: captureOver(network, recordedInterfaces(network)),
  };
};

/** `x.x.x.2` asked on port 53 could be the Amazon DNS server, which only the VPC's block tells. */
const couldBeAmazonDns = (network: Network, { destination, port }: TrafficFilter): boolean =>
  network.vpcs.size === 0 && port === 53 && destination?.family === 4 && destination.value % 16 === 2;

/**
 * Why no record matches what was asked. Traffic that the service never writes is said to be that; the rest is not known
 * here, and says what would tell.
 */
export const diagnoseSilence = (network: Network, { filter: asked, interfaceId }: Question): Finding => {
  const row = neverLogged(network, asked);
  if (row !== null)
    return silent(
      network,
      row.code,
      row.basis === 'documented' ? 'proven' : 'likely',
      { asked, interfaceId },
      row,
      [],
    );
  const missing: readonly Gap[] = [
    ...(couldBeAmazonDns(network, asked)
      ? [{ kind: 'vpc' as const, id: null, needs: 'aws ec2 describe-vpcs' }]
      : []),
    ...(network.given.has('flowLogs')
      ? []
      : [{ kind: 'flow-logs' as const, id: null, needs: 'aws ec2 describe-flow-logs' }]),
    { kind: 'log-window', id: null, needs: 'a log that covers the time of the traffic' },
  ];
  return silent(network, 'undetermined', 'possible', { asked, interfaceId }, null, missing);
};
