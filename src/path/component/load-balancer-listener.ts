import type { Listener } from '../../network/load-balancer.js';
import type { NetworkInterface } from '../../network/network-interface.js';
import { isIcmp, TCP, UDP } from '../../traffic/protocol.js';
import type { Carried } from '../carried.js';
import type { BalancerAt } from './load-balancer-at.js';
import { gap, type Halt, halted, refused } from './load-balancer-halt.js';

const CARRIES: Readonly<Record<string, readonly number[]>> = {
  TCP: [TCP],
  TLS: [TCP],
  HTTP: [TCP],
  HTTPS: [TCP],
  UDP: [UDP],
  QUIC: [UDP],
  TCP_UDP: [TCP, UDP],
  TCP_QUIC: [TCP, UDP],
};

export const takes = ({ packet }: Carried, { protocol }: Listener): boolean =>
  protocol === null || (CARRIES[protocol.toUpperCase()] ?? []).includes(packet.protocol);

export const listenerFor = (at: BalancerAt, it: NetworkInterface, carried: Carried): Listener | Halt => {
  const { balancer } = at;
  if (balancer === undefined)
    return halted(it, at, 'not-given', [gap(at.id, 'aws elbv2 describe-load-balancers')]);
  if (balancer.state !== null && balancer.state.toLowerCase() !== 'active')
    return refused(at, 'load-balancer-not-active', 'BAD_STATE', carried);
  // An Application Load Balancer answers a ping itself.
  if (isIcmp(carried.packet.protocol) && at.kind === 'application-load-balancer')
    return { ending: { kind: 'arrived', at: it }, doubts: [] };
  if (balancer.listeners === null)
    return halted(it, at, 'not-given', [
      gap(at.id, `aws elbv2 describe-listeners --load-balancer-arn ${at.id}`),
    ]);
  const onPort = balancer.listeners.filter(({ port }) => port === carried.packet.destinationPort);
  const found = onPort.find((one) => takes(carried, one));
  if (found !== undefined) return found;
  return onPort.length > 0
    ? refused(at, 'listener-protocol', 'ELBV2_LISTENERS_MISMATCH', carried)
    : refused(at, 'no-listener', 'ELBV2_LISTENER_PORT_RESTRICTION', carried);
};
