import { TCP } from '../../../traffic/protocol.js';
import { ACK, FIN, PSH, RST, SYN } from '../datagram.js';
import type { Line } from './line.js';
import type { Machines } from './machines.js';
import { retried } from './retries.js';

const HEADER = 52;
const REQUEST = 180;
const RESPONSE = 900;

/** What is left to do once a try was answered. */
type Stop = () => void;

/** The server's side: it answers a SYN, an RST where nothing listens, or nothing. */
const accept = (
  line: Line,
  machines: Machines,
  established: () => void,
  refused: () => void,
): (() => void) => {
  let stop: Stop | null = null;
  return () => {
    const server = line.server();
    if (server === null) return;
    const behaviour = machines.behaviour(server, TCP, line.serverPort());
    if (behaviour === 'silent') return;
    if (behaviour === 'refuses') {
      line.answer(RST | ACK, 40, refused);
      return;
    }
    if (stop !== null) return;
    stop = retried(line.run, 4, () => line.answer(SYN | ACK, 60, () => acknowledge()));
  };
  /** The third packet of the handshake: only when it comes the server stops repeating its own. */
  function acknowledge(): void {
    line.ask(ACK, HEADER, () => stop?.());
    established();
  }
};

/**
 * A TCP connection from its SYN to its end: retransmissions on both sides, requests and responses, FIN or RST, and data
 * that the server sends late and unasked.
 */
export const tcp = (line: Line, machines: Machines): void => {
  const { run, exchange } = line;
  let isOver = false;
  let isEstablished = false;
  const over = (): void => {
    isOver = true;
  };
  line.onReset(over);
  const close = (): void => {
    if (exchange.closes === 'rst') line.ask(RST, 40, () => undefined);
    if (exchange.closes === 'fin')
      line.ask(FIN | ACK, HEADER, () =>
        line.answer(FIN | ACK, HEADER, () => line.ask(ACK, HEADER, () => undefined)),
      );
  };
  const pushLate = (): void => {
    if (exchange.lateData === null) return;
    run.clock.after(exchange.lateData, () => {
      retried(run, 3, () => line.answer(PSH | ACK, RESPONSE, over));
    });
  };
  const round = (left: number): void => {
    if (isOver) return;
    if (left === 0) {
      pushLate();
      close();
      return;
    }
    let isAnswered = false;
    const stop = retried(run, 3, () => {
      if (isOver) return;
      line.ask(PSH | ACK, REQUEST, () =>
        line.answer(PSH | ACK, RESPONSE, () => {
          stop();
          if (isAnswered) return;
          isAnswered = true;
          run.clock.after(Math.max(exchange.pause, 0.01), () => round(left - 1));
        }),
      );
    });
  };
  const listening = accept(
    line,
    machines,
    () => {
      stopOpening();
      if (isEstablished) return;
      isEstablished = true;
      run.clock.after(0.002, () => round(exchange.rounds));
    },
    () => stopOpening(),
  );
  const stopOpening = retried(run, 4, () => {
    if (!isOver) line.ask(SYN, 60, listening);
  });
};
