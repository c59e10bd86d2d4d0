import type { Packet } from '../../traffic/packet.js';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;

/** A packet on its way, with what a flow log counts of it. */
export type Datagram = {
  readonly header: Packet;
  /** The flags of a TCP header; 0 for everything else. */
  readonly flags: number;
  /** The length of the IP packet. */
  readonly bytes: number;
};

const has = (flags: number, bit: number): boolean => (flags & bit) !== 0;

export const opens = ({ flags }: Datagram): boolean => has(flags, SYN) && !has(flags, ACK);
export const isSynAck = ({ flags }: Datagram): boolean => has(flags, SYN) && has(flags, ACK);
export const isFin = ({ flags }: Datagram): boolean => has(flags, FIN);
export const isRst = ({ flags }: Datagram): boolean => has(flags, RST);

/**
 * What a record shows of a packet's flags: FIN, SYN, RST and SYN-ACK; ACK alone, PSH and URG are not supported.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const reportedFlags = (it: Datagram): number =>
  (it.flags & (FIN | SYN | RST)) | (isSynAck(it) ? ACK : 0);
