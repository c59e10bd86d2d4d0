import { describe, expect, it } from 'vitest';
import { connectionState } from '../../src/conversation/connection-state.js';
import { back, pair, record } from './log.js';

/** The state of a connection whose client and server sent these flags; null where there is no record. */
const stateOf = (client: number | null, server: number | null) => {
  const it = record();
  const records = [
    ...(client === null ? [] : [{ ...it, tcpFlags: client }]),
    ...(server === null ? [] : [back(it, { tcpFlags: server })]),
  ];
  const [found, ...more] = pair(records).conversations;
  expect(more).toEqual([]);
  return found && connectionState(found);
};

describe('the state of a connection', () => {
  it.each([
    [2, null, 'S0', 'a SYN without an answer'],
    [2, 18, 'S1', 'a handshake'],
    [3, 19, 'SF', 'opened and closed by both'],
    [2, 4, 'REJ', 'refused by the host'],
    [3, 18, 'S2', 'closed by the client alone'],
    [2, 19, 'S3', 'closed by the server alone'],
    [6, 18, 'RSTO', 'reset by the client'],
    [2, 22, 'RSTR', 'reset by the server'],
    [6, null, 'RSTOS0', 'given up by the client'],
    [null, 22, 'RSTRH', 'a reset by a server whose client is not seen'],
    [3, null, 'SH', 'a SYN and a FIN without an answer'],
    [null, 19, 'SHR', 'closed by a server whose client is not seen'],
    [0, 0, 'OTH', 'only the middle'],
    [1, 1, 'OTH', 'only the end'],
    [0, 18, 'OTH', 'a SYN in an earlier window'],
    [null, 18, 'reverse-only', 'a SYN-ACK alone, for which Zeek has no code'],
    [2, 0, 'handshake-not-recorded', 'an answer whose SYN-ACK is not seen'],
  ] as const)('is, with flags %s and %s, %s: %s', (client, server, state, _why) => {
    expect(stateOf(client, server)).toBe(state);
  });

  it('is not known without flags, and never of other protocols', () => {
    expect(stateOf(null, 18)).not.toBeNull();
    const [plain] = pair([record(), back(record())]).conversations;
    expect(plain && connectionState(plain)).toBeNull();
    const [udp] = pair([record({ protocol: 17, tcpFlags: 0 })]).conversations;
    expect(udp && connectionState(udp)).toBeNull();
  });
});
