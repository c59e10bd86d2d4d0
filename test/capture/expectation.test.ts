import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../src/aws/read-answers.js';
import {
  directionAt,
  expectationsOf,
  type Fate,
  PASSING,
  predictedFates,
  rejectedAt,
  STATIONS,
  UNANSWERED,
} from '../../src/capture/expectation.js';
import { endpointOf } from '../../src/path/endpoint.js';
import { roundTrip } from '../../src/path/round-trip.js';
import { readPacket } from '../arbitrary/read-aws.js';
import { runs } from '../arbitrary/runs.js';
import { answersOf, twoEnds } from '../arbitrary/two-ends.js';
import { requestsOf, writtenOf } from '../diagnosis/simulator.js';
import { ip } from '../filter/build.js';

/** The records of a conversation as a person notes them: `X egress ACCEPT`. X asks, Y answers. */
const recordsOf = (fates: readonly Fate[]): readonly string[] =>
  expectationsOf(fates)
    .filter(({ presence }) => presence === 'must')
    .map(({ side, direction, action }) => `${side === 'initiator' ? 'X' : 'Y'} ${direction} ${action}`);

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html */
describe('the records that must exist', () => {
  it.each([
    [
      'nothing blocks',
      PASSING,
      ['X egress ACCEPT', 'Y ingress ACCEPT', 'Y egress ACCEPT', 'X ingress ACCEPT'],
    ],
    [
      'the request is rejected where it leaves',
      rejectedAt({ side: 'initiator', leg: 'request' }),
      ['X egress REJECT'],
    ],
    [
      'the request is rejected where it arrives',
      rejectedAt({ side: 'responder', leg: 'request' }),
      ['X egress ACCEPT', 'Y ingress REJECT'],
    ],
    [
      'the reply is rejected where it leaves',
      rejectedAt({ side: 'responder', leg: 'reply' }),
      ['X egress ACCEPT', 'Y ingress ACCEPT', 'Y egress REJECT'],
    ],
    [
      'the reply is rejected where it arrives',
      rejectedAt({ side: 'initiator', leg: 'reply' }),
      ['X egress ACCEPT', 'Y ingress ACCEPT', 'Y egress ACCEPT', 'X ingress REJECT'],
    ],
    ['nobody answers', UNANSWERED, ['X egress ACCEPT', 'Y ingress ACCEPT']],
  ] as const)('when %s are these', (_, fates, records) => {
    expect(recordsOf(fates)).toEqual(records);
  });

  it('exclude every other record, unless the fate is not known: then each may exist', () => {
    const fate = fc.constantFrom<Fate>('accepted', 'rejected', 'absent', 'unknown');
    fc.assert(
      fc.property(fc.tuple(fate, fate, fate, fate), (fates) => {
        const all = expectationsOf(fates);
        expect(all).toHaveLength(8);
        STATIONS.forEach((station, i) => {
          const here = all.filter((it) => it.side === station.side && it.leg === station.leg);
          expect(here.map(({ action }) => action)).toEqual(['ACCEPT', 'REJECT']);
          expect(here.every(({ direction }) => direction === directionAt(station))).toBe(true);
          const presences = here.map(({ presence }) => presence);
          if (fates[i] === 'unknown') expect(presences).toEqual(['may', 'may']);
          if (fates[i] === 'absent') expect(presences).toEqual(['must-not', 'must-not']);
          if (fates[i] === 'accepted') expect(presences).toEqual(['must', 'must-not']);
          if (fates[i] === 'rejected') expect(presences).toEqual(['must-not', 'must']);
        });
      }),
      runs(100),
    );
  });

  it('are the ones that the oracle writes, at every interface that is described', () => {
    fc.assert(
      fc.property(twoEnds, (it) => {
        const { network } = readAnswers(answersOf(it).map((json) => ({ source: 'network.json', json })));
        const ends = {
          initiator: endpointOf(network, ip(it.ends.initiator.address), 'vpc-1'),
          responder: endpointOf(network, ip(it.ends.responder.address), 'vpc-1'),
        };
        for (const request of requestsOf(it)) {
          const fates = predictedFates(roundTrip(network, ends, readPacket(request)));
          const predicted = expectationsOf(fates)
            .filter(({ presence }) => presence === 'must')
            .map(({ side, leg, action }) => ({ interfaceId: it.ends[side].interfaceId, leg, action }));
          expect(predicted).toEqual(writtenOf(it, request, false));
        }
      }),
      runs(100),
    );
  });

  it('are not foretold of an end that is outside', () => {
    fc.assert(
      fc.property(twoEnds, (it) => {
        const { network } = readAnswers(answersOf(it).map((json) => ({ source: 'network.json', json })));
        const [request] = requestsOf(it);
        if (request === undefined) throw new Error('no request');
        const far = { kind: 'outside' as const, address: ip('203.0.113.9') };
        const near = endpointOf(network, ip('10.0.1.10'), 'vpc-1');
        const packet = { ...readPacket({ ...request, source: '203.0.113.9', destination: '10.0.1.10' }) };
        const fates = predictedFates(roundTrip(network, { initiator: far, responder: near }, packet));
        expect(fates[0]).toBe('unknown');
        expect(['unknown', 'absent']).toContain(fates[3]);
      }),
      runs(50),
    );
  });
});
