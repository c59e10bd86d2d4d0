import { describe, expect, it } from 'vitest';
import { type Flow, NO_FLOW } from '../../src/conversation/conversation.js';
import type { Group } from '../../src/conversation/group.js';
import { histogram } from '../../src/conversation/histogram.js';
import { pastOf } from '../../src/diagnosis/case/accepted-before.js';
import { ip } from '../filter/build.js';

const TALLY = {
  records: 1,
  packets: 1,
  bytes: 40,
  firstSeen: 1000,
  lastSeen: 1060,
  tcpFlags: 0,
  rejectReasons: [],
  flowDirection: null,
  evidence: [],
};
const ACCEPTED: Flow = { ...NO_FLOW, ACCEPT: TALLY };
const REJECTED: Flow = { ...NO_FLOW, REJECT: TALLY };

const seen = (observationPoint: string, forward: Flow, reverse: Flow = NO_FLOW) => ({
  observationPoint,
  standsIn: false,
  shows: null,
  forward,
  reverse,
  firstEnd: 1060,
  lastStart: 1000,
});

const group = (sightings: Group['sightings']): Group => ({
  protocol: 6,
  initiator: { address: ip('10.0.1.10'), port: 40_000 },
  responder: { address: ip('10.0.2.10'), port: 443 },
  directionMethod: 'arbitrary',
  directionEvidence: ['none'],
  initiatorProven: false,
  conversations: 1,
  sourcePorts: [40_000],
  firstSeen: 1000,
  lastSeen: 1060,
  begun: histogram().bars(),
  sightings,
});

/** The connection that the same addresses and ports had at every interface before. */
const acceptedBefore = () => ({ lastSeen: 400, isClosed: false });
const past = (...sightings: Group['sightings']) => pastOf(group(sightings), { acceptedBefore });

describe('what came before packets that are rejected', () => {
  it('is the connection that they may belong to, where nothing of the other leg goes with them', () => {
    const silent = { silentFor: 600, isClosed: false };
    expect(past(seen('eni-b', REJECTED))).toEqual(silent);
    expect(past(seen('eni-a', ACCEPTED), seen('eni-b', REJECTED))).toEqual(silent);
    expect(past(seen('eni-a', NO_FLOW, ACCEPTED), seen('eni-b', NO_FLOW, REJECTED))).toEqual(silent);
  });

  it('does not matter where both legs are accepted at another interface meanwhile: the conversation goes on', () => {
    expect(past(seen('eni-a', ACCEPTED, ACCEPTED), seen('eni-b', REJECTED))).toBeNull();
    expect(
      past(seen('eni-a', ACCEPTED), seen('eni-b', NO_FLOW, REJECTED), seen('eni-c', NO_FLOW, ACCEPTED)),
    ).toBeNull();
  });

  it('is nothing where some packets are accepted wherever any is rejected', () => {
    expect(past(seen('eni-b', { ...REJECTED, ACCEPT: TALLY }))).toBeNull();
  });
});
