import type { Line } from './line.js';
import type { Machines } from './machines.js';

const BYTES = 84;

/** UDP, pings and everything without a connection: a request, an answer or none, and the next request. */
export const datagrams = (line: Line, machines: Machines): void => {
  const { run, exchange } = line;
  const answer = (): void => {
    const server = line.server();
    if (server === null) return;
    if (machines.behaviour(server, exchange.protocol, line.serverPort()) !== 'answers') return;
    line.answer(0, BYTES, () => undefined);
  };
  const late = (): void => {
    if (exchange.lateData !== null)
      run.clock.after(exchange.lateData, () => line.answer(0, BYTES, () => undefined));
  };
  for (let round = 0; round < exchange.rounds; round++)
    run.clock.after(round * Math.max(exchange.pause, 1), () => {
      line.ask(0, BYTES, answer);
      if (round === exchange.rounds - 1) late();
    });
};
