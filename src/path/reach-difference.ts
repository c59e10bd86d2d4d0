import { print } from '../address/ip-address.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import * as Headers from '../traffic/header-set.js';
import { echoRequest } from '../traffic/icmp.js';
import { hasPorts, type Protocol } from '../traffic/protocol.js';
import type { EndName } from './named-end.js';
import type { LegVerdict } from './passage.js';
import { type ReachSet, reachAny } from './reach-any.js';

/** What one interface can reach now and could not before, or the other way round. */
export type Difference = {
  readonly from: EndName;
  readonly protocol: Protocol;
  readonly before: LegVerdict;
  readonly after: LegVerdict;
  readonly headers: Headers.HeaderSet;
};

/** Whether something passes, at least in part, in one of the two networks and not so in the other. */
export const isReachChange = ({ before, after }: Difference): boolean =>
  [before, after].some((one) => one === 'allowed' || one === 'partial');

/** What is compared between two snapshots of a network. */
export type DifferenceQuestion = {
  /** Whose reach is compared; null: every interface that either network has. */
  readonly from: EndName | null;
  readonly to: EndName | 'any';
  readonly protocols: readonly Protocol[];
  readonly port: number | 'any';
};

const VERDICTS: readonly LegVerdict[] = ['allowed', 'partial', 'blocked', 'undetermined'];

const byVerdict = (sets: readonly ReachSet[], verdict: LegVerdict): Headers.HeaderSet =>
  sets
    .filter((one) => one.verdict === verdict)
    .map(({ headers }) => headers)
    .reduce(Headers.union, []);

/** Service interfaces (NAT gateways, endpoints, load balancers) start nothing by themselves that anybody asks for. */
const starts = (it: NetworkInterface): boolean => !it.requesterManaged;

const initiators = (old: Network, now: Network, from: EndName | null): readonly EndName[] => {
  if (from !== null) return [from];
  const both = [...old.interfaces.values(), ...now.interfaces.values()].filter(starts);
  return [...new Set(both.map(({ id }) => id))].sort().map((id) => ({ kind: 'interface', id }) as const);
};

/** An interface that one of the networks does not have reaches nothing there. */
const reached = (
  network: Network,
  from: EndName,
  protocol: Protocol,
  it: DifferenceQuestion,
): readonly ReachSet[] =>
  reachAny(network, {
    from,
    to: it.to,
    protocol,
    port: hasPorts(protocol) ? it.port : null,
    sourcePorts: null,
    icmp: echoRequest(protocol),
  });

/** What became reachable or unreachable from one network to the other, for every interface that starts connections. */
export const reachDifference = (
  old: Network,
  now: Network,
  question: DifferenceQuestion,
): readonly Difference[] =>
  initiators(old, now, question.from).flatMap((from) =>
    question.protocols.flatMap((protocol) => {
      const [was, is] = [reached(old, from, protocol, question), reached(now, from, protocol, question)];
      return VERDICTS.flatMap((before) =>
        VERDICTS.filter((after) => after !== before).flatMap((after): readonly Difference[] => {
          const headers = Headers.intersect(byVerdict(was, before), byVerdict(is, after));
          return Headers.isEmpty(headers) ? [] : [{ from, protocol, before, after, headers }];
        }),
      );
    }),
  );

export const endName = (name: EndName): string => (name.kind === 'address' ? print(name.address) : name.id);
