import type { IpAddress } from '../../../address/ip-address.js';
import { echoRequest } from '../../../traffic/icmp.js';
import type { Packet } from '../../../traffic/packet.js';
import { hasPorts, TCP } from '../../../traffic/protocol.js';
import type { Running } from '../running.js';
import type { Exchange } from '../world.js';
import { datagrams } from './datagrams.js';
import { line } from './line.js';
import type { Machines } from './machines.js';
import { EPHEMERAL_PORTS } from './operating-system.js';
import { tcp } from './tcp.js';

/** The address that a client writes into what it sends: an interface's own of the destination's family. */
export const sourceOf = (run: Pick<Running, 'network'>, { from, to }: Exchange): IpAddress | null => {
  if (from.kind === 'outside') return from.address;
  const it = run.network().interfaces.get(from.id);
  return it?.privateAddresses.find(({ family }) => family === to.family) ?? null;
};

const portOf = (run: Running, machines: Machines, it: Exchange): number | null => {
  if (!hasPorts(it.protocol)) return null;
  const { from, to } = EPHEMERAL_PORTS[machines.operatingSystem(it.from)];
  return it.sourcePort ?? run.chance.integer(from, to);
};

/** A client begins an exchange; one without an address of the destination's family cannot. */
export const start = (run: Running, machines: Machines, exchange: Exchange): void => {
  const source = sourceOf(run, exchange);
  if (source === null) return;
  const { to, protocol, port } = exchange;
  const first: Packet = {
    source,
    destination: to,
    protocol,
    sourcePort: portOf(run, machines, exchange),
    destinationPort: hasPorts(protocol) ? port : null,
    icmp: echoRequest(protocol),
  };
  (protocol === TCP ? tcp : datagrams)(line(run, exchange, first), machines);
};
