import { compare, type IpAddress } from '../address/ip-address.js';
import { isPrivate } from '../address/special-ranges.js';
import { answersConnection, opensConnection } from '../traffic/tcp-flags.js';
import type { Conversation, DirectionEvidence, DirectionMethod, Flow, Party } from './conversation.js';
import { flagsIn, isSilent, total } from './conversation.js';
import { isServicePort } from './service-port.js';

/** The two parties with what each sent, before it is known who spoke first. */
export type Unordered = {
  readonly left: Party;
  readonly right: Party;
  readonly fromLeft: Flow;
  readonly fromRight: Flow;
};

type Initiator = 'left' | 'right' | null;

const flagsSay = ({ fromLeft, fromRight }: Unordered): Initiator => {
  const left = flagsIn(fromLeft);
  const right = flagsIn(fromRight);
  const leftOpens = opensConnection(left) || answersConnection(right);
  const rightOpens = opensConnection(right) || answersConnection(left);
  // Both may hold in one window when ports are reused or both sides open at once: then flags say nothing.
  return leftOpens === rightOpens ? null : leftOpens ? 'left' : 'right';
};

const only = (flow: Flow, action: 'ACCEPT' | 'REJECT'): boolean =>
  flow[action] !== null && flow[action === 'ACCEPT' ? 'REJECT' : 'ACCEPT'] === null && flow.none === null;

/** Compares the ports by a measure of how much each looks like a service; the other side is the initiator. */
const portsSay =
  (measure: (port: number) => number) =>
  ({ left, right }: Unordered): Initiator => {
    if (left.port === null || right.port === null) return null;
    const difference = measure(left.port) - measure(right.port);
    return difference === 0 ? null : difference > 0 ? 'right' : 'left';
  };

const serviceSays = portsSay((port) => Number(isServicePort(port)));

/** Bands in which operating systems choose source ports: from 1024, 32768 (Linux) and 49152 (IANA, Windows). */
const bandSays = portsSay((port) => Number(port < 1024) + Number(port < 32768) + Number(port < 49152));

const lowerSays = portsSay((port) => -port);

/** It would be from a service port to a port that is none. */
const portsRefute = (it: Unordered, initiator: Initiator): boolean => {
  const byPorts = serviceSays(it);
  return byPorts !== null && byPorts !== initiator && bandSays(it) === byPorts;
};

const verdictsSay = (it: Unordered): Initiator => {
  const { fromLeft, fromRight } = it;
  const accepted = (there: Flow, back: Flow) => only(there, 'ACCEPT') && only(back, 'REJECT');
  const initiator = accepted(fromLeft, fromRight) ? 'left' : accepted(fromRight, fromLeft) ? 'right' : null;
  // What a server still sends is accepted while the packets of its client already are not.
  return portsRefute(it, initiator) ? null : initiator;
};

const rejectSays = (it: Unordered): Initiator => {
  const sender = isSilent(it.fromRight) ? 'left' : isSilent(it.fromLeft) ? 'right' : null;
  if (sender === null || !only(sender === 'left' ? it.fromLeft : it.fromRight, 'REJECT')) return null;
  // A rejected reply whose request stands in another slice or log.
  return portsRefute(it, sender) ? null : sender;
};

/** Whether an address is the interface's own; null when that is not known. */
type Owns = (address: IpAddress) => boolean | null;

/** The end that is the interface's own by `flow-direction`; null when that is not logged, or both are, as at an appliance. */
const ownAsLogged = ({ fromLeft, fromRight }: Unordered): 'left' | 'right' | null => {
  const [there, back] = [total(fromLeft)?.flowDirection, total(fromRight)?.flowDirection];
  const isLeft = there === 'egress' || back === 'ingress';
  const isRight = there === 'ingress' || back === 'egress';
  return isLeft === isRight ? null : isLeft ? 'left' : 'right';
};

/**
 * Traffic between the interface and the internet whose ports are alike: whoever is outside began when the interface's
 * port is a service, else the interface did.
 */
const perimeterSays = (it: Unordered, owns: Owns): Initiator => {
  const { left, right } = it;
  const logged = ownAsLogged(it);
  const [ownsLeft, ownsRight] = [
    owns(left.address) ?? (logged === null ? null : logged === 'left'),
    owns(right.address) ?? (logged === null ? null : logged === 'right'),
  ];
  if (ownsLeft === ownsRight || ownsLeft === null || ownsRight === null) return null;
  const [own, peer] = ownsLeft ? [left, right] : [right, left];
  if (own.port === null || isPrivate(peer.address)) return null;
  return isServicePort(own.port) === ownsLeft ? 'right' : 'left';
};

type Rung = { readonly evidence: DirectionEvidence; readonly says: (it: Unordered) => Initiator };

const ladder: readonly Rung[] = [
  { evidence: 'tcp-flags', says: flagsSay },
  { evidence: 'accepted-then-rejected', says: verdictsSay },
  { evidence: 'only-rejected', says: rejectSays },
  { evidence: 'service-port', says: serviceSays },
  { evidence: 'ephemeral-port', says: bandSays },
  { evidence: 'lower-port', says: lowerSays },
];

type Directed = Pick<
  Conversation,
  'initiator' | 'responder' | 'forward' | 'reverse' | 'directionMethod' | 'directionEvidence'
>;

const directed = (
  { left, right, fromLeft, fromRight }: Unordered,
  initiator: 'left' | 'right',
  directionMethod: DirectionMethod,
  ...directionEvidence: readonly DirectionEvidence[]
): Directed => {
  const isLeft = initiator === 'left';
  return {
    initiator: isLeft ? left : right,
    responder: isLeft ? right : left,
    forward: isLeft ? fromLeft : fromRight,
    reverse: isLeft ? fromRight : fromLeft,
    directionMethod,
    directionEvidence,
  };
};

/** With nothing to go by: whoever sent, if only one did; else the smaller address, so that the answer is stable. */
const arbitrary = (it: Unordered): 'left' | 'right' => {
  if (isSilent(it.fromRight)) return 'left';
  if (isSilent(it.fromLeft)) return 'right';
  return compare(it.left.address, it.right.address) <= 0 ? 'left' : 'right';
};

/**
 * Says who spoke first by the strongest evidence there is. File order and earlier start times are no evidence: all
 * records of an interface's window share their times, and files are not sorted.
 */
export const direct = (it: Unordered, owns: Owns = () => null): Directed => {
  for (const { evidence, says } of ladder) {
    const initiator = says(it);
    if (initiator === null) continue;
    // A log may lack the record of a request: verdicts alone prove nothing, but with the ports they do.
    const isBorneOut = evidence === 'accepted-then-rejected' && serviceSays(it) === initiator;
    return directed(it, initiator, 'initiator', evidence, ...(isBorneOut ? ['service-port' as const] : []));
  }
  const atPerimeter = perimeterSays(it, owns);
  if (atPerimeter !== null) return directed(it, atPerimeter, 'perimeter', 'perimeter');
  return directed(it, arbitrary(it), 'arbitrary', 'none');
};
