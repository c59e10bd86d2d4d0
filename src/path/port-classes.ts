import type { Verdict } from '../filter/verdict.js';
import { networkAclOf } from '../network/look-up.js';
import type { Network } from '../network/network.js';
import type { NetworkInterface } from '../network/network-interface.js';
import type { Leg } from '../traffic/direction.js';
import type { Packet } from '../traffic/packet.js';
import type { PortRange } from '../traffic/ports.js';
import type { Carried } from './carried.js';

/** What a filter says of a packet for every port that the initiator may use. */
export type PortVerdict = {
  /** Of the ports that fare worst: denied before undetermined before allowed. */
  readonly verdict: Verdict;
  /** The packet that got this verdict. */
  readonly packet: Packet;
  /** Null where the outcome is one for all ports, or the protocol has none. */
  readonly ports: {
    readonly denied: readonly PortRange[];
    readonly undetermined: readonly PortRange[];
    readonly of: string | null;
  } | null;
};

/** Ports at which services that no filter sees begin or end: DNS, DHCP, Windows licensing. */
const SERVICE_BOUNDS = [53, 54, 67, 69, 546, 548, 1688, 1689];

const boundsAt = (network: Network, it: NetworkInterface): readonly number[] => {
  const acl = it.subnetId === null ? undefined : networkAclOf(network, it.subnetId);
  const rules = (it.securityGroupIds ?? []).flatMap((id) => {
    const group = network.securityGroups.get(id);
    return [...(group?.ingress ?? []), ...(group?.egress ?? [])];
  });
  return [...(acl?.entries ?? []), ...rules].flatMap(({ ports }) =>
    ports === null ? [] : [ports.from, ports.to + 1],
  );
};

/** The ranges cut where any rule begins or ends: within a piece every port is judged alike. */
const pieces = (ranges: readonly PortRange[], bounds: readonly number[]): readonly PortRange[] => {
  const cuts = [...new Set([...SERVICE_BOUNDS, ...bounds])].sort((a, b) => a - b);
  return ranges.flatMap(({ from, to }) => {
    const starts = [from, ...cuts.filter((cut) => cut > from && cut <= to)];
    return starts.map((start, i) => ({ from: start, to: (starts[i + 1] ?? to + 1) - 1 }));
  });
};

/** Neighbouring ranges as one. */
export const merged = (ranges: readonly PortRange[]): readonly PortRange[] =>
  [...ranges]
    .sort((a, b) => a.from - b.from)
    .reduce<PortRange[]>((all, range) => {
      const last = all.at(-1);
      if (last === undefined || range.from > last.to + 1) all.push(range);
      else all[all.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
      return all;
    }, []);

const withPort = ({ packet, ports }: Carried, leg: Leg, port: number): Carried => ({
  packet: leg === 'request' ? { ...packet, sourcePort: port } : { ...packet, destinationPort: port },
  ports,
});

const WORST = ['denied', 'undetermined', 'allowed'] as const;

/** Judges once for each class of ports that no rule at this interface tells apart. */
export const judgePorts = (
  network: Network,
  it: NetworkInterface,
  leg: Leg,
  carried: Carried,
  judge: (carried: Carried) => Verdict,
): PortVerdict => {
  if (carried.ports === null) return { verdict: judge(carried), packet: carried.packet, ports: null };
  const judged = pieces(carried.ports.ranges, boundsAt(network, it)).map((range) => ({
    range,
    verdict: judge(withPort(carried, leg, range.from)),
  }));
  const having = (outcome: Verdict['outcome']) => judged.filter(({ verdict }) => verdict.outcome === outcome);
  const worst = WORST.map(having).find((some) => some.length > 0)?.[0];
  const isOne = WORST.some((outcome) => having(outcome).length === judged.length);
  return {
    verdict: worst?.verdict ?? judge(carried),
    packet: withPort(carried, leg, worst?.range.from ?? 0).packet,
    ports: isOne
      ? null
      : {
          denied: merged(having('denied').map(({ range }) => range)),
          undetermined: merged(having('undetermined').map(({ range }) => range)),
          of: carried.ports.of,
        },
  };
};
