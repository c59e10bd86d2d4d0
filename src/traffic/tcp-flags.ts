/**
 * The `tcp-flags` field: the supported flags of all packets of a record, OR-ed.
 * ACK is reported only together with SYN, so 18 is a SYN-ACK.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const SYN_ACK = 18;

const ACK = 16;

/** The source sent a SYN without ACK: it opened the connection. */
export const opensConnection = (flags: number): boolean => (flags & SYN) !== 0 && (flags & ACK) === 0;

/** The source answered a SYN: it is the responder. */
export const answersConnection = (flags: number): boolean => (flags & SYN_ACK) === SYN_ACK;
