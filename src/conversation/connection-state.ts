import { TCP } from '../traffic/protocol.js';
import { answersConnection, FIN, opensConnection, RST, SYN } from '../traffic/tcp-flags.js';
import { type Conversation, type Flow, flagsIn, isSilent } from './conversation.js';

/**
 * How a TCP connection went, in the codes of Zeek's conn.log, as far as the flags of its records tell. AWS reports a
 * plain ACK nowhere, so `S1` means that the handshake was at least begun.
 * https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html
 */
export type ConnectionState =
  /** A SYN, and nothing back. */
  | 'S0'
  /** A SYN and a SYN-ACK, and no end. */
  | 'S1'
  /** Opened, and closed by both ends. */
  | 'SF'
  /** The responder's host refused the SYN with a reset. That is no REJECT of AWS. */
  | 'REJ'
  /** Opened; only the initiator closed. */
  | 'S2'
  /** Opened; only the responder closed. */
  | 'S3'
  /** Opened, and reset by the initiator. */
  | 'RSTO'
  /** Opened, and reset by the responder. */
  | 'RSTR'
  /** A SYN and a reset from the initiator, and no SYN-ACK. */
  | 'RSTOS0'
  /** A SYN-ACK and a reset from the responder, and no SYN. */
  | 'RSTRH'
  /** A SYN and a FIN from the initiator, and no SYN-ACK. */
  | 'SH'
  /** A SYN-ACK and a FIN from the responder, and no SYN. */
  | 'SHR'
  /** No SYN at all: the connection was opened before the log begins, or where it does not look. */
  | 'OTH'
  /** Ours, not Zeek's: a SYN-ACK without the SYN that it answers, as at the edge of a slice. */
  | 'reverse-only'
  /** Ours, not Zeek's: a SYN, and a reply without a SYN-ACK, which another window or log may hold. */
  | 'handshake-not-recorded';

const wasLogged = (flow: Flow): boolean =>
  [flow.ACCEPT, flow.REJECT, flow.none].some((tally) => tally !== null && tally.tcpFlags !== null);

/** Only the responder's SYN-ACK is there. */
const withoutSyn = (fromResponder: number): ConnectionState => {
  if ((fromResponder & RST) !== 0) return 'RSTRH';
  return (fromResponder & FIN) !== 0 ? 'SHR' : 'reverse-only';
};

/** Only the initiator's SYN is there. */
const withoutSynAck = (
  fromInitiator: number,
  fromResponder: number,
  isAnswered: boolean,
): ConnectionState => {
  if ((fromResponder & RST) !== 0) return 'REJ';
  if (isAnswered) return 'handshake-not-recorded';
  if ((fromInitiator & RST) !== 0) return 'RSTOS0';
  return (fromInitiator & FIN) !== 0 ? 'SH' : 'S0';
};

const opened = (fromInitiator: number, fromResponder: number): ConnectionState => {
  if ((fromInitiator & RST) !== 0) return 'RSTO';
  if ((fromResponder & RST) !== 0) return 'RSTR';
  const [done, answered] = [(fromInitiator & FIN) !== 0, (fromResponder & FIN) !== 0];
  if (done && answered) return 'SF';
  return done ? 'S2' : answered ? 'S3' : 'S1';
};

type Legs = Pick<Conversation, 'protocol' | 'forward' | 'reverse'>;

/** The state of a connection; null when it is none of TCP or its records have no flags. */
export const connectionState = ({ protocol, forward, reverse }: Legs): ConnectionState | null => {
  if (protocol !== TCP || !(wasLogged(forward) || wasLogged(reverse))) return null;
  const [there, back] = [flagsIn(forward), flagsIn(reverse)];
  const [syn, synAck] = [opensConnection(there), answersConnection(back)];
  if (syn && synAck) return opened(there, back);
  if (syn) return withoutSynAck(there, back, !isSilent(reverse));
  return synAck && isSilent(forward) ? withoutSyn(back) : 'OTH';
};

/** The responder answered the SYN with a reset, both accepted. */
export const isRefused = (it: Legs): boolean =>
  it.reverse.ACCEPT !== null && it.reverse.REJECT === null && connectionState(it) === 'REJ';

/** All that came back is a reset, and no SYN had asked for it: the connection was opened long before. */
export const isOnlyReset = ({ protocol, forward, reverse }: Legs): boolean =>
  protocol === TCP && wasLogged(forward) && (flagsIn(forward) & SYN) === 0 && flagsIn(reverse) === RST;
