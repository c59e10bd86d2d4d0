import { print } from './address/ip-address.js';
import type { ExpectedRecord } from './capture/expected-record.js';
import { neverLogged } from './capture/never-logged/match.js';
import type { NeverLogged } from './capture/never-logged/never-logged.js';
import { recordsAlong } from './capture/records-along.js';
import { FLOW_LOGS } from './capture/subscription.js';
import type { Network } from './network/network.js';
import { areEnds, type EndName, findEnds, type UnknownEnds } from './path/named-end.js';
import type { LegVerdict } from './path/passage.js';
import { type Reach, type ReachQuestion, reach } from './path/reach.js';
import { distinct, type Gap } from './problem/gap.js';
import { reachRemedies } from './remedy/reach-remedy.js';
import type { Remedy } from './remedy/remedy.js';
import { echoRequest, type IcmpTypeCode } from './traffic/icmp.js';
import type { PortRange } from './traffic/ports.js';
import { ICMP, ICMPV6, type Protocol } from './traffic/protocol.js';

/** What `check` is asked: would this pass from one end to the other, and the answer back? */
export type CheckQuestion = {
  readonly from: EndName;
  readonly to: EndName;
  readonly protocol: Protocol;
  /** Null for protocols without ports. */
  readonly port: number | null;
  /** Null: the ports that the initiator may use. */
  readonly sourcePorts: PortRange | null;
  /** Null: an echo request, for ICMP. */
  readonly icmp: IcmpTypeCode | null;
};

/** The answer, as plain data. */
export type Check = {
  readonly question: CheckQuestion;
  readonly verdict: LegVerdict;
  /** Null when the input does not tell the ends: `unknown` says why. */
  readonly reach: Reach | null;
  readonly unknown: UnknownEnds | null;
  readonly records: readonly ExpectedRecord[];
  readonly neverLogged: NeverLogged | null;
  /** What would let it pass both ways, proved by asking again; empty where it passes, or no such change is known. */
  readonly remedies: readonly Remedy[];
  readonly missing: readonly Gap[];
};

const isBlocked = ({ verdict }: Reach): boolean => verdict === 'blocked' || verdict === 'partial';

/**
 * Whether a packet would pass from one end to the other and its answer back, with every blocker on both legs. Needs no
 * log. What the configuration given does not say makes the verdict `undetermined`, and `missing` names it. Nothing is
 * thrown: ends that the input does not tell are said in `unknown`.
 * https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html
 *
 * @example
 * ```ts
 * import { check, parseAddress, readAnswers, TCP } from 'flowcause';
 *
 * const { network } = readAnswers([
 *   { source: 'vpcs.json', json: { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }] } },
 *   { source: 'enis.json', json: { NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1', Groups: [], PrivateIpAddress: '10.0.0.5' }] } },
 * ]);
 * const found = check(network, {
 *   from: { kind: 'interface', id: 'eni-1' },
 *   to: { kind: 'address', address: parseAddress('203.0.113.9').right },
 *   protocol: TCP, port: 443, sourcePorts: null, icmp: null,
 * });
 * console.log(found.verdict); // undetermined
 * console.log(found.missing[0].needs); // aws ec2 describe-route-tables --filters Name=vpc-id,Values=vpc-1
 * ```
 */
export const check = (network: Network, question: CheckQuestion): Check => {
  const family = question.protocol === ICMPV6 ? 6 : question.protocol === ICMP ? 4 : null;
  const ends = findEnds(network, question.from, question.to, print, family);
  if (!areEnds(ends))
    return {
      question,
      verdict: 'undetermined',
      reach: null,
      unknown: ends,
      records: [],
      neverLogged: null,
      remedies: [],
      missing: ends.missing,
    };
  const asked: ReachQuestion = {
    ends,
    sourcePorts: question.sourcePorts,
    packet: {
      source: ends.initiator.address,
      destination: ends.responder.address,
      protocol: question.protocol,
      sourcePort: question.sourcePorts?.from ?? null,
      destinationPort: question.port,
      icmp: question.icmp ?? echoRequest(question.protocol),
    },
  };
  const found = reach(network, asked);
  const hidden = neverLogged(network, {
    source: found.packet.source,
    destination: found.packet.destination,
    protocol: question.protocol,
    port: question.port,
    sourcePort: question.sourcePorts?.from ?? null,
    interfaceId: null,
  });
  // What AWS does not list as unlogged may be logged all the same.
  const records = hidden?.basis === 'documented' ? [] : recordsAlong(network, found);
  const isLogKnown = records.every(({ captured }) => captured !== null);
  return {
    question,
    verdict: found.verdict,
    reach: found,
    unknown: null,
    records,
    neverLogged: hidden,
    remedies: isBlocked(found) ? reachRemedies(network, asked) : [],
    missing: distinct([...found.missing, ...(isLogKnown ? [] : [FLOW_LOGS])]),
  };
};
